#pragma once
/// \file
/// Adaptive Δt: an SDE is solved on finer grids until its own bias bound is small against the
/// tolerance that it is tested with.
///
/// A cell is run at Δt = η/m. While the largest bias/tolerance of what it tests is above
/// largest_bias_share, the whole cell is run again at m doubled, with the same seed and paths:
/// steps are never adapted path by path, which would bias the scheme. The rule looks at one cell
/// only and at nothing that depends on threads or time, so that resumed and plain runs give the
/// same bytes.
///
/// It ends at the most steps that are allowed, too, and where a doubling has not lowered the ratio
/// by a quarter. Bias bounds hold four standard errors of a difference of two grids
/// (discretisation_bias()): a finer grid lowers them as 1/m when the coarser grid stays at Δt = η,
/// and as m^{−1/2} when both are refined and paths converge with order ½; what falls more slowly is
/// sampling noise, against which only more paths help. Either way the result of the finest grid
/// stays, its bias bound stays in the interval, and the evidence says so in its remark.

#include "io/archive.hpp"
#include "validation/evidence.hpp"
#include "validation/parameters.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// The share of a tolerance that the bias of Δt may take.
inline constexpr double largest_bias_share = 0.2;

/// A ratio above this share of the one before it ends the refinement.
inline constexpr double least_progress = 0.75;

/// Steps for each step of an optimizer: the first tried, and the most.
struct RefinementRange {
  std::uint64_t start = 0, most = 0;
};

/// The parameter `most-refine`, beside `refine`, which every adaptive experiment has.
Parameter most_refine(CountByEffort most);

/// Both. Throws InvalidInput unless 2 <= refine <= most-refine.
RefinementRange refinement_range(const ParameterValues& parameters);

/// Where a refinement has ended.
struct Refinement {
  enum class End { fine_enough, most_allowed, noise, unknown };

  std::uint64_t refine = 0;  ///< m: Δt = η/m
  double share = 0;          ///< largest bias/tolerance there
  End end = End::fine_enough;

  /// What is to be told beside a claim; empty if the grid is fine enough.
  std::string remark() const;

  /// As the array `<name>.refinement`. load() throws InvalidInput where it is missing or wrong.
  void save(Archive& archive, std::string_view name) const;
  static Refinement load(const Archive& archive, std::string_view name);
};

/// Calls `share_at(m)` for m = start, 2·start, … as said above; it runs the cell, and what it kept
/// last is the result. A share that is not finite ends it: evidence will say what is wrong.
Refinement refine_until_small(const RefinementRange& range,
                              const std::function<double(std::uint64_t refine)>& share_at);

/// The largest of bias/tolerance where there is a tolerance. Bounds and orderings have none: what
/// Δt leaves is in their intervals, at any size. NaN where one is. InvalidInput for other lengths.
double bias_share(const Eigen::ArrayXd& bias, const Eigen::ArrayXd& tolerance);

/// Adds the remark to the evidence if its own share is not small.
Evidence noted(Evidence evidence, const Refinement& refinement);

/// Δt of several runs, for captions: "η/4", or "η/4 … η/16".
std::string time_steps(const std::vector<Refinement>& all);

}  // namespace sdescent
