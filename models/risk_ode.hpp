#pragma once
/// \file
/// Risk curves as coupled ODEs (signODE, vanillaODE, Adam's):
///
///     dr_i/dt = −2 a(t, R) λ_i r_i + b(t, R) c_i,   R = Σ r_i,   t = k/d,
///
/// a, b from risk_equation.hpp, λ, c, r(0) from risk_modes.hpp. Source: exact (13), (240), (265).
/// Error against the optimizer's own risk falls as d grows (Theorem 2).

#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"
#include "solvers/observable.hpp"
#include "solvers/ode_model.hpp"

#include <Eigen/Core>

#include <memory>

namespace sdescent {

/// State r_1 … r_d; a right-hand side costs O(d). A trial state with R < 0 has none (NaN).
class RiskOde final : public OdeModel {
 public:
  /// Throws InvalidInput unless λ_i >= 0 and the c_i are finite and as many.
  RiskOde(std::shared_ptr<const RiskEquation> equation, const Eigen::VectorXd& lambda,
          Eigen::VectorXd load);

  const Layout& layout() const override { return layout_; }
  void derivative(double t, const ConstBlockRef& r, BlockRef dr, Scratch& scratch) const override;

  /// R = Σ r_i, in the order in which the right-hand side sums.
  static double risk(const Eigen::VectorXd& r);

 private:
  Layout layout_;
  std::shared_ptr<const RiskEquation> equation_;
  Eigen::VectorXd rate_;  // 2λ_i
  Eigen::VectorXd load_;
};

/// R = Σ r_i at the state of a process of a RiskOde, as the column `<process>.loss`.
Observable risk_of(const Process& process, std::size_t number);

}  // namespace sdescent
