#define SDESCENT_WIDTH 4
#define SDESCENT_SET kernels_avx2
#define SDESCENT_NAME "avx2"
#include "solvers/kernels/table.ipp"
