#include "models/sign_sgd_chain.hpp"

#include "io/require.hpp"
#include "solvers/lattice_chain.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// From mean and deviation of the sign: the signs of ĝ_i, which the step opposes.
StepProbabilities probabilities(const ArrayXd& mean, const ArrayXd& deviation, bool has_atoms) {
  const ArrayXd square = deviation.square();
  if (!has_atoms) {
    const ArrayXd smaller = square / (2.0 * (1.0 + mean.abs())), larger = 1.0 - smaller;
    return {(mean > 0.0).select(smaller, larger), ArrayXd::Zero(mean.size()),
            (mean > 0.0).select(larger, smaller)};
  }
  // Rounding, the only way below 0.
  const auto part = [](const ArrayXd& p) -> ArrayXd { return 0.5 * p.max(0.0); };
  const ArrayXd moved = square + mean.square();
  const ArrayXd up = part(moved - mean), down = part(moved + mean);
  return {up, (1.0 - up - down).max(0.0), down};
}

}  // namespace

SignSgdChain::SignSgdChain(std::shared_ptr<const Problem> problem, double eta,
                           Eigen::VectorXd through, Index coordinate, Schedule schedule)
    : problem_(std::move(problem)),
      eta_(eta),
      through_(std::move(through)),
      coordinate_(coordinate),
      schedule_(std::move(schedule)) {
  require_positive("eta", eta_);
  require_equal("dimension of the point a chain goes through", through_.size(),
                problem_->dimension());
  require(coordinate_ >= 0 && coordinate_ < through_.size(), "coordinate of a chain",
          fmt::format("from 0 to {}", through_.size() - 1), fmt::format("{}", coordinate_));
  require(problem_->noise().has_independent_signs(), "gradient noise of a chain of one coordinate",
          "of known P(sign), independent between coordinates", problem_->noise().description());
}

StepRule SignSgdChain::rule() const {
  return [problem = problem_, through = through_, i = coordinate_](const ArrayXd& points) {
    constexpr Index rows = 1024;  // of scratch, whatever is asked for
    ArrayXd mean(points.size()), deviation(points.size());
    Scratch scratch;
    for (Index first = 0; first < points.size(); first += rows) {
      const Index n = std::min(rows, points.size() - first);
      Block x = through.transpose().array().replicate(n, 1);
      x.col(i) = points.segment(first, n);
      Block m(n, x.cols()), d(n, x.cols());
      problem->objective().gradient(x, m, 0, scratch);
      problem->noise().sign_moments(x, m, m, d, scratch);
      mean.segment(first, n) = m.col(i);
      deviation.segment(first, n) = d.col(i);
    }
    return probabilities(mean, deviation, problem->noise().has_atoms());
  };
}

StepLength SignSgdChain::step_length() const {
  return [eta = eta_, schedule = schedule_](std::uint64_t k) {
    return eta * schedule(static_cast<double>(k) * eta);
  };
}

void SignSgdChain::require_constant() const {
  require(schedule_.name() == "constant", "schedule of a chain on a lattice", "constant",
          schedule_.description());
}

std::vector<AtomicLaw> SignSgdChain::laws(double x0,
                                          const std::vector<std::uint64_t>& steps) const {
  require_constant();
  return lattice_chain_laws(rule(), eta_, x0, steps);
}

std::vector<GridLaw> SignSgdChain::laws_on_grid(double x0, double spacing,
                                                const std::vector<std::uint64_t>& steps) const {
  return scheduled_chain_laws(rule(), step_length(), x0, spacing, steps);
}

AtomicLaw SignSgdChain::stationary_law(double x0, LatticeSites sites) const {
  require_constant();
  return lattice_stationary_law(rule(), eta_, x0, sites);
}

}  // namespace sdescent
