#include "validation/adaptive/fig2_phases_journey.hpp"

#include "io/require.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/estimate_algebra.hpp"

#include <algorithm>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Processes = std::vector<std::shared_ptr<const Process>>;

Processes processes_of(const PhasesSetting& s, const JourneyPlan& plan) {
  const StartPoint start(plan.start.matrix());
  const auto euler = std::make_shared<EulerMaruyama>();
  const auto sde = [&](const char* name, std::shared_ptr<const SdeModel> model,
                       std::uint64_t refine) -> std::shared_ptr<const Process> {
    return std::make_shared<SdeProcess>(name, std::move(model), euler,
                                        SdeGrid{s.eta, refine, s.refine, 2}, start);
  };
  const auto full = std::make_shared<SignSgdSde>(plan.full, s.eta);
  Processes all{
      std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", plan.truth, s.eta, start, 1}),
      sde("sde_coarse", full, 1), sde("sde_fine", full, s.refine)};
  if (plan.linear == nullptr) return all;
  const auto linear = std::make_shared<SignSgdPhaseThreeSde>(plan.linear, s.eta);
  all.push_back(sde("phase_three_coarse", linear, 1));
  all.push_back(sde("phase_three_fine", linear, s.refine));
  return all;
}

Observable states_of(const Processes& all) {
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  return side_by_side(std::move(states));
}

/// Whether x₁ > 0, for each process.
Observable sides_of(const Processes& all) {
  Observable sides;
  for (const auto& process : all) sides.columns.push_back(process->name() + ".right");
  sides.evaluate = [](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (Index i = 0; i < out.cols(); ++i)
      out.col(i) = (blocks.state(static_cast<std::size_t>(i)).col(0) > 0.0).cast<double>();
  };
  return sides;
}

}  // namespace

Journey::Journey(Session& session, const PhasesSetting& s, JourneyPlan plan)
    : plan_(std::move(plan)),
      processes_(processes_of(s, plan_)),
      x_(plan_.name, states_of(processes_)),
      right_(plan_.name + "-right", sides_of(processes_)) {
  const Clock clock(s.eta, plan_.ticks.back());
  session.run(processes_, clock, RecordTimes::at(clock, plan_.ticks), s.paths,
              Philox(session.seed(plan_.name)), {&x_, &right_});
  t_ = Eigen::Map<const ArrayXd>(x_.times().data(), static_cast<Index>(x_.times().size()));
  for (const std::uint64_t tick : plan_.compared) compared_.push_back(place_of(tick));
  session.table(moment_table(plan_.name, x_));
}

Index Journey::place_of(std::uint64_t tick) const {
  const auto& ticks = plan_.ticks;
  const auto found = std::lower_bound(ticks.begin(), ticks.end(), tick);
  require(found != ticks.end() && *found == tick, "step of a journey",
          "one at which it was looked at", std::to_string(tick));
  return found - ticks.begin();
}

Index Journey::column(JourneyProcess process, Index coordinate) const {
  return static_cast<Index>(process) * dimension() + coordinate;
}

Estimate Journey::mean(JourneyProcess process, Index coordinate) const {
  return x_.mean(column(process, coordinate));
}

Estimate Journey::variance(JourneyProcess process, Index coordinate) const {
  return x_.variance(column(process, coordinate));
}

Estimate Journey::means(JourneyProcess process) const {
  std::vector<Estimate> coordinates;
  for (Index i = 0; i < dimension(); ++i)
    coordinates.push_back(chosen(mean(process, i), compared_));
  return joined(coordinates);
}

Estimate Journey::variances(JourneyProcess process) const {
  std::vector<Estimate> coordinates;
  for (Index i = 0; i < dimension(); ++i)
    coordinates.push_back(chosen(variance(process, i), compared_));
  return joined(coordinates);
}

Estimate Journey::right_of_zero(JourneyProcess process) const {
  return from_point(right_.mean(static_cast<Index>(process)), t_.size() - 1);
}

}  // namespace sdescent::adaptive
