#include "solvers/scalar_coefficients.hpp"

#include "io/require.hpp"

namespace sdescent {

ScalarCoefficients::ScalarCoefficients(const SdeModel& model) : model_(model) {
  require_equal("dimension of an SDE whose law is computed", model.layout().size(), 1);
}

void ScalarCoefficients::evaluate(double t, const Eigen::ArrayXd& x) {
  const bool diagonal = model_.noise_kind() == NoiseKind::diagonal;
  state_ = x;
  drift_block_.resize(x.size(), 1);
  diagonal_.resize(x.size(), diagonal ? 1 : 0);
  model_.coefficients(t, state_, drift_block_, diagonal_, scratch_);
  drift_ = drift_block_.col(0);
  if (diagonal) {
    square_ = diagonal_.col(0).square();
    return;
  }
  square_.setZero(x.size());
  if (model_.noise_kind() == NoiseKind::none) return;
  for (Index j = 0; j < model_.noise_dimension(); ++j) {
    Block unit = Block::Zero(x.size(), model_.noise_dimension());
    unit.col(j).setOnes();
    Block column(x.size(), 1);
    model_.diffuse(t, state_, unit, column, scratch_);
    square_ += column.col(0).square();
  }
}

}  // namespace sdescent
