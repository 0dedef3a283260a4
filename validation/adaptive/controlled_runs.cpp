#include "validation/adaptive/controlled_runs.hpp"

#include "solvers/euler_maruyama.hpp"
#include "solvers/later_start.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/step_mean.hpp"

#include <cmath>

namespace sdescent::adaptive {

Start Horizon::begin() const { return LaterStart(StartPoint(state), start); }

std::uint64_t Horizon::steps(double step) const {
  return static_cast<std::uint64_t>(std::llround(duration / step));
}

ControlledProcess with_controls(std::shared_ptr<const Process> process,
                                std::shared_ptr<const SdeModel> moments, const Horizon& horizon,
                                CovarianceRate covariance) {
  const std::uint64_t steps = horizon.steps(process->time_per_step());
  return std::make_shared<const TangentControl>(std::move(process), std::move(moments),
                                                horizon.state, steps, ControlOrder::second,
                                                std::move(covariance));
}

ControlledProcess optimizer_with_controls(std::shared_ptr<const Process> optimizer,
                                          std::shared_ptr<const Process> gaussian, Index nodes,
                                          const Horizon& horizon) {
  const auto mean = std::make_shared<StepMean>(std::move(gaussian), nodes);
  return with_controls(std::move(optimizer), mean, horizon,
                       [mean](double t, const ConstBlockRef& s, BlockRef pairs, Scratch& scratch) {
                         mean->covariance(t, s, pairs, scratch);
                       });
}

std::vector<ControlledProcess> solutions_with_controls(std::shared_ptr<const SdeModel> model,
                                                       double eta, std::uint64_t refine,
                                                       const Horizon& horizon) {
  const auto solution = [&](const char* name, std::uint64_t own_refine) {
    const SdeGrid grid{eta, own_refine, refine};
    return with_controls(std::make_shared<SdeProcess>(
                             name, model, std::make_shared<EulerMaruyama>(), grid, horizon.begin()),
                         model, horizon);
  };
  return {solution("fine", refine), solution("middle", refine / 2), solution("coarse", refine / 4),
          solution("at-eta", 1)};
}

Eigen::ArrayXd ControlledMeans::of(const MomentCurves& m, std::size_t process) const {
  const auto width = static_cast<Index>(plain.columns().size());
  return m.mean.middleCols(static_cast<Index>(process) * width, width).row(0).transpose();
}

ControlledMeans means_of(const std::string& name, const std::vector<ControlledProcess>& all,
                         const StateFunction& h) {
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(controlled(*all[i], i, h));
  return {{name, side_by_side(parts)}, {name + "-plain", observed(*all[0], 0, h)}};
}

void run_to_end(Session& session, const Horizon& horizon, const std::vector<ControlledProcess>& all,
                std::uint64_t paths, std::uint64_t seed, ControlledMeans& means) {
  const double tick = all[0]->time_per_step();
  const auto end =
      static_cast<std::uint64_t>(std::llround((horizon.start + horizon.duration) / tick));
  const Clock clock(tick, end);
  session.run({all.begin(), all.end()}, clock, RecordTimes::at(clock, {end}), paths, Philox(seed),
              {&means.less, &means.plain});
}

}  // namespace sdescent::adaptive
