#include "models/adaptive_linearisation.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "models/moment_step.hpp"
#include "models/quadratic.hpp"
#include "solvers/lyapunov.hpp"

#include <fmt/format.h>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;

void check(const AdaptiveLinearisation& s) {
  require_at_least("size of the hessian", s.hessian.rows(), 1);
  require_symmetric("hessian", s.hessian);
  require_equal("number of noise standard deviations", s.sigma.size(), s.hessian.rows());
  for (Index i = 0; i < s.sigma.size(); ++i)
    require_positive(fmt::format("sigma of coordinate {}", i + 1), s.sigma(i));
  require_positive("eta", s.eta);
  require_non_negative("decay", s.decay);
  if (s.beta1) require_averaging_rate("beta1", *s.beta1);
}

/// Linear dynamics in x, or in (x, m), and what drives them in a step or in a unit of time.
struct Linear {
  MatrixXd drift, noise;
};

/// A block matrix over (x, m).
MatrixXd blocks(const MatrixXd& xx, const MatrixXd& xm, const MatrixXd& mx, const MatrixXd& mm) {
  MatrixXd all(2 * xx.rows(), 2 * xx.rows());
  all << xx, xm, mx, mm;
  return all;
}

/// The optimizer's step x' = Fx + …, for 1/√v.
Linear step_of(const AdaptiveLinearisation& s, const ArrayXd& inverse_root) {
  const MatrixXd one = MatrixXd::Identity(s.hessian.rows(), s.hessian.cols());
  const MatrixXd p = s.eta * MatrixXd(inverse_root.matrix().asDiagonal());  // ηP^{−1}
  const MatrixXd covariance = s.sigma.square().matrix().asDiagonal();
  const double kept = s.beta1.value_or(0.0), taken = 1.0 - kept;
  const MatrixXd xx = one - taken * p * s.hessian - s.eta * s.decay * one;
  const MatrixXd noise_xx = taken * taken * p * covariance * p;
  if (!s.beta1) return {xx, noise_xx};
  const MatrixXd noise_xm = -taken * taken * p * covariance;
  return {blocks(xx, -kept * p, taken * s.hessian, kept * one),
          blocks(noise_xx, noise_xm, noise_xm.transpose(), taken * taken * covariance)};
}

/// The SDE dX = −AX dt + …, for 1/√v.
Linear sde_of(const AdaptiveLinearisation& s, const ArrayXd& inverse_root) {
  const MatrixXd one = MatrixXd::Identity(s.hessian.rows(), s.hessian.cols());
  const MatrixXd p = inverse_root.matrix().asDiagonal();
  const MatrixXd covariance = s.sigma.square().matrix().asDiagonal();
  if (!s.beta1) return {p * s.hessian + s.decay * one, s.eta * p * covariance * p};
  const double taken = 1.0 - *s.beta1, rho = taken / s.eta;
  return {
      blocks(taken * p * s.hessian + s.decay * one, (1.0 - taken) * p, -rho * s.hessian, rho * one),
      blocks(0.0 * one, 0.0 * one, 0.0 * one, s.eta * rho * rho * covariance)};
}

/// Malladi's SDE drops ηρ₁(∇f − M) from dX.
Linear noise_only_sde_of(const AdaptiveLinearisation& s, const ArrayXd& inverse_root) {
  Linear linear = sde_of(s, inverse_root);
  if (!s.beta1) return linear;
  const Index d = s.hessian.rows();
  const MatrixXd one = MatrixXd::Identity(d, d);
  linear.drift.topLeftCorner(d, d) = s.decay * one;
  linear.drift.topRightCorner(d, d) = inverse_root.matrix().asDiagonal();
  return linear;
}

MatrixXd position_block(const AdaptiveLinearisation& s, const MatrixXd& covariance) {
  return covariance.topLeftCorner(s.hessian.rows(), s.hessian.cols());
}

/// Iterates v = diag(HCH) + σ² with the covariance that v gives.
template <class Covariance>
MatrixXd self_consistent(const AdaptiveLinearisation& s, Covariance covariance) {
  constexpr int most = 500;
  ArrayXd v = s.sigma.square();
  for (int k = 0; k < most; ++k) {
    const MatrixXd c = covariance(ArrayXd(v.rsqrt()));
    const ArrayXd next = s.sigma.square() + (s.hessian * c * s.hessian).diagonal().array();
    if ((next / v - 1.0).abs().maxCoeff() < 1e-13) return c;
    v = next;
  }
  throw NumericalFailure(
      fmt::format("stationary second moments of the gradient have not settled in {} iterations, "
                  "eta = {}",
                  most, s.eta));
}

}  // namespace

MatrixXd optimizer_stationary_covariance(const AdaptiveLinearisation& s) {
  check(s);
  return self_consistent(s, [&](const ArrayXd& inverse_root) {
    const Linear step = step_of(s, inverse_root);
    return position_block(s, discrete_lyapunov(step.drift, step.noise));
  });
}

MatrixXd sde_stationary_covariance(const AdaptiveLinearisation& s, SecondMomentModel model) {
  check(s);
  if (model == SecondMomentModel::noise_only) {
    const Linear sde = noise_only_sde_of(s, s.sigma.inverse());
    return position_block(s, lyapunov(sde.drift, sde.noise));
  }
  return self_consistent(s, [&](const ArrayXd& inverse_root) {
    const Linear sde = sde_of(s, inverse_root);
    return position_block(s, lyapunov(sde.drift, sde.noise));
  });
}

}  // namespace sdescent
