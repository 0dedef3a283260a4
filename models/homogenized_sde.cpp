#include "models/homogenized_sde.hpp"

#include "io/require.hpp"
#include "solvers/arithmetic.hpp"

#include <cmath>

namespace sdescent {

RiskSetting risk_setting(const StreamingRegression& problem, LearningRate eta) {
  return {std::move(eta), problem.dimension(), problem.labels(), problem.batch()};
}

HomogenizedSde::HomogenizedSde(std::shared_ptr<const StreamingRegression> problem,
                               std::shared_ptr<const RiskEquation> equation,
                               Preconditioner preconditioner,
                               std::shared_ptr<const FeatureCovariance> noise)
    : problem_(std::move(problem)),
      equation_(std::move(equation)),
      noise_(std::move(noise)),
      layout_({{"x", problem_->dimension()}}) {
  const FeatureCovariance& covariance = problem_->covariance();
  require_equal("dimension of an SDE's noise", noise_->dimension(), covariance.dimension());
  require(!covariance.is_diagonal() || noise_->is_diagonal(), "noise of an SDE",
          "diagonal where the covariance of the features is", "a dense covariance");
  if (preconditioner == Preconditioner::inverse_root)
    preconditioner_ = covariance.variances().cwiseSqrt().cwiseInverse();
}

NoiseKind HomogenizedSde::noise_kind() const {
  if (noise_->is_diagonal() && problem_->covariance().is_diagonal()) return NoiseKind::diagonal;
  return equation_->noise_depends_on_risk() ? NoiseKind::general : NoiseKind::additive;
}

bool HomogenizedSde::has_separable_noise() const {
  if (noise_kind() != NoiseKind::diagonal) return false;
  return noise_dimension() == 1 || !equation_->noise_depends_on_risk();
}

void HomogenizedSde::coefficients(double t, const ConstBlockRef& x, BlockRef drift,
                                  BlockRef diagonal, Scratch& scratch) const {
  Scratch::Frame frame(scratch);
  BlockMap risk = frame.block(x.rows(), 1), factor = frame.block(x.rows(), 2);
  problem_->risk().loss_and_gradient(x, risk, drift, scratch);
  for (Index r = 0; r < x.rows(); ++r) {
    const RiskRates rates = equation_->rates(t, risk(r, 0));
    factor(r, 0) = -rates.drift;
    factor(r, 1) = std::sqrt(2.0 * rates.noise);
  }
  if (preconditioner_.size() > 0) scale(preconditioner_, drift, drift);
  drift.colwise() *= factor.col(0);
  if (noise_kind() != NoiseKind::diagonal) return;
  for (Index i = 0; i < diagonal.cols(); ++i)
    diagonal.col(i) = std::sqrt(noise_->variances()(i)) * factor.col(1);
}

void HomogenizedSde::diffuse(double t, const ConstBlockRef& x, const ConstBlockRef& dW,
                             BlockRef out, Scratch& scratch) const {
  noise_->colour(dW, out, scratch);
  if (!equation_->noise_depends_on_risk()) {
    // The same at any R: 1 is one at which every equation has rates.
    scale(std::sqrt(2.0 * equation_->rates(t, 1.0).noise), out, out);
    return;
  }
  Scratch::Frame frame(scratch);
  BlockMap factor = frame.block(x.rows(), 1);
  problem_->risk().loss(x, factor, scratch);
  for (Index r = 0; r < x.rows(); ++r)
    factor(r, 0) = std::sqrt(2.0 * equation_->rates(t, factor(r, 0)).noise);
  out.colwise() *= factor.col(0);
}

}  // namespace sdescent
