#include "models/hsgd.hpp"

namespace sdescent {

Hsgd::Hsgd(std::shared_ptr<const StreamingRegression> problem, LearningRate eta)
    : HomogenizedSde(problem, std::make_shared<SgdRisk>(risk_setting(*problem, std::move(eta))),
                     Preconditioner::none,
                     std::shared_ptr<const FeatureCovariance>(problem, &problem->covariance())) {}

}  // namespace sdescent
