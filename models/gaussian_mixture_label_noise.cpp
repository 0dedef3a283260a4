#include "models/gaussian_mixture_label_noise.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

GaussianMixtureLabelNoise::Law GaussianMixtureLabelNoise::moved(GaussianMixture mixture,
                                                                double scale, double location) {
  require_positive("scale of the label noise", scale);
  require_finite("location of the label noise", location);
  mixture.means = (location + scale * mixture.means.array()).matrix();
  mixture.deviations *= scale;
  GaussianMixture centred = sdescent::centred(mixture);
  const double mean = mixture.weights.dot(mixture.means);
  return {std::move(mixture), std::move(centred), mean};
}

GaussianMixtureLabelNoise::GaussianMixtureLabelNoise(const GaussianMixture& mixture, double scale,
                                                     double location)
    : GaussianMixtureLabelNoise(moved(mixture, scale, location)) {}

GaussianMixtureLabelNoise::GaussianMixtureLabelNoise(Law law)
    : LocatedLabelNoise(law.mean, std::make_shared<GaussianMixtureNoise>(std::move(law.centred),
                                                                         Eigen::VectorXd::Ones(1))),
      mixture_(std::move(law.mixture)) {}

std::string GaussianMixtureLabelNoise::description() const {
  return fmt::format("gaussian_mixture of {}, mean {}", mixture_.weights.size(), location());
}

std::vector<NormalComponent> GaussianMixtureLabelNoise::normal_components() const {
  std::vector<NormalComponent> components;
  for (Index j = 0; j < mixture_.weights.size(); ++j)
    components.push_back({mixture_.weights(j), mixture_.means(j), mixture_.deviations(j)});
  return components;
}

double GaussianMixtureLabelNoise::drift_at(double risk) const {
  double sum = 0;
  for (Index j = 0; j < mixture_.weights.size(); ++j) {
    const double sigma = mixture_.deviations(j);
    sum += mixture_.weights(j) * gaussian_drift(mixture_.means(j), 2.0 * risk + sigma * sigma);
  }
  return sum;
}

}  // namespace sdescent
