#include "solvers/weak_expansion.hpp"

#include "io/require.hpp"
#include "solvers/mean_flow.hpp"
#include "solvers/ode.hpp"
#include "solvers/symmetric_pairs.hpp"

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// ssᵀ at (t, x): its diagonal.
VectorXd squared_diffusion(const SdeModel& model, double t, const VectorXd& x) {
  Scratch scratch;
  const Block point = x.transpose().array();
  Block drift(1, x.size()), diagonal(1, x.size());
  model.coefficients(t, point, drift, diagonal, scratch);
  return diagonal.square().row(0).transpose();
}

/// JV + VJᵀ + diag(square), V and the result on pairs.
VectorXd lyapunov(const MatrixXd& j, const VectorXd& v, const VectorXd& square) {
  const Index d = j.rows();
  MatrixXd full(d, d);
  for_each_pair(d, [&](Index column, Index p, Index q) { full(p, q) = full(q, p) = v(column); });
  const MatrixXd jv = j * full;
  VectorXd rate(v.size());
  for_each_pair(d, [&](Index column, Index p, Index q) {
    rate(column) = jv(p, q) + jv(q, p) + (p == q ? square(p) : 0.0);
  });
  return rate;
}

}  // namespace

Eigen::ArrayXd WeakExpansion::chain_minus_sde(const StateFunction& h) const {
  return (jet(h, point).gradient * chain).array();
}

Eigen::ArrayXd WeakExpansion::sde_minus_flow(const StateFunction& h) const {
  const Jet at = jet(h, point);
  return (at.gradient * shift + at.second * spread).array();
}

WeakExpansion weak_expansion(const SdeModel& model, const VectorXd& x0, double duration) {
  const Index d = model.layout().size(), pairs = pair_count(d);
  require_equal("dimension of the start of the weak expansion", x0.size(), d);
  require_non_negative("duration of the weak expansion", duration);
  require(model.noise_kind() == NoiseKind::diagonal && model.noise_dimension() == d,
          "noise of the weak expansion", "diagonal in all columns", "another");
  // x̄, e + ½a, m and V one after the other.
  const OdeRightHandSide rhs = [&](double t, const VectorXd& s, VectorXd& ds) {
    const VectorXd x = s.head(d);
    const Jet a = jet(drift_of(model, t), x);
    ds.head(d) = a.value;
    ds.segment(d, d) = a.gradient * (s.segment(d, d) - 0.5 * a.value);
    ds.segment(2 * d, d) = a.gradient * s.segment(2 * d, d) + a.second * s.tail(pairs);
    ds.tail(pairs) = lyapunov(a.gradient, s.tail(pairs), squared_diffusion(model, t, x));
  };
  VectorXd s = VectorXd::Zero(3 * d + pairs);
  s.head(d) = x0;
  s.segment(d, d) = 0.5 * jet(drift_of(model), x0).value;
  s = OdeSolution(rhs, s, 0.0, duration).at(duration);
  const VectorXd point = s.head(d), half_drift = 0.5 * jet(drift_of(model, duration), point).value;
  return {point, s.segment(d, d) - half_drift, s.segment(2 * d, d), s.tail(pairs)};
}

}  // namespace sdescent
