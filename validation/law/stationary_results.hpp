#pragma once
/// \file
/// What the parts of law/stationary hand to each other.

#include "validation/law/stationary_distances.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <vector>

namespace sdescent::law {

/// The distances at increasing η for one σ, noise Gaussian or Student's t.
using StationaryCurve = std::vector<StationaryDistances>;

struct StationaryResults {
  std::vector<StationaryCurve> by_sigma;          ///< Gaussian
  std::vector<StationaryCurve> by_noise;          ///< first Gaussian, σ the first one
  std::vector<StationaryDistances> same_epsilon;  ///< of by_sigma, at λ = σ = 1 and η = ε
  double ensemble_distance, ensemble_bound;
};

/// One number of every point of a curve.
template <class Number>
Eigen::ArrayXd along(const StationaryCurve& curve, Number number) {
  Eigen::ArrayXd result(static_cast<Eigen::Index>(curve.size()));
  for (std::size_t i = 0; i < curve.size(); ++i)
    result(static_cast<Eigen::Index>(i)) = number(curve[i]);
  return result;
}

inline Eigen::ArrayXd epsilons(const StationaryCurve& curve) {
  return along(curve, [](const StationaryDistances& d) { return d.setting.epsilon(); });
}

void stationary_evidence(Session& session, const StationaryResults& results);
void stationary_tables(Session& session, const StationaryResults& results);
void stationary_figure(Session& session, const StationaryResults& results);

}  // namespace sdescent::law
