#pragma once
/// \file
/// Residuals of real data and the laws fitted to them: what the files of fig10-noise share.

#include "models/label_noise.hpp"
#include "models/mixture_fit.hpp"
#include "validation/session.hpp"

#include <string>
#include <vector>

namespace sdescent::exact {

/// Mixtures of 1 to so many normals are fitted.
inline constexpr int most_components = 4;

/// The residuals of one data set with their fits, by number of components.
struct Residuals {
  std::string name;
  Eigen::ArrayXd sorted;
  double start_risk;  ///< R at θ = 0
  std::vector<MixtureFit> fits;

  const MixtureFit& gaussian() const { return fits.front(); }
  const MixtureFit& best() const;  ///< of least BIC
};

/// sup |F_fit − F_empirical| (Kolmogorov and Smirnov).
double distance(const Residuals& r, const GaussianMixture& fit);

/// log φ at these risks.
Eigen::ArrayXd log_phi(const LabelNoise& noise, const Eigen::ArrayXd& risks);
Eigen::ArrayXd log_phi(const GaussianMixture& fit, const Eigen::ArrayXd& risks);

/// Tables and figure.
void report_noise(Session& session, const std::vector<Residuals>& all);

}  // namespace sdescent::exact
