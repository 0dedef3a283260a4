#pragma once
/// \file
/// What the SDEs of optimizers with state x share.

#include "io/require.hpp"
#include "models/problem.hpp"
#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent {

/// An SDE in x for a problem and a learning rate; t = kη.
///
/// In every SDE here W is the gradient noise, Z_k ↔ Σ^{1/2}(W_{(k+1)η} − W_{kη})/√η, so it moves x
/// the way the gradient does: against it. The papers print + in front of dW in some equations and −
/// in others; the laws are the same, but with this sign an optimizer and its SDE that share a noise
/// stream move together, not apart.
class OptimizerSde : public SdeModel {
 public:
  /// Throws InvalidInput for η <= 0.
  OptimizerSde(std::shared_ptr<const Problem> problem, double eta)
      : problem_(std::move(problem)), eta_(eta), layout_({{"x", problem_->dimension()}}) {
    require_positive("eta", eta);
  }

  const Layout& layout() const override { return layout_; }

 protected:
  const Problem& problem() const { return *problem_; }
  double eta() const { return eta_; }

 private:
  std::shared_ptr<const Problem> problem_;
  double eta_;
  Layout layout_;
};

}  // namespace sdescent
