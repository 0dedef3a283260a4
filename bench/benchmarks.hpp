#pragma once
/// \file
/// What sdescent_bench measures. Names are paths, so that --benchmark_filter chooses a branch:
///
///     W1/threads:1   primitive/erf/avx512   peer/W1/gsl   scaling/paths:1000   catalogue/sgd
///
/// bench/report/ reads them.

namespace sdescent::bench {

void register_workloads();         ///< W1–W4 on one and two threads
void register_risk_odes();         ///< W5, by the library and by hand
void register_path_loops();        ///< W1–W4 by naive loops
void register_kernels();           ///< every vector kernel on every instruction set
void register_scalar_functions();  ///< what the kernels replace
void register_catalogue();         ///< every model
void register_lattice_law();       ///< the exact law of a SignSGD coordinate
void register_scaling();           ///< W1's model against paths, d, steps, threads, tile

}  // namespace sdescent::bench
