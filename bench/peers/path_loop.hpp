#pragma once
/// \file
/// The workloads as one would write them at first: a loop over paths around a loop over steps
/// around a loop over coordinates, one scalar function call after the other.

#include "bench/quadratic_run.hpp"

#include <vector>

namespace sdescent::peers {

/// Where the normals and erf come from (random.hpp).
enum class Library { standard, boost, gsl };

/// Mean and variance of f at the record times, the start not among them.
struct LossCurves {
  std::vector<double> mean, variance;
};

LossCurves sign_sgd_sde_by_path(const bench::QuadraticRun& run, Library library);
LossCurves rmsprop_sde_by_path(const bench::QuadraticRun& run, Library library);
LossCurves sign_sgd_by_path(const bench::QuadraticRun& run, Library library);

}  // namespace sdescent::peers
