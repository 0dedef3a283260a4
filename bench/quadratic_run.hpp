#pragma once
/// \file
/// The numbers of the workloads on f(x) = ½ xᵀ diag(λ) x with gradient noise N(0, σ²I), shared by
/// the library's processes (workload.hpp) and the naive loops (peers/).

#include <cstdint>
#include <vector>

namespace sdescent::bench {

/// One run: all coordinates start at `start`, one step covers η, f is recorded `records` times.
struct QuadraticRun {
  std::vector<double> eigenvalues;
  double sigma, eta, start;
  std::uint64_t steps, paths, records;
  double beta = 0;  ///< of RMSprop; V starts at (λ·start)²

  /// Path-coordinate-steps, the unit of cost.
  double work() const {
    return static_cast<double>(steps) * static_cast<double>(paths) *
           static_cast<double>(eigenvalues.size());
  }
};

/// `count` >= 2 numbers from first to last, evenly spaced.
std::vector<double> evenly_spaced(double first, double last, std::size_t count);

/// W1 (SignSGD's SDE) and W4 (SignSGD itself): d = 2. E f at the end of W1 is 6.2958e-5.
QuadraticRun w1();
/// W2: W1 with d = 1000.
QuadraticRun w2();
/// W3: RMSprop's SDE, d = 2.
QuadraticRun w3();

}  // namespace sdescent::bench
