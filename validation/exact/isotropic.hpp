#pragma once
/// \file
/// exact/isotropic: signSGD and SGD on data of covariance I, whose risks obey scalar equations.

#include "validation/exact/known_curve.hpp"
#include "validation/exact/noise_family.hpp"
#include "validation/session.hpp"

#include <functional>
#include <vector>

namespace sdescent::exact {

/// How a process descends.
enum class Descent { sign_constant, sign_greedy, sgd_greedy };

/// What may be wrong with an equation.
enum class IsotropicMistake { none, phi_without_root, population_risk, full_rate, full_variance };

/// dR/dt as a function of R for a law:
///
///     signSGD, constant η     −η φ(R) √(2R) + η²/2      exact (25)
///     signSGD, η = φ(R)√(2R)  −φ(R)² R                  exact (26)
///     SGD, η = R/P            −R²/P                     exact (27)
using Velocity = std::function<double(double risk)>;
Velocity velocity(Descent descent, const NoiseFamily& family, double eta, Index dimension,
                  IsotropicMistake mistake = IsotropicMistake::none);

/// The mistakes that change this equation.
std::vector<IsotropicMistake> mistakes_of(Descent descent);

/// Its solution from R at t = 0.
KnownCurve scalar_curve(const Velocity& velocity, double risk, const Eigen::ArrayXd& times);

struct IsotropicSetting {
  Index dimension;
  double eta, risk;  ///< of the constant rate, R(θ_0)
  std::uint64_t steps, records, paths;
  std::vector<NoiseFamily> laws;
  double crossover_risk;
  std::uint64_t crossover_steps, crossover_paths;
  std::vector<NoiseFamily> members;  ///< contaminated normals of growing share
};
IsotropicSetting isotropic_setting(const ParameterValues& p);

/// Courses of E R: each law under each Descent, in the order of both, then greedy signSGD at half
/// and at one and a half times the best rate under the first law.
struct IsotropicRun {
  Eigen::ArrayXd times;
  std::vector<Estimate> mean;  ///< law · 3 + descent

  const Estimate& of(std::size_t law, Descent descent) const {
    return mean[3 * law + static_cast<std::size_t>(descent)];
  }
  const Estimate& detuned(std::size_t number) const { return mean[mean.size() - 2 + number]; }
};
IsotropicRun isotropic_run(Session& session, const IsotropicSetting& s);

/// log of the fall of E R by greedy signSGD over that by greedy SGD, by member.
Estimate crossover_run(Session& session, const IsotropicSetting& s);

/// The same by (26) and (27), without sampling.
Eigen::ArrayXd known_log_ratio(const IsotropicSetting& s);

void isotropic_evidence(Session& session, const IsotropicSetting& s, const IsotropicRun& run,
                        const Estimate& log_ratio);
void show_isotropic(Session& session, const IsotropicSetting& s, const IsotropicRun& run,
                    const Estimate& log_ratio);

}  // namespace sdescent::exact
