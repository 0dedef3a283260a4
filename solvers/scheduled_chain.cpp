#include "solvers/scheduled_chain.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/compensated_sum.hpp"
#include "solvers/lattice_chain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double least_at_ends = 1e-30;
constexpr Index nodes = 10;

/// Where a step of length η puts an atom of site j: weights of the sites j + first, j + first + 1,
/// ….
struct Shift {
  Index first;
  std::array<double, nodes> weights;
};

/// Lagrange's weights at `sites` = η/δ from j, the ten nodes centred about it; one node alone where
/// that is a whole number, but for rounding.
Shift shift(double sites) {
  if (std::abs(sites - std::round(sites)) < 1e-12) sites = std::round(sites);
  const double below = std::floor(sites), beyond = sites - below;
  Shift result{static_cast<Index>(below) - (nodes / 2 - 1), {}};
  for (Index n = 0; n < nodes; ++n) {
    double weight = 1.0;
    const double node = static_cast<double>(n - (nodes / 2 - 1));
    for (Index other = 0; other < nodes; ++other) {
      const double place = static_cast<double>(other - (nodes / 2 - 1));
      if (other != n) weight *= (beyond - place) / (node - place);
    }
    result.weights[static_cast<std::size_t>(n)] = weight;
  }
  return result;
}

/// The grid and the weights on it: zero beyond [lo, hi].
class Grid {
 public:
  Grid(const StepRule& rule, double x0, double spacing, Index reach)
      : x_(x0 + spacing * ArrayXd::LinSpaced(2 * reach + 1, -static_cast<double>(reach),
                                             static_cast<double>(reach))),
        p_(step_probabilities(rule, x_)),
        weight_(ArrayXd::Zero(x_.size())),
        next_(weight_),
        spacing_(spacing),
        lo_(reach),
        hi_(reach) {
    weight_(reach) = 1.0;
  }

  void step(double eta) {
    const Index widest = static_cast<Index>(std::ceil(eta / spacing_)) + nodes / 2;
    for (; lo_ < widest; ++lo_) drop(lo_);
    for (; hi_ >= weight_.size() - widest; --hi_) drop(hi_);
    const Index lo = lo_ - widest, hi = hi_ + widest, n = hi_ - lo_ + 1;
    next_.segment(lo, hi - lo + 1).setZero();
    const auto from = weight_.segment(lo_, n);
    next_.segment(lo_, n) = from * p_.stay.segment(lo_, n);
    spread(from * p_.up.segment(lo_, n), shift(eta / spacing_));
    spread(from * p_.down.segment(lo_, n), shift(-eta / spacing_));
    weight_.swap(next_);
    lo_ = lo, hi_ = hi;
    for (; std::abs(weight_(lo_)) < least_at_ends; ++lo_) drop(lo_);
    for (; std::abs(weight_(hi_)) < least_at_ends; --hi_) drop(hi_);
    variation_ = std::max(variation_, weight_.segment(lo_, hi_ - lo_ + 1).abs().sum());
  }

  GridLaw law() const {
    const Index n = hi_ - lo_ + 1;
    return {AtomicLaw::of_signed_weights(x_.segment(lo_, n), weight_.segment(lo_, n), dropped_),
            variation_};
  }

 private:
  void drop(Index site) { dropped_ += std::abs(weight_(site)); }

  void spread(const ArrayXd& mass, const Shift& shift) {
    for (Index n = 0; n < nodes; ++n)
      next_.segment(lo_ + shift.first + n, mass.size()) +=
          shift.weights[static_cast<std::size_t>(n)] * mass;
  }

  ArrayXd x_;
  StepProbabilities p_;
  ArrayXd weight_, next_;
  double spacing_;
  Index lo_, hi_;
  double dropped_ = 0.0, variation_ = 1.0;
};

/// Sites to one side: all that x_k can reach, and some for the stencils. What these carry further
/// than that falls off so fast that it is dropped there without being noticed.
Index reach(const StepLength& eta, double spacing, std::uint64_t steps) {
  constexpr double for_stencils = 1000.0, most = 5e6;
  CompensatedSum way;
  double longest = 0.0;
  for (std::uint64_t k = 0; k < steps; ++k) {
    const double length = eta(k);
    if (!(length >= 0.0 && std::isfinite(length)))
      throw InvalidInput(
          fmt::format("length of step {} must be finite and >= 0, got {}", k, length));
    way += length / spacing;
    longest = std::max(longest, length / spacing);
  }
  const double sites = way.value() + longest + for_stencils;
  require(sites <= most, "sites of the grid of a chain", fmt::format("<= {}", 2.0 * most),
          fmt::format("{}", 2.0 * sites));
  return static_cast<Index>(sites);
}

}  // namespace

std::vector<GridLaw> scheduled_chain_laws(const StepRule& rule, const StepLength& eta, double x0,
                                          double spacing, const std::vector<std::uint64_t>& steps) {
  require_positive("spacing of the grid of a chain", spacing);
  require_finite("start of a chain", x0);
  require_steps(steps);
  Grid grid(rule, x0, spacing, reach(eta, spacing, steps.back()));
  std::vector<GridLaw> laws;
  std::uint64_t k = 0;
  for (const std::uint64_t step : steps) {
    for (; k < step; ++k) grid.step(eta(k));
    laws.push_back(grid.law());
  }
  return laws;
}

double scheduled_chain_mean(const StepRule& rule, const StepLength& eta, double x0,
                            std::uint64_t step, const RealFunction& h, double spacing,
                            double tolerance) {
  const auto mean = [&](double delta) {
    return scheduled_chain_laws(rule, eta, x0, delta, {step}).front().law.mean(h);
  };
  double coarse = mean(spacing);
  for (int halving = 0; halving < 8; ++halving) {
    const double fine = mean(spacing *= 0.5);
    if (std::abs(fine - coarse) <= tolerance * std::max(1.0, std::abs(fine))) return fine;
    coarse = fine;
  }
  throw NumericalFailure(fmt::format(
      "E h after {} steps is not resolved by a grid of spacing {}: {}", step, spacing, coarse));
}

}  // namespace sdescent
