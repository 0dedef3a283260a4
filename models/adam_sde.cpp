#include "models/adam_sde.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {

AdamSde::AdamSde(std::shared_ptr<const Problem> problem, double eta, AdamSdeSettings settings,
                 Schedule schedule)
    : problem_(std::move(problem)),
      eta_(eta),
      settings_(settings),
      schedule_(std::move(schedule)),
      layout_({{"x", problem_->dimension()},
               {"m", problem_->dimension()},
               {"v", problem_->dimension()}}) {
  require_positive("eta", eta);
  require_positive("rho1", settings.rho1);
  require_positive("rho2", settings.rho2);
  require_non_negative("epsilon", settings.epsilon);
  require_non_negative("decay", settings.decay);
  const NoiseLaw& noise = problem_->noise();
  require(noise.kind() == NoiseKind::diagonal, "gradient noise of adam_sde", "uncorrelated",
          "a law with correlations");
  require(noise.has_finite_covariance(), "gradient noise of adam_sde", "of finite covariance",
          noise.description());
}

void AdamSde::coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                           Scratch& scratch) const {
  if (!(t > 0)) require(false, "time of adam_sde", "> 0", fmt::format("{}", t));
  const Index d = problem_->dimension();
  const auto x = s.leftCols(d), m = s.middleCols(d, d), v = s.rightCols(d);
  BlockRef dx = drift.leftCols(d), dm = drift.middleCols(d, d), dv = drift.rightCols(d);
  const bool full = settings_.model == SecondMomentModel::full;
  const double iota1 = -std::expm1(-settings_.rho1 * t);
  const double root2 = std::sqrt(-std::expm1(-settings_.rho2 * t));
  Scratch::Frame frame(scratch);
  BlockMap inverse = frame.block(s.rows(), d);
  problem_->objective().gradient(x, dm, 0, scratch);
  problem_->noise().diagonal(x, diagonal, scratch);
  if (full)
    relax(settings_.rho2, dm, diagonal, v, dv);
  else
    dv = settings_.rho2 * (diagonal.square() - v);
  add_scaled(-1.0, m, dm);
  scale(settings_.rho1, dm, dm);
  vec::inverse_root(v, settings_.epsilon * root2, inverse, settings_.accuracy);
  scale(1.0, m, dx);
  if (full) add_scaled(eta_, dm, dx);
  multiply(-schedule_(t) * root2 / iota1, inverse, dx, dx);
  if (settings_.decay > 0) add_scaled(-schedule_(t) * settings_.decay, x, dx);
  scale(std::sqrt(eta_) * settings_.rho1, diagonal, diagonal);
}

}  // namespace sdescent
