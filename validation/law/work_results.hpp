#pragma once
/// \file
/// What law/work-precision computes: errors and work of schemes on one SDE.

#include "solvers/estimate.hpp"
#include "solvers/law.hpp"
#include "solvers/sde_model.hpp"
#include "solvers/stepper.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sdescent::law {

struct WorkSetting {
  std::shared_ptr<const SdeModel> model;
  std::string description;  ///< its constants, for captions
  double x0, duration;
  double lower, upper;  ///< where paths are
  std::vector<std::string> names, symbols;
  std::vector<RealFunction> functions;  ///< h
  std::uint64_t start, finest;          ///< steps of the first and last grid, powers of two

  /// Steps of all grids, start, 2 start, … finest.
  std::vector<std::uint64_t> steps() const;
};

/// A scheme on all grids: rows are grids, columns functions. Exact.
struct SchemeErrors {
  std::shared_ptr<const Stepper> stepper;
  double evaluations;              ///< of the coefficients, for each step
  Eigen::ArrayXd steps;            ///< n
  Eigen::ArrayXXd mean, variance;  ///< E h(S_n), Var h(S_n)
  Eigen::ArrayXXd bias;            ///< E h(S_n) − E h(X_T)

  double weak_order() const { return stepper->orders(NoiseKind::diagonal).weak; }
  /// n evaluations
  Eigen::ArrayXd work_of_path() const { return evaluations * steps; }
  /// The least work for a root mean square error ε, min_n C_n Var_n/(ε² − bias_n²) over N_n paths;
  /// infinite where every bias is above.
  double least_work(double epsilon, Eigen::Index h) const;
};

/// The errors of a scheme whose work is counted in `evaluations` a step; `exact` is E h(X_T).
SchemeErrors scheme_errors(const WorkSetting& setting, std::shared_ptr<const Stepper> stepper,
                           double evaluations, const Eigen::ArrayXd& exact);

/// Multilevel Monte Carlo with a scheme: variances V_l of h(S_n) − h(S_{n/2}) on one Brownian path
/// (of h(S_n) itself on the first grid). They are sampled; everything else is exact.
struct LevelVariances {
  const SchemeErrors* scheme;
  Estimate variance;  ///< grid by grid, for each function in turn

  /// √(V_l C_l) summed over the grids up to `last`, C_l = evaluations (n + n/2).
  double root_work(const Eigen::ArrayXd& variance, Eigen::Index h, Eigen::Index last) const;
  /// The least work for ε, over the finest grid that is used: (Σ √(V_l C_l))²/(ε² − bias²).
  double least_work(const Eigen::ArrayXd& variance, double epsilon, Eigen::Index h) const;
};

/// Runs all grids of both schemes on one Brownian path.
std::vector<LevelVariances> level_variances(Session& session, const WorkSetting& setting,
                                            const std::vector<const SchemeErrors*>& schemes,
                                            std::uint64_t paths, bool uncoupled);

struct WorkResults {
  WorkSetting setting;
  SchemeErrors euler, milstein, dri1;
  std::vector<LevelVariances> levels;  ///< of Euler–Maruyama and of Milstein
  Eigen::Index first;                  ///< first grid of the windows
  Eigen::Index first_level;            ///< first grid of the window of level variances
};

void work_evidence(Session& session, const WorkResults& results);
void work_table(Session& session, const WorkResults& results);
void work_figure(Session& session, const WorkResults& results);

}  // namespace sdescent::law
