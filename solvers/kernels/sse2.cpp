#define SDESCENT_WIDTH 2
#define SDESCENT_SET kernels_sse2
#define SDESCENT_NAME "sse2"
#include "solvers/kernels/table.ipp"
