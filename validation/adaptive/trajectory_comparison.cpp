#include "validation/adaptive/trajectory_comparison.hpp"

#include "validation/estimate_algebra.hpp"
#include "validation/ordering.hpp"
#include "validation/unbiased_square.hpp"

#include <optional>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// Steps of the fine grid for each of the coarse one.
constexpr double coarsening = 2.0;

TrajectorySetting ending_early(TrajectorySetting setting, double most) {
  setting.most = most;
  return setting;
}

TrajectorySetting of_pilot(TrajectorySetting setting, std::uint64_t paths) {
  setting.paths = paths;
  setting.samples = 1;
  return setting;
}

/// |d² − e²| <= |d − e| (2 |d| + |d − e|): what an error `bias` of d does to its square.
ArrayXd bias_of_square(const Estimate& distance, const ArrayXd& bias) {
  return bias * (2.0 * distance.value.abs() + bias);
}

}  // namespace

Comparison::Comparison(const ComparisonSetting& setting)
    : Comparison(setting, setting.refinement.start) {}

Comparison::Comparison(const ComparisonSetting& setting, std::uint64_t steps)
    : setting_(setting),
      refinement_{steps},
      refined_("refined", setting.run, setting.models, {{"coarse", steps / 2}, {"fine", steps}},
               steps),
      at_eta_("eta", ending_early(setting.run, setting.most_at_eta), setting.models, {{"eta", 1}},
              steps),
      pilot_("pilot", of_pilot(setting.run, setting.pilot_paths), setting.pilot_models,
             {{"fine", setting.refinement.start}}, setting.refinement.start) {}

Archive Comparison::run(Session& session, const ComparisonSetting& setting, std::uint64_t seed,
                        const std::function<std::vector<Evidence>(const Comparison&)>& tested) {
  Trajectories pilot = Comparison(setting).pilot_;
  pilot.run(session, session.seed("pilot"));
  std::optional<Comparison> result;
  const Refinement end = refine_until_small(setting.refinement, [&](std::uint64_t steps) {
    result.emplace(Comparison(setting, steps));
    result->pilot_ = pilot;
    result->refined_.run(session, seed);
    return bias_share(tested(*result));
  });
  result->at_eta_.run(session, seed);
  Archive archive;
  result->refined_.save(archive);
  result->at_eta_.save(archive);
  pilot.save(archive);
  end.save(archive, "sde");
  return archive;
}

void Comparison::load(const Archive& archive) {
  refinement_ = Refinement::load(archive, "sde");
  refined_.load(archive);
  at_eta_.load(archive);
  pilot_.load(archive);
}

ArrayXd Comparison::third_of_pilot(std::size_t model, std::size_t other, const Quantity& of) const {
  return (of(pilot_, pilot_.sde(model, 0)).value - of(pilot_, pilot_.sde(other, 0)).value).abs() /
         3.0;
}

Evidence Comparison::equality(std::size_t model, const Quantity& of,
                              const ArrayXd& tolerance) const {
  const Estimate exact = of(refined_, refined_.sde(model, fine));
  const Estimate halved = of(refined_, refined_.sde(model, coarse));
  return noted({of(refined_, Trajectories::optimizer) - exact, exact.value, tolerance,
                discretisation_bias(halved, exact, coarsening)},
               refinement_);
}

Evidence Comparison::equality_at_eta(std::size_t model, const Quantity& of,
                                     const ArrayXd& tolerance) const {
  const Estimate scheme = of(at_eta_, at_eta_.sde(model, 0));
  return {of(at_eta_, Trajectories::optimizer) - scheme, scheme.value, tolerance,
          ArrayXd::Zero(tolerance.size())};
}

Evidence Comparison::ordering(std::size_t nearer, std::size_t farther, const Quantity& of) const {
  const Estimate optimizer = of(refined_, Trajectories::optimizer);
  const auto distance = [&](std::size_t model, Grid grid) {
    return optimizer - of(refined_, refined_.sde(model, grid));
  };
  const auto bias = [&](std::size_t model) {
    const Estimate exact = distance(model, fine);
    return bias_of_square(exact, discretisation_bias(distance(model, coarse), exact, coarsening));
  };
  return ordering_evidence(unbiased_square(distance(nearer, fine)),
                           unbiased_square(distance(farther, fine)), bias(nearer) + bias(farther));
}

Evidence Comparison::ordering_at_eta(std::size_t nearer, std::size_t farther,
                                     const Quantity& of) const {
  const Estimate optimizer = of(at_eta_, Trajectories::optimizer);
  const auto distance = [&](std::size_t model) {
    return unbiased_square(optimizer - of(at_eta_, at_eta_.sde(model, 0)));
  };
  return ordering_evidence(distance(nearer), distance(farther), ArrayXd::Zero(optimizer.points()));
}

Evidence Comparison::ordering_in_law(std::size_t nearer, std::size_t farther, double from,
                                     double to) const {
  const std::vector<Index> times = refined_.within(from, to);
  const auto distance = [&](std::size_t model, Grid grid) {
    return refined_.distance_in_law(refined_.sde(model, grid), times);
  };
  const auto bias = [&](std::size_t model, const Estimate& exact) {
    return discretisation_bias(distance(model, coarse), exact, coarsening);
  };
  const Estimate near = distance(nearer, fine), far = distance(farther, fine);
  return ordering_evidence(near, far, bias(nearer, near) + bias(farther, far));
}

Trajectories started_at(const ComparisonSetting& setting, double t0, double end,
                        std::uint64_t paths) {
  TrajectorySetting run = setting.run;
  run.t0 = t0;
  run.end = end;
  run.paths = run.samples = paths;
  const std::uint64_t steps = setting.refinement.start;
  return {"later", run, setting.models, {{"fine", steps}}, steps};
}

namespace {

Estimate at(const Estimate& curve, const Trajectories& runs, double from, double to) {
  return chosen(curve, runs.within(from, to));
}

}  // namespace

Quantity loss_within(double from, double to) {
  return [=](const Trajectories& runs, std::size_t process) {
    return at(runs.loss(process), runs, from, to);
  };
}

Quantity means_within(const std::vector<Index>& coordinates, double from, double to) {
  return [=](const Trajectories& runs, std::size_t process) {
    std::vector<Estimate> means;
    for (const Index i : coordinates) means.push_back(at(runs.mean(process, i), runs, from, to));
    return joined(means);
  };
}

Quantity variance_within(Index coordinate, double from, double to) {
  return [=](const Trajectories& runs, std::size_t process) {
    return at(runs.variance(process, coordinate), runs, from, to);
  };
}

Quantity average_variance(Index coordinate, double from, double to) {
  return [=](const Trajectories& runs, std::size_t process) {
    const Estimate all = at(runs.variance(process, coordinate), runs, from, to);
    const auto n = static_cast<double>(all.points());
    return mapped(Eigen::MatrixXd::Constant(1, all.points(), 1.0 / n), all);
  };
}

Quantity positive_at_end() {
  return [](const Trajectories& runs, std::size_t process) {
    const Estimate curve = runs.positive(process);
    return points(curve, curve.points() - 1, 1);
  };
}

}  // namespace sdescent::adaptive
