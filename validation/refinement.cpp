#include "validation/refinement.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {

Parameter most_refine(CountByEffort most) {
  return count("most-refine", most, "most SDE steps for each optimizer step",
               "chosen: refine is doubled until Δt's bias bound is a fifth of each tolerance, or "
               "to here");
}

RefinementRange refinement_range(const ParameterValues& p) {
  const RefinementRange range{p.count("refine"), p.count("most-refine")};
  require_at_least("refine", static_cast<std::int64_t>(range.start), 2);
  require(range.most >= range.start, "most-refine", fmt::format(">= refine = {}", range.start),
          fmt::format("{}", range.most));
  return range;
}

std::string Refinement::remark() const {
  const auto still = [this](const char* why) {
    return fmt::format("at Δt = η/{} the bias bound of Δt is still {:.2g} of the tolerance: {}",
                       refine, share, why);
  };
  switch (end) {
    case End::fine_enough:
      return {};
    case End::most_allowed:
      return still("no finer grid was allowed");
    case End::noise:
      return still("mostly sampling noise, which no grid removes");
    case End::unknown:
      break;
  }
  return fmt::format("at Δt = η/{} the bias bound of Δt is not a finite number", refine);
}

void Refinement::save(Archive& archive, std::string_view name) const {
  archive.set(fmt::format("{}.refinement", name), {3},
              {static_cast<double>(refine), share, static_cast<double>(end)});
}

Refinement Refinement::load(const Archive& archive, std::string_view name) {
  const std::vector<double>& stored = archive.get(fmt::format("{}.refinement", name)).values;
  require_equal(fmt::format("numbers of {}.refinement", name),
                static_cast<std::int64_t>(stored.size()), 3);
  return {static_cast<std::uint64_t>(stored[0]), stored[1],
          static_cast<End>(static_cast<int>(stored[2]))};
}

Refinement refine_until_small(const RefinementRange& range,
                              const std::function<double(std::uint64_t refine)>& share_at) {
  using End = Refinement::End;
  Refinement at{range.start, share_at(range.start)};
  for (double before = 0; !(at.share <= largest_bias_share);) {
    if (!std::isfinite(at.share))
      at.end = End::unknown;
    else if (before > 0 && at.share > least_progress * before)
      at.end = End::noise;
    else if (2 * at.refine > range.most)
      at.end = End::most_allowed;
    if (at.end != End::fine_enough) break;
    before = at.share;
    at = {2 * at.refine, share_at(2 * at.refine)};
  }
  return at;
}

double bias_share(const Eigen::ArrayXd& bias, const Eigen::ArrayXd& tolerance) {
  require_equal("tolerances of a bias", tolerance.size(), bias.size());
  double share = 0;
  for (Eigen::Index i = 0; i < bias.size(); ++i) {
    if (!(tolerance(i) > 0)) continue;
    if (std::isnan(bias(i))) return bias(i);
    share = std::max(share, bias(i) / tolerance(i));
  }
  return share;
}

Evidence noted(Evidence evidence, const Refinement& refinement) {
  if (bias_share(evidence.bias, evidence.tolerance) <= largest_bias_share) return evidence;
  const std::string remark = refinement.remark();
  evidence.remark += evidence.remark.empty() || remark.empty() ? remark : "; " + remark;
  return evidence;
}

std::string time_steps(const std::vector<Refinement>& all) {
  require(!all.empty(), "refinements", "at least one", "none");
  const auto by_refine = [](const Refinement& a, const Refinement& b) {
    return a.refine < b.refine;
  };
  const auto [least, most] = std::minmax_element(all.begin(), all.end(), by_refine);
  if (least->refine == most->refine) return fmt::format("η/{}", least->refine);
  return fmt::format("η/{} … η/{}", least->refine, most->refine);
}

}  // namespace sdescent
