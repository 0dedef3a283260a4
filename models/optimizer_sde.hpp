#pragma once
/// \file
/// What the SDEs of optimizers with state x share.

#include "io/require.hpp"
#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/sde_model.hpp"

#include <cmath>
#include <memory>
#include <string>
#include <string_view>

namespace sdescent {

/// An SDE in x for a problem and a learning rate; t = kη.
///
/// In every SDE here W is the gradient noise, Z_k ↔ Σ^{1/2}(W_{(k+1)η} − W_{kη})/√η, so it moves x
/// the way the gradient does: against it. The papers print + in front of dW in some equations and −
/// in others; the laws are the same, but with this sign an optimizer and its SDE that share a noise
/// stream move together, not apart.
///
/// A schedule multiplies drift and diffusion by η_t (adaptive (111)); the clock stays t = kη.
class OptimizerSde : public SdeModel {
 public:
  /// Throws InvalidInput for η <= 0.
  OptimizerSde(std::shared_ptr<const Problem> problem, double eta, Schedule schedule = {})
      : problem_(std::move(problem)),
        eta_(eta),
        schedule_(std::move(schedule)),
        layout_({{"x", problem_->dimension()}}) {
    require_positive("eta", eta);
  }

  const Layout& layout() const override { return layout_; }

 protected:
  const Problem& problem() const { return *problem_; }
  double eta() const { return eta_; }
  const Schedule& schedule() const { return schedule_; }

  /// The factors of drift and diffusion, −η_t and −√η η_t.
  double drift_factor(double t) const { return -schedule_(t); }
  double diffusion_factor(double t) const { return -std::sqrt(eta_) * schedule_(t); }

  /// For SDEs, called `name`, that diffuse with Σ^{1/2}: throws InvalidInput when the noise has no
  /// covariance.
  void require_covariance(std::string_view name) const {
    const NoiseLaw& noise = problem_->noise();
    if (!noise.has_finite_covariance())
      require(false, std::string("gradient noise of ").append(name), "of finite covariance",
              noise.description());
  }

 private:
  std::shared_ptr<const Problem> problem_;
  double eta_;
  Schedule schedule_;
  Layout layout_;
};

}  // namespace sdescent
