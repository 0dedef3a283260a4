#define SDESCENT_WIDTH 8
#define SDESCENT_SET kernels_avx512
#define SDESCENT_NAME "avx512"
#include "solvers/kernels/table.ipp"
