#include "solvers/weak_expansion.hpp"

#include "io/require.hpp"
#include "solvers/mean_flow.hpp"
#include "solvers/ode.hpp"
#include "solvers/symmetric_pairs.hpp"

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

struct Coefficients {
  VectorXd drift, diagonal;
};

Coefficients coefficients(const SdeModel& model, double t, const VectorXd& x) {
  Scratch scratch;
  const Block point = x.transpose().array();
  Block drift(1, x.size()), diagonal(1, model.noise_dimension());
  model.coefficients(t, point, drift, diagonal, scratch);
  return {drift.row(0).transpose(), diagonal.row(0).transpose()};
}

/// ssᵀ at (t, x), on pairs.
VectorXd squared_diffusion(const SdeModel& model, double t, const VectorXd& x) {
  const VectorXd diagonal = coefficients(model, t, x).diagonal;
  VectorXd square = VectorXd::Zero(pair_count(x.size()));
  for (Index j = 0; j < diagonal.size(); ++j) {
    const Index driven = model.noise_column() + j;
    square(pair_column(x.size(), driven, driven)) = diagonal(j) * diagonal(j);
  }
  return square;
}

/// JV + VJᵀ + Q, all on pairs.
VectorXd lyapunov(const MatrixXd& j, const VectorXd& v, const VectorXd& covariance) {
  const Index d = j.rows();
  MatrixXd full(d, d);
  for_each_pair(d, [&](Index column, Index p, Index q) { full(p, q) = full(q, p) = v(column); });
  const MatrixXd jv = j * full;
  VectorXd rate = covariance;
  for_each_pair(d, [&](Index column, Index p, Index q) { rate(column) += jv(p, q) + jv(q, p); });
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

Eigen::ArrayXd WeakExpansion::chain_minus_flow(const StateFunction& h) const {
  return chain_minus_sde(h) + sde_minus_flow(h);
}

WeakExpansion weak_expansion(const SmallNoise& small_noise, const VectorXd& x0, double duration,
                             double start) {
  const Index d = small_noise.dimension, pairs = pair_count(d);
  require_equal("dimension of the start of the weak expansion", x0.size(), d);
  require_non_negative("duration of the weak expansion", duration);
  // x̄, e + ½a, m and V one after the other.
  const OdeRightHandSide rhs = [&](double t, const VectorXd& s, VectorXd& ds) {
    const VectorXd x = s.head(d);
    const Jet a = jet(small_noise.drift(t), x);
    ds.head(d) = a.value;
    ds.segment(d, d) = a.gradient * (s.segment(d, d) - 0.5 * a.value);
    ds.segment(2 * d, d) = a.gradient * s.segment(2 * d, d) + a.second * s.tail(pairs);
    if (small_noise.correction) ds.segment(2 * d, d) += small_noise.correction(t, x);
    ds.tail(pairs) = lyapunov(a.gradient, s.tail(pairs), small_noise.covariance(t, x));
  };
  VectorXd s = VectorXd::Zero(3 * d + pairs);
  s.head(d) = x0;
  s.segment(d, d) = 0.5 * jet(small_noise.drift(start), x0).value;
  const double end = start + duration;
  s = OdeSolution(rhs, s, start, end).at(end);
  const VectorXd point = s.head(d), half_drift = 0.5 * jet(small_noise.drift(end), point).value;
  return {point, s.segment(d, d) - half_drift, s.segment(2 * d, d), s.tail(pairs)};
}

WeakExpansion weak_expansion(const SdeModel& model, const VectorXd& x0, double duration) {
  const Index d = model.layout().size();
  require_equal("dimension of the start of the weak expansion", x0.size(), d);
  require(model.noise_kind() == NoiseKind::diagonal && model.noise_dimension() == d,
          "noise of the weak expansion", "diagonal in all columns", "another");
  const auto drift = [&](double t) { return drift_of(model, t); };
  const auto covariance = [&](double t, const VectorXd& x) {
    return squared_diffusion(model, t, x);
  };
  return weak_expansion({d, drift, covariance}, x0, duration);
}

SmallNoise small_noise_of(
    const std::function<std::shared_ptr<const SdeModel>(double eta)>& model_at) {
  const std::shared_ptr<const SdeModel> half = model_at(0.5), one = model_at(1.0);
  require(one->noise_kind() == NoiseKind::diagonal, "noise of an SDE of small noise", "diagonal",
          "another");
  const auto drift = [half, one](double t) {
    StateFunction a = drift_of(*half, t);
    a.evaluate = [a = a.evaluate, b = drift_of(*one, t).evaluate, half, one](
                     const ConstBlockRef& s, BlockRef out, Scratch& scratch) {
      Scratch::Frame frame(scratch);
      BlockMap at_one = frame.block(out.rows(), out.cols());
      a(s, out, scratch);
      b(s, at_one, scratch);
      out = 2.0 * out - at_one;
    };
    return a;
  };
  return {one->layout().size(), drift,
          [one](double t, const VectorXd& s) { return squared_diffusion(*one, t, s); },
          [half, one](double t, const VectorXd& s) -> VectorXd {
            return 2.0 * (coefficients(*one, t, s).drift - coefficients(*half, t, s).drift);
          }};
}

}  // namespace sdescent
