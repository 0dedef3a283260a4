#pragma once
/// \file
/// Sign flow dx/dt ∈ −η_t Sign(∇f(x)), with Sign(0) = [−1, 1] by component: Phase 1 of SignSGD
/// (|∇f_i| > (3/√2) σ_i), and its limit without noise.   Source: adaptive (4), Lemma 3.4.
///
/// A SwitchedOde: where a gradient component vanishes the flow crosses or stays on ∂_i f = 0. There
/// the values s_I in [−1, 1] of the signs solve H_II s_I + H_IJ s_J = 0 (H = ∇²f(x), J the
/// components that move at full speed), until one of them would exceed 1. On a diagonal quadratic
/// of λ > 0: x_i(t) = sign(x_i(0)) (|x_i(0)| − ∫η_t dt)₊.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/switched_ode.hpp"

#include <memory>

namespace sdescent {

class SignFlow final : public SwitchedOde {
 public:
  explicit SignFlow(std::shared_ptr<const Problem> problem, Schedule schedule = {})
      : problem_(std::move(problem)),
        schedule_(std::move(schedule)),
        layout_({{"x", problem_->dimension()}}) {}

  const Layout& layout() const override { return layout_; }
  Index switches() const override { return problem_->dimension(); }
  const std::vector<double>& thresholds() const override { return thresholds_; }

  void switching(double, const ConstBlockRef& x, BlockRef g, Scratch& scratch) const override {
    problem_->objective().gradient(x, g, 0, scratch);
  }
  double output(Index, Index phase, double) const override { return phase == 0 ? -1.0 : 1.0; }
  void flow(double t, const ConstBlockRef&, const ConstBlockRef& u, BlockRef dx,
            Scratch&) const override {
    dx = -schedule_(t) * u;
  }
  void switching_rate(double, const ConstBlockRef& x, const ConstBlockRef& dx, BlockRef dg,
                      Scratch& scratch) const override {
    problem_->objective().hessian_product(x, dx, dg, scratch);
  }

 private:
  std::shared_ptr<const Problem> problem_;
  Schedule schedule_;
  Layout layout_;
  std::vector<double> thresholds_ = {0.0};
};

}  // namespace sdescent
