#pragma once
/// \file
/// SignSGD and its SDEs from one start: the run that the experiments on losses have in common.

#include "models/problem.hpp"
#include "models/quadratic_moments.hpp"
#include "models/schedule.hpp"
#include "solvers/clock.hpp"
#include "solvers/estimate.hpp"
#include "solvers/process.hpp"

#include <memory>
#include <vector>

namespace sdescent::adaptive {

/// Processes of a course, in this order: SignSGD, its SDE (3) at Δt = η and refined on the same
/// Brownian path, and so, where asked for, the linearised SDE (5) of Phase 3.
enum Dynamics : std::size_t { optimizer, full_coarse, full_fine, linear_coarse, linear_fine };

struct Course {
  std::shared_ptr<const Problem> problem;
  Eigen::VectorXd x0;
  double eta;
  std::uint64_t refine;  ///< SDE steps for each optimizer step, >= 2
  bool linear = false;   ///< with the SDE of Phase 3
  Schedule schedule = {};

  std::vector<std::shared_ptr<const Process>> processes() const;
};

/// f = ½ Σ λ_i x_i² with noise N(0, diag σ²).
std::shared_ptr<const Problem> gaussian_quadratic(const Eigen::ArrayXd& lambda,
                                                  const Eigen::ArrayXd& sigma);

/// That quadratic from that start.
Course course_of(const DiagonalSetting& setting, std::uint64_t refine, bool linear = false,
                 Schedule schedule = {});

/// The setting with every |Y_i| = ratio at the start; its coordinates keep their signs.
DiagonalSetting started_at_ratio(DiagonalSetting setting, double ratio);

/// The linearised SDE alone, at Δt = 4η/refine, 2η/refine, η/refine on one Brownian path; refine is
/// a multiple of 4.
std::vector<std::shared_ptr<const Process>> linear_levels(const Course& course);

/// What those three say of Δt = 0: 2 fine − middle, with a bound of the error that is left, a third
/// of the distance to 2 middle − coarse and four standard errors (weak order 2).
struct Extrapolated {
  Estimate value;
  Eigen::ArrayXd bias;
};
Extrapolated extrapolated(const Estimate& coarse, const Estimate& middle, const Estimate& fine);

/// min_i |Y_i|, Y = Σ^{−1/2}∇f/√2, of each process: where it is above 3/2 the path is in Phase 1.
Observable least_ratio(const std::vector<std::shared_ptr<const Process>>& processes,
                       std::shared_ptr<const Problem> problem, const Eigen::ArrayXd& sigma);

/// The losses of all processes, a column each.
Observable losses(const std::vector<std::shared_ptr<const Process>>& processes,
                  const std::shared_ptr<const Problem>& problem);

/// About `count` ticks within [begin, end], evenly spaced, its first and its last among them.
/// Throws InvalidInput when there are no two.
std::vector<std::uint64_t> ticks_within(double begin, double end, double tick, std::uint64_t count);

}  // namespace sdescent::adaptive
