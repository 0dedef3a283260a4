#pragma once
/// \file
/// Lemma 3.4 on the problems of Figure 2, top left: parameters, the windows in time that belong to
/// each phase, and everything that is known without sampling.

#include "models/quadratic_moments.hpp"
#include "models/sign_sgd_coordinate_laws.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/parameters.hpp"

#include <Eigen/Core>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace sdescent::adaptive {

/// Y = ∇f/(σ√2) where SignSGD's phases begin and end.
inline constexpr double phase_one_border = 1.5;
/// Where Phase 2 is measured: inside of its borders by about three standard deviations of Y, so
/// that all paths are in it.
inline constexpr double phase_two_lower = 1.1, phase_two_upper = 1.4;
/// The factor of σ that makes √(2/π) in Phase 3's drift 1.
inline const double slope_one = std::sqrt(2.0 * std::numbers::inv_pi);
/// The factor of σ that removes 1/√2 from erf(Σ^{−1/2}∇f/√2).
inline const double without_root_two = 1.0 / std::numbers::sqrt2;

struct PhasesSetting {
  Eigen::ArrayXd lambda;  ///< eigenvalues of the quadratic
  double sigma, eta;
  Eigen::ArrayXd far;   ///< start on the quadratic in Phase 1
  Eigen::ArrayXd near;  ///< start on the quadratic well within Phase 3
  double edge;          ///< |Y| of the start at the end of Phase 3, by coordinate
  Eigen::ArrayXd saddle_eigenvalues, saddle_start;
  double quartic, cubic;
  std::uint64_t paths, steps, phase_three_steps, records, refine;

  /// Throws InvalidInput unless the far start is in Phase 1, the near and the edge start where the
  /// SDE of Phase 3 is defined, and the saddle has one direction out, the first.
  explicit PhasesSetting(const ParameterValues& p);

  Eigen::Index dimension() const { return lambda.size(); }
  double end() const { return eta * static_cast<double>(steps); }
  Eigen::ArrayXd start_at(double y) const;  ///< the point of Y_i = y on the quadratic

  /// With σ multiplied by a factor.
  ProblemPointer quadratic(double sigma_factor = 1.0) const;
  ProblemPointer saddle(double sigma_factor = 1.0) const;

  /// Y per x on the quadratic, λ/(σ√2).
  Eigen::ArrayXd ratio() const;
  /// c of Phase 3, √(2/π) λ/σ.
  Eigen::ArrayXd rate() const;
  /// When the sign flow from the far start comes to |Y_i| = 3/2; SignSGD, which is no faster, is
  /// in Phase 1 until then at least.
  Eigen::ArrayXd phase_one_ends() const;
  /// The last step before that.
  std::vector<std::uint64_t> phase_one_last() const;
  /// Steps first … last at which the mean flow dx = −erf(Y) dt from the far start has coordinate i
  /// between phase_two_upper and phase_two_lower.
  struct Window {
    std::uint64_t first, last;
  };
  std::vector<Window> phase_two() const;

  /// Lemma 3.7 from a start in Phase 3, with σ multiplied by a factor.
  MomentTable lemma(const Eigen::ArrayXd& start, const Eigen::ArrayXd& t,
                    double sigma_factor = 1.0) const;
  /// When the mean flow from the far start has been at |Y| < 1 for four relaxation times 1/c of the
  /// slowest coordinate, at the latest: until |Y| = 1 its speed is at least erf(1).
  double settled() const;

  /// P(x₁ > 0) of those who leave the saddle from saddle_start, by the SDE of Phase 3: there
  /// dX = c X dt + √η dW to leading order in ηc, c = √(2/π)|λ₁|/σ, so X_t e^{−ct} → N(x, η/(2c))
  /// and P = Φ(x √(2c/η)). With σ multiplied by a factor.
  double side_of_saddle(double sigma_factor) const;
};

/// dX = −erf(∇f/(σ√2)) dt from a start, at times.
Eigen::ArrayXXd mean_flow(const ProblemPointer& problem, double eta, const Eigen::ArrayXd& start,
                          const Eigen::ArrayXd& t);

/// Lemma 3.4's ODEs from a start, at times: sign flow alone (Phase 1 for ever).
Eigen::ArrayXXd sign_flow(const ProblemPointer& problem, const Eigen::ArrayXd& start,
                          const Eigen::ArrayXd& t);

}  // namespace sdescent::adaptive
