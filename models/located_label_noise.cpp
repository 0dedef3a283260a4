#include "models/located_label_noise.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent {

LocatedLabelNoise::LocatedLabelNoise(double location, std::shared_ptr<const IndependentNoise> noise)
    : location_(location), noise_(std::move(noise)) {
  require_finite("location of the label noise", location);
  require_positive("scale of the label noise", scale());
}

std::string LocatedLabelNoise::description() const {
  return fmt::format("{}, scale {}, location {}", noise_->description(), scale(), location_);
}

double LocatedLabelNoise::phi(double risk) const { return std::sqrt(2.0 * risk) * drift(risk); }

double LocatedLabelNoise::drift(double risk) const {
  if (!(risk >= 0.0)) return std::numeric_limits<double>::quiet_NaN();
  return drift_at(risk);
}

double LocatedLabelNoise::second_moment() const {
  const double deviation = noise_->unit_deviation() * scale();
  return location_ * location_ + deviation * deviation;
}

void LocatedLabelNoise::draw(const At& at, BlockRef epsilon) const {
  epsilon.setConstant(location_);
  for (Index b = 0; b < epsilon.cols(); ++b)
    noise_->add(at, static_cast<std::uint16_t>(b), epsilon.middleCols(b, 1));
}

}  // namespace sdescent
