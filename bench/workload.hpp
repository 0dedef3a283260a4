#pragma once
/// \file
/// Runs of the library that are timed: one process, mean and variance of f recorded.

#include "bench/quadratic_run.hpp"
#include "models/catalogue.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/run.hpp"

#include <memory>

namespace sdescent::bench {

/// A process and how long, how often and how closely it is run.
struct Workload {
  std::shared_ptr<const Problem> problem;
  std::shared_ptr<const Process> process;
  QuadraticRun size;
};

/// Euler–Maruyama with Δt = η on SignSGD's and RMSprop's SDE; SignSGD.
Workload sign_sgd_sde(const QuadraticRun& size);
Workload rmsprop_sde(const QuadraticRun& size);
Workload sign_sgd(const QuadraticRun& size, SignDraw signs);

/// A model of the catalogue: optimizers as they are, SDEs as above, ODEs solved to the end.
Workload of_catalogue(const CatalogueEntry& entry, const QuadraticRun& size);

/// Runs it and returns the mean and variance of f at all record times. Throws as require_ok() does.
MomentRecorder record_loss(const Workload& workload, const RunControl& control = {});

}  // namespace sdescent::bench
