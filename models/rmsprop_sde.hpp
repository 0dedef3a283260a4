#pragma once
/// \file
/// The SDE of RMSprop (ϑ = 0) and RMSpropW:
///
///     dX = −η_t (P^{-1}(∇f(X) dt + √η Σ(X)^{1/2} dW) + ϑX dt),     P = diag(√V + ε),
///     dV = ρ((∇f(X))² + diag Σ(X) − V) dt,                          β = 1 − ηρ.
///
/// Source: adaptive (131), (158); the schedule multiplies the learning rate, which V does not see:
/// η_t = κ is the rescaled learning rate of (145), (160). Malladi's model (228) is
/// SecondMomentModel::noise_only: without (∇f)². Diagonal Σ here.
///
/// Order-1 weak approximation of RMSprop(W) for fixed ρ and V bounded away from 0. Euler's method
/// keeps V >= 0 for ρΔt <= 1; a V below 0 makes the state NaN, which ends the run.

#include "models/optimizer_sde.hpp"
#include "models/second_moment_model.hpp"
#include "solvers/arithmetic.hpp"
#include "solvers/special_functions.hpp"

#include <cmath>

namespace sdescent {

/// Constants of RMSprop's SDE.
struct RmspropSdeSettings {
  double rho;             ///< (1 − β)/η, > 0
  double epsilon = 1e-8;  ///< ε >= 0
  double decay = 0;       ///< ϑ >= 0, decoupled weight decay
  SecondMomentModel model = SecondMomentModel::full;
  Accuracy accuracy = Accuracy::fast;  ///< of P^{-1}
};

/// State x, v.
class RmspropSde final : public SdeModel {
 public:
  /// Throws InvalidInput when a constant is out of its range or the gradient noise is correlated.
  RmspropSde(std::shared_ptr<const Problem> problem, double eta, RmspropSdeSettings settings,
             Schedule schedule = {})
      : problem_(std::move(problem)),
        eta_(eta),
        settings_(settings),
        schedule_(std::move(schedule)),
        layout_({{"x", problem_->dimension()}, {"v", problem_->dimension()}}) {
    require_positive("eta", eta);
    require_positive("rho", settings.rho);
    require_non_negative("epsilon", settings.epsilon);
    require_non_negative("decay", settings.decay);
    require(problem_->noise().kind() == NoiseKind::diagonal, "gradient noise of rmsprop_sde",
            "uncorrelated", "a law with correlations");
    require(problem_->noise().has_finite_covariance(), "gradient noise of rmsprop_sde",
            "of finite covariance", problem_->noise().description());
  }

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return problem_->dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  /// Where Σ is the same everywhere: the diffusion depends on V alone, which has no noise.
  bool has_separable_noise() const override {
    return SdeModel::has_separable_noise() || problem_->noise().is_constant();
  }

  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    const Index d = problem_->dimension();
    const auto x = s.leftCols(d), v = s.rightCols(d);
    Scratch::Frame frame(scratch);
    BlockMap inverse = frame.block(s.rows(), d);
    BlockRef g = drift.leftCols(d);
    problem_->objective().gradient(x, g, 0, scratch);
    problem_->noise().diagonal(x, diagonal, scratch);
    vec::inverse_root(v, settings_.epsilon, inverse, settings_.accuracy);
    if (settings_.model == SecondMomentModel::full)
      relax(settings_.rho, g, diagonal, v, drift.rightCols(d));
    else
      drift.rightCols(d) = settings_.rho * (diagonal.square() - v);
    multiply(-schedule_(t), inverse, g, g);  // now the drift of x
    if (settings_.decay > 0) add_scaled(-schedule_(t) * settings_.decay, x, g);
    multiply(-schedule_(t) * std::sqrt(eta_), inverse, diagonal, diagonal);
  }

 private:
  std::shared_ptr<const Problem> problem_;
  double eta_;
  RmspropSdeSettings settings_;
  Schedule schedule_;
  Layout layout_;
};

}  // namespace sdescent
