#include "models/batch_label_noise.hpp"

#include "io/require.hpp"
#include "solvers/line_integral.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {
namespace {

const LabelNoise& of_one_datum(const LabelNoise& law) {
  require_equal("batch of label noise from which φ^(B) is made", law.batch(), 1);
  return law;
}

/// The integrand's tail towards x = −∞ falls as e^x and asks for φ at R + e^{−2x}.
PhiTable table_for_tails(std::shared_ptr<const LabelNoise> law) {
  const double half = half_drift_risk(of_one_datum(*law));
  return {std::move(law), 1e-12 * half, 1e36 * half};
}

}  // namespace

BatchLabelNoise::BatchLabelNoise(std::shared_ptr<const LabelNoise> law, Index batch)
    : law_(law), phi_of_one_(table_for_tails(std::move(law))), batch_(batch) {
  require_at_least("batch", batch, 2);
  require(batch <= 65536, "batch", "<= 65536", fmt::format("{}", batch));
  factor_ = 2.0 * std::numbers::inv_pi * std::numbers::sqrt2 /
            boost::math::beta(0.5, 0.5 * static_cast<double>(batch - 1));
}

double BatchLabelNoise::phi(double risk) const { return std::sqrt(2.0 * risk) * drift(risk); }

double BatchLabelNoise::drift(double risk) const {
  if (!(risk >= 0.0)) return std::numeric_limits<double>::quiet_NaN();
  if (risk == 0.0 && std::isinf(law_->drift(0.0))) return law_->drift(0.0);
  const auto b = static_cast<double>(batch_);
  // Falls from 1 to 0 as x grows.
  const auto log_weight = [&](double x) {
    const double beyond = std::exp(-2.0 * x);
    return b * (std::log(0.5 * std::numbers::pi * phi_of_one_.phi(risk + beyond)) -
                0.5 * std::log1p(risk / beyond));
  };
  double left = -300, right = 300;
  while (right - left > 0.25) {
    const double middle = 0.5 * (left + right);
    (log_weight(middle) > -1.0 ? left : right) = middle;
  }
  return factor_ * integral_over_line([&](double x) { return std::exp(x + log_weight(x)); }, left,
                                      right, 0.5);
}

std::shared_ptr<const LabelNoise> for_batch(std::shared_ptr<const LabelNoise> labels, Index batch) {
  if (labels->has_phi_of_any_batch() || labels->batch() == batch) return labels;
  return std::make_shared<PhiTable>(std::make_shared<BatchLabelNoise>(std::move(labels), batch));
}

}  // namespace sdescent
