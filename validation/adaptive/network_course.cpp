#include "validation/adaptive/network_course.hpp"

#include "solvers/coarsened_process.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <future>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using ProcessPointer = std::shared_ptr<const Process>;

/// How many coordinates of x the spread is measured in.
constexpr Index spread_coordinates = 200;

/// What another process was at t₀, for ever.
class Held final : public Process {
 public:
  Held(const Process& process, std::size_t number, double t0)
      : layout_(process.layout()),
        unit_(process.time_per_step()),
        start_(StartFrom(process, number, t0)) {}
  const std::string& name() const override { return name_; }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return unit_; }
  std::uint16_t stream() const override { return network_stream; }
  double start_time() const override { return start_.time(); }
  void start(const At& at, const Lockstep& others, BlockRef state) const override {
    start_.write(at, others, state);
  }
  void advance(const At&, BlockRef) const override {}

 private:
  std::string name_ = "held";
  Layout layout_;
  double unit_;
  Start start_;
};

ProcessPointer sde_process(const NetworkSetting& s, std::string name, const SdePointer& model,
                           std::uint64_t refine, const Process& optimizer, double t0) {
  return std::make_shared<SdeProcess>(std::move(name), model, std::make_shared<EulerMaruyama>(),
                                      SdeGrid{s.eta, refine, s.refine, network_stream},
                                      StartFrom(optimizer, 0, t0));
}

/// x_t − x_{t₀} of evenly spaced coordinates; x comes first in every state.
Observable shift_of(const Process& process, std::size_t number, std::size_t held, Index dimension) {
  const Index coordinates = std::min(spread_coordinates, dimension);
  Observable shift;
  for (Index i = 0; i < coordinates; ++i)
    shift.columns.push_back(
        fmt::format("{}.shift{}", process.name(), i * dimension / coordinates + 1));
  shift.evaluate = [=](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (Index i = 0; i < coordinates; ++i) {
      const Index c = i * dimension / coordinates;
      out.col(i) = blocks.state(number).col(c) - blocks.state(held).col(c);
    }
  };
  return shift;
}

/// f and log f.
Observable losses_of(const Process& process, std::size_t number,
                     const std::shared_ptr<const Problem>& problem) {
  const Observable loss = loss_of(process, number, problem);
  return {{loss.columns[0], process.name() + ".log_loss"},
          [loss](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
            loss.evaluate(blocks, out.leftCols(1), scratch);
            out.col(1) = out.col(0).log();
          }};
}

/// Tick `first` and records after it, the last at the end: evenly spaced, or if first > 0, their
/// logarithms are.
RecordTimes records_from(const NetworkSetting& s, const Clock& clock, std::uint64_t first) {
  std::vector<std::uint64_t> ticks{first};
  const auto begin = static_cast<double>(first), end = static_cast<double>(s.steps);
  for (std::uint64_t i = 1; i <= s.records; ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(s.records);
    const double tick = first == 0 ? share * end : begin * std::pow(end / begin, share);
    ticks.push_back(std::max(static_cast<std::uint64_t>(std::llround(tick)), ticks.back() + 1));
  }
  return RecordTimes::at(clock, std::move(ticks));
}

ArrayXd after_start(const ArrayXd& curve) { return curve.tail(curve.size() - 1); }

Index place(NetworkMember member) { return static_cast<Index>(member); }

/// On one thread.
void run_alone(const std::vector<ProcessPointer>& processes, const NetworkSetting& s,
               std::uint64_t first_record, std::uint64_t paths, std::uint64_t seed,
               const std::vector<Recorder*>& recorders, RunControl control) {
  control.threads = 1;
  const Clock clock(s.eta, s.steps);
  require_ok(run(processes, clock, records_from(s, clock, first_record), paths, Philox(seed),
                 recorders, control));
}

NetworkCurves course(const Session& session, const NetworkSetting& s, const NetworkPair& pair,
                     const RunControl& control) {
  const std::vector<ProcessPointer> all{
      std::make_shared<CoarsenedProcess>(pair.optimizer, s.refine),
      sde_process(s, "sde_coarse", pair.sde, 1, *pair.optimizer, s.t0),
      sde_process(s, "sde_fine", pair.sde, s.refine, *pair.optimizer, s.t0),
      std::make_shared<Held>(*pair.optimizer, 0, s.t0)};
  const std::size_t held = all.size() - 1;
  const auto problem = network_problem(s, s.sigma);
  std::vector<Observable> losses, shifts;
  for (std::size_t i = 0; i < held; ++i) {
    losses.push_back(losses_of(*all[i], i, problem));
    shifts.push_back(shift_of(*all[i], i, held, s.network->dimension()));
  }
  MomentRecorder loss("loss", side_by_side(losses)), shift("shift", side_by_side(shifts));
  run_alone(all, s, steps_until(s, s.t0), s.paths, session.seed(), {&loss, &shift}, control);
  return {std::move(loss), std::move(shift), s.refine};
}

ArrayXd distance_by_start(const Session& session, const NetworkSetting& s, const NetworkPair& pair,
                          const RunControl& control) {
  if (s.starts.size() == 0) return {};
  std::vector<ProcessPointer> all{std::make_shared<CoarsenedProcess>(pair.optimizer, s.refine)};
  for (const double t0 : s.starts)
    all.push_back(
        sde_process(s, fmt::format("sde{}", all.size()), pair.sde, s.refine, *pair.optimizer, t0));
  const auto problem = network_problem(s, s.sigma);
  std::vector<Observable> losses;
  for (std::size_t i = 0; i < all.size(); ++i) losses.push_back(loss_of(*all[i], i, problem));
  MomentRecorder loss("loss", side_by_side(losses));
  run_alone(all, s, steps_until(s, s.starts.maxCoeff()), s.start_paths, session.seed("starts"),
            {&loss}, control);
  const MomentCurves m = loss.curves();
  ArrayXd distance(s.starts.size());
  for (Index i = 0; i < distance.size(); ++i)
    distance(i) = std::sqrt(after_start(m.mean.col(1 + i) - m.mean.col(0)).square().mean());
  return distance;
}

}  // namespace

NetworkCurves::NetworkCurves(MomentRecorder loss, MomentRecorder shift, std::uint64_t refine)
    : loss_(std::move(loss)),
      shift_(std::move(shift)),
      refine_(static_cast<double>(refine)),
      times_(after_start(Eigen::Map<const ArrayXd>(loss_.times().data(),
                                                   static_cast<Index>(loss_.times().size())))),
      coordinates_(static_cast<Index>(2 * shift_.columns().size() / loss_.columns().size())) {}

Estimate NetworkCurves::loss(NetworkMember member) const {
  return from_point(loss_.mean(2 * place(member)), 1);
}

ArrayXd NetworkCurves::loss_deviation(NetworkMember member) const {
  return after_start(loss_.curves().second.col(2 * place(member)).sqrt());
}

Estimate NetworkCurves::log_loss(NetworkMember member) const {
  return from_point(loss_.mean(2 * place(member) + 1), 1);
}

ArrayXd NetworkCurves::log_spread(const MomentCurves& m, NetworkMember member) const {
  return after_start(
      m.second.middleCols(place(member) * coordinates_, coordinates_).log().rowwise().mean());
}

ArrayXd NetworkCurves::spread(NetworkMember member, double eta) const {
  return log_spread(shift_.curves(), member).exp() / eta;
}

Estimate NetworkCurves::log_spread_ratio(NetworkMember sde) const {
  return jackknife(shift_, [&](const MomentCurves& m) -> ArrayXd {
    return log_spread(m, NetworkMember::optimizer) - log_spread(m, sde);
  });
}

ArrayXd NetworkCurves::bias(const Estimate& coarse, const Estimate& fine) const {
  return discretisation_bias(coarse, fine, refine_);
}

std::vector<NetworkWalk> walk_network(const Session& session, const NetworkSetting& setting,
                                      const std::vector<NetworkPair>& pairs) {
  const RunControl shared = session.run_control();
  const auto policy = shared.threads > 1 ? std::launch::async : std::launch::deferred;
  std::vector<std::future<NetworkWalk>> walks;
  for (const NetworkPair& pair : pairs) {
    RunControl control = shared;
    if (!walks.empty()) control.progress = {};  // the first stands for all
    walks.push_back(std::async(policy, [&session, &setting, &pair, control] {
      NetworkCurves curves = course(session, setting, pair, control);
      return NetworkWalk{std::move(curves), distance_by_start(session, setting, pair, control)};
    }));
  }
  std::vector<NetworkWalk> done;
  for (auto& walk : walks) done.push_back(walk.get());
  return done;
}

ArrayXd loss_without_noise(const NetworkSetting& s, const SdeModel& sde, const Block& state,
                           const ArrayXd& times) {
  Scratch scratch;
  Block at = state, drift(1, state.cols()), diagonal(1, sde.noise_dimension()), f(1, 1);
  ArrayXd loss(times.size());
  std::uint64_t step = steps_until(s, s.t0);
  for (Index i = 0; i < times.size(); ++i) {
    for (; step < steps_until(s, times(i)); ++step) {
      sde.coefficients(s.eta * static_cast<double>(step), at, drift, diagonal, scratch);
      at += s.eta * drift;
    }
    s.network->loss(at.leftCols(s.network->dimension()), f, scratch);
    loss(i) = f(0, 0);
  }
  return loss;
}

}  // namespace sdescent::adaptive
