#include "models/rademacher_label_noise.hpp"

#include "models/rademacher_noise.hpp"

namespace sdescent {

RademacherLabelNoise::RademacherLabelNoise(double scale, double location)
    : LocatedLabelNoise(location, std::make_shared<RademacherNoise>(Eigen::VectorXd{{scale}})) {}

double RademacherLabelNoise::drift_at(double risk) const {
  return 0.5 * (gaussian_drift(location() + scale(), 2.0 * risk) +
                gaussian_drift(location() - scale(), 2.0 * risk));
}

}  // namespace sdescent
