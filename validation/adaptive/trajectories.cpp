#include "validation/adaptive/trajectories.hpp"

#include "io/require.hpp"
#include "solvers/energy_distance.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/start.hpp"

#include <fmt/format.h>

#include <cmath>
#include <optional>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr std::uint16_t optimizer_stream = 1, sde_stream = 2;

std::uint64_t tick(const TrajectorySetting& s, double t) {
  return static_cast<std::uint64_t>(std::llround(t / s.method.eta));
}

std::string process_name(const TrajectoryModel& model, const TrajectoryGrid& grid) {
  return model.name + "_" + grid.name;
}

std::vector<std::string> process_names(const std::vector<TrajectoryModel>& models,
                                       const std::vector<TrajectoryGrid>& grids) {
  std::vector<std::string> names{"optimizer"};
  for (const TrajectoryModel& model : models)
    for (const TrajectoryGrid& grid : grids) names.push_back(process_name(model, grid));
  return names;
}

/// `value` of the field x (the first columns) of every process, side by side.
template <class Value>
Observable of_all(const std::vector<std::string>& names, const std::vector<std::string>& parts,
                  Index d, Value value) {
  Observable all;
  for (const std::string& name : names)
    for (const std::string& part : parts) all.columns.push_back(name + "." + part);
  const auto width = static_cast<Index>(parts.size());
  all.evaluate = [=](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    for (std::size_t p = 0; p < blocks.states.size(); ++p)
      value(blocks.state(p).leftCols(d), out.middleCols(static_cast<Index>(p) * width, width),
            scratch);
  };
  return all;
}

Observable all_states(const std::vector<std::string>& names, Index d) {
  std::vector<std::string> parts;
  for (Index i = 0; i < d; ++i) parts.push_back(fmt::format("x{}", i + 1));
  return of_all(names, parts, d, [](const ConstBlockRef& x, BlockRef out, Scratch&) { out = x; });
}

Observable all_losses(const std::vector<std::string>& names,
                      const std::shared_ptr<const Problem>& problem) {
  return of_all(names, {"loss"}, problem->dimension(),
                [problem](const ConstBlockRef& x, BlockRef out, Scratch& scratch) {
                  problem->objective().loss(x, out, scratch);
                });
}

Observable all_signs(const std::vector<std::string>& names, Index d) {
  return of_all(names, {"positive"}, d, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
    out = (x.leftCols(1) > 0.0).cast<double>();
  });
}

/// max |x_i| over all SDEs.
Observable largest_coordinate(Index d) {
  return {{"largest"}, [d](const Lockstep& blocks, BlockRef out, Scratch&) {
            out = 0.0;
            for (std::size_t p = 1; p < blocks.states.size(); ++p)
              for (Index i = 0; i < d; ++i)
                out.col(0) = out.col(0).max(blocks.state(p).col(i).abs());
          }};
}

RecordTimes record_times(const Clock& clock, std::uint64_t first, std::uint64_t last,
                         std::uint64_t records) {
  std::vector<std::uint64_t> ticks;
  for (std::uint64_t i = 0; i <= records; ++i) {
    const std::uint64_t k = first + (last - first) * i / records;
    if (ticks.empty() || k > ticks.back()) ticks.push_back(k);
  }
  return RecordTimes::at(clock, ticks);
}

}  // namespace

Trajectories::Trajectories(std::string name, const TrajectorySetting& setting,
                           std::vector<TrajectoryModel> models, std::vector<TrajectoryGrid> grids,
                           std::uint64_t brownian)
    : setting_(setting),
      models_(std::move(models)),
      grids_(std::move(grids)),
      brownian_(brownian),
      first_(tick(setting, setting.t0)),
      last_(tick(setting, setting.end)),
      x_(name + ".x", all_states(process_names(models_, grids_), setting.x0.size())),
      loss_(name + ".loss", all_losses(process_names(models_, grids_), setting.problem)),
      positive_(name + ".positive", all_signs(process_names(models_, grids_), setting.x0.size())),
      samples_(name + ".samples", all_states(process_names(models_, grids_), setting.x0.size()),
               setting.samples) {
  require(first_ >= 1, "t0", fmt::format(">= eta = {}", setting.method.eta),
          fmt::format("{}", setting.t0));
  require(last_ > first_, "end of the runs", fmt::format("> t0 = {}", setting.t0),
          fmt::format("{}", setting.end));
}

Trajectories::Processes Trajectories::processes() const {
  const AdaptiveMethod& method = setting_.method;
  const auto first = optimizer_of(method, "optimizer", setting_.problem,
                                  StartPoint(setting_.x0.matrix()), optimizer_stream);
  const double t0 = method.eta * static_cast<double>(first_);
  const auto stepper = std::make_shared<EulerMaruyama>();
  Processes all{first};
  for (const TrajectoryModel& model : models_)
    for (const TrajectoryGrid& grid : grids_)
      all.push_back(
          std::make_shared<SdeProcess>(process_name(model, grid), model.sde, stepper,
                                       SdeGrid{method.eta, grid.steps, brownian_, sde_stream},
                                       StartFrom(*first, optimizer, t0)));
  return all;
}

void Trajectories::run(Session& session, std::uint64_t seed) {
  const Clock clock(setting_.method.eta, last_);
  std::optional<StoppingRule> stopping;
  if (setting_.most > 0)
    stopping = StoppingRule{largest_coordinate(setting_.x0.size()), at_or_above(setting_.most), 1};
  session.run(processes(), clock, record_times(clock, first_, last_, setting_.records),
              setting_.paths, Philox(seed), {&x_, &loss_, &positive_, &samples_}, stopping);
}

void Trajectories::save(Archive& archive) const {
  x_.save(archive);
  loss_.save(archive);
  positive_.save(archive);
  samples_.save(archive);
}

void Trajectories::load(const Archive& archive) {
  x_.load(archive);
  loss_.load(archive);
  positive_.load(archive);
  samples_.load(archive);
}

ArrayXd Trajectories::times() const {
  return Eigen::Map<const ArrayXd>(x_.times().data(), static_cast<Index>(x_.times().size()));
}

std::vector<Index> Trajectories::within(double from, double to) const {
  const double slip = 1e-9 * to;
  const ArrayXd t = times();
  std::vector<Index> found;
  for (Index i = 0; i < t.size(); ++i)
    if (t(i) >= from - slip && t(i) <= to + slip) found.push_back(i);
  require(!found.empty(), "record times", fmt::format("one within [{}, {}]", from, to), "none");
  return found;
}

Estimate Trajectories::loss(std::size_t process) const {
  return loss_.mean(static_cast<Index>(process));
}

ArrayXd Trajectories::loss_deviation(std::size_t process) const {
  return loss_.curves().second.col(static_cast<Index>(process)).sqrt();
}

Estimate Trajectories::mean(std::size_t process, Index coordinate) const {
  return x_.mean(column(process, coordinate));
}

Estimate Trajectories::variance(std::size_t process, Index coordinate) const {
  return x_.variance(column(process, coordinate));
}

Estimate Trajectories::positive(std::size_t process) const {
  return positive_.mean(static_cast<Index>(process));
}

Block Trajectories::sample(std::size_t process, Index time) const {
  return samples_.at(static_cast<std::size_t>(time))
      .middleCols(column(process, 0), setting_.x0.size());
}

Estimate Trajectories::distance_in_law(std::size_t process, const std::vector<Index>& times) const {
  std::vector<Estimate> distances;
  for (const Index i : times)
    distances.push_back(energy_distance(sample(optimizer, i), sample(process, i)));
  return joined(distances);
}

double Trajectories::changed_side() const {
  const Block first = sample(optimizer, 0), last = sample(optimizer, times().size() - 1);
  return ((first.col(0) > 0.0) != (last.col(0) > 0.0)).cast<double>().mean();
}

}  // namespace sdescent::adaptive
