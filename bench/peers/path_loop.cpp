#include "bench/peers/path_loop.hpp"

#include "bench/peers/random.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>

namespace sdescent::peers {
namespace {

using bench::QuadraticRun;

double loss(const QuadraticRun& run, const std::vector<double>& x) {
  double f = 0.0;
  for (std::size_t i = 0; i < run.eigenvalues.size(); ++i)
    f += 0.5 * run.eigenvalues[i] * x[i] * x[i];
  return f;
}

/// `step` advances the state, which begins with x; `start` is copied for every path.
template <class Step>
LossCurves walk_paths(const QuadraticRun& run, const std::vector<double>& start, Step step) {
  LossCurves curves{std::vector<double>(run.records), std::vector<double>(run.records)};
  std::vector<double> state;
  for (std::uint64_t path = 0; path < run.paths; ++path) {
    state = start;
    for (std::uint64_t record = 0; record < run.records; ++record) {
      for (std::uint64_t k = 0; k < run.steps / run.records; ++k) step(state);
      const double f = loss(run, state);
      curves.mean[record] += f;
      curves.variance[record] += f * f;
    }
  }
  const auto paths = static_cast<double>(run.paths);
  for (std::uint64_t record = 0; record < run.records; ++record) {
    curves.mean[record] /= paths;
    curves.variance[record] =
        curves.variance[record] / paths - curves.mean[record] * curves.mean[record];
  }
  return curves;
}

/// Calls `walk` with the library's generator.
template <class Walk>
LossCurves with(Library library, Walk walk) {
  switch (library) {
    case Library::standard:
      return walk(StandardRandom(1));
    case Library::boost:
      return walk(BoostRandom(1));
    case Library::gsl:
      return walk(GslRandom(1));
  }
  return {};
}

std::vector<double> start_of(const QuadraticRun& run) {
  return std::vector<double>(run.eigenvalues.size(), run.start);
}

}  // namespace

LossCurves sign_sgd_sde_by_path(const QuadraticRun& run, Library library) {
  return with(library, [&](auto random) {
    const double dt = run.eta, root = std::sqrt(run.eta);
    return walk_paths(run, start_of(run), [&](std::vector<double>& x) {
      for (std::size_t i = 0; i < run.eigenvalues.size(); ++i) {
        const double mean =
            random.erf(run.eigenvalues[i] * x[i] / (run.sigma * std::numbers::sqrt2));
        const double dW = std::sqrt(dt) * random.normal();
        x[i] -= mean * dt + root * std::sqrt(1.0 - mean * mean) * dW;
      }
    });
  });
}

LossCurves rmsprop_sde_by_path(const QuadraticRun& run, Library library) {
  return with(library, [&](auto random) {
    const std::size_t d = run.eigenvalues.size();
    const double dt = run.eta, root = std::sqrt(run.eta), rho = (1.0 - run.beta) / run.eta;
    std::vector<double> start = start_of(run);
    for (std::size_t i = 0; i < d; ++i) start.push_back(std::pow(run.eigenvalues[i] * start[i], 2));
    return walk_paths(run, start, [&](std::vector<double>& s) {
      for (std::size_t i = 0; i < d; ++i) {
        double &x = s[i], &v = s[d + i];
        const double g = run.eigenvalues[i] * x, dW = std::sqrt(dt) * random.normal();
        x -= (g * dt + root * run.sigma * dW) / (std::sqrt(v) + 1e-8);
        v += rho * (g * g + run.sigma * run.sigma - v) * dt;
      }
    });
  });
}

LossCurves sign_sgd_by_path(const QuadraticRun& run, Library library) {
  return with(library, [&](auto random) {
    return walk_paths(run, start_of(run), [&](std::vector<double>& x) {
      for (std::size_t i = 0; i < run.eigenvalues.size(); ++i) {
        const double g = run.eigenvalues[i] * x[i] + run.sigma * random.normal();
        x[i] -= run.eta * static_cast<double>((g > 0.0) - (g < 0.0));
      }
    });
  });
}

}  // namespace sdescent::peers
