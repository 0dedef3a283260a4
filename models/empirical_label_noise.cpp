#include "models/empirical_label_noise.hpp"

#include "io/require.hpp"
#include "models/empirical_noise.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace sdescent {

EmpiricalLabelNoise::Law EmpiricalLabelNoise::moved(const Eigen::VectorXd& sample, double scale,
                                                    double location) {
  require_positive("scale of the label noise", scale);
  require_finite("location of the label noise", location);
  Eigen::VectorXd values = (location + scale * sample.array()).matrix();
  Eigen::VectorXd centred = sdescent::centred(values);
  return {std::move(values), std::move(centred)};
}

EmpiricalLabelNoise::EmpiricalLabelNoise(const Eigen::VectorXd& sample, double scale,
                                         double location)
    : EmpiricalLabelNoise(moved(sample, scale, location)) {}

EmpiricalLabelNoise::EmpiricalLabelNoise(Law law)
    : LocatedLabelNoise(law.sample.mean(), std::make_shared<EmpiricalNoise>(
                                               std::move(law.centred), Eigen::VectorXd::Ones(1))),
      squares_(law.sample.array().square()) {
  std::sort(squares_.begin(), squares_.end());
}

std::string EmpiricalLabelNoise::description() const {
  return fmt::format("empirical, a sample of {}, mean {}", squares_.size(), location());
}

double EmpiricalLabelNoise::drift_at(double risk) const {
  if (risk == 0) return squares_(0) == 0 ? std::numeric_limits<double>::infinity() : 0.0;
  return 2.0 * std::numbers::inv_pi / std::sqrt(2.0 * risk) *
         (squares_ * (-0.25 / risk)).exp().mean();
}

}  // namespace sdescent
