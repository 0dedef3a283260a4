#include "validation/adaptive/network_course.hpp"

#include "solvers/coarsened_process.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <fmt/format.h>

#include <cmath>

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

/// Tick `first` and records after it, the last at the end.
RecordTimes records_from(const NetworkSetting& s, const Clock& clock, std::uint64_t first) {
  std::vector<std::uint64_t> ticks;
  for (std::uint64_t i = 0; i <= s.records; ++i)
    ticks.push_back(first + i * (s.steps - first) / s.records);
  return RecordTimes::at(clock, std::move(ticks));
}

ArrayXd after_start(const ArrayXd& curve) { return curve.tail(curve.size() - 1); }

}  // namespace

NetworkCurves::NetworkCurves(MomentRecorder loss, MomentRecorder shift, std::uint64_t refine)
    : loss_(std::move(loss)),
      shift_(std::move(shift)),
      refine_(static_cast<double>(refine)),
      times_(after_start(Eigen::Map<const ArrayXd>(loss_.times().data(),
                                                   static_cast<Index>(loss_.times().size())))),
      coordinates_(static_cast<Index>(shift_.columns().size() / loss_.columns().size())) {}

Estimate NetworkCurves::mean_loss(std::size_t process) const {
  return from_point(loss_.mean(static_cast<Index>(process)), 1);
}

ArrayXd NetworkCurves::loss_deviation(std::size_t process) const {
  return after_start(loss_.curves().second.col(static_cast<Index>(process)).sqrt());
}

ArrayXd NetworkCurves::spread(const MomentCurves& m, std::size_t process) const {
  return after_start(m.second.middleCols(static_cast<Index>(process) * coordinates_, coordinates_)
                         .rowwise()
                         .sum());
}

ArrayXd NetworkCurves::spread(std::size_t process) const {
  return spread(shift_.curves(), process);
}

Estimate NetworkCurves::spread_ratio(std::size_t process) const {
  return jackknife(shift_, [&](const MomentCurves& m) -> ArrayXd {
    return spread(m, optimizer) / spread(m, process);
  });
}

ArrayXd NetworkCurves::bias(const Estimate& coarse, const Estimate& fine) const {
  return discretisation_bias(coarse, fine, refine_);
}

NetworkCurves walk_network(Session& session, const NetworkSetting& s,
                           const ProcessPointer& optimizer, const std::vector<SdePointer>& sdes) {
  std::vector<ProcessPointer> all{std::make_shared<CoarsenedProcess>(optimizer, s.refine)};
  for (std::size_t i = 0; i < sdes.size(); ++i) {
    all.push_back(sde_process(s, fmt::format("sde{}_coarse", i + 1), sdes[i], 1, *optimizer, s.t0));
    all.push_back(
        sde_process(s, fmt::format("sde{}_fine", i + 1), sdes[i], s.refine, *optimizer, s.t0));
  }
  const std::size_t moving = all.size();
  all.push_back(std::make_shared<Held>(*optimizer, 0, s.t0));
  const auto problem = network_problem(s, s.sigma);
  std::vector<Observable> losses, shifts;
  for (std::size_t i = 0; i < moving; ++i) {
    losses.push_back(loss_of(*all[i], i, problem));
    shifts.push_back(shift_of(*all[i], i, moving, s.network->dimension()));
  }
  MomentRecorder loss("loss", side_by_side(losses)), shift("shift", side_by_side(shifts));
  const Clock clock(s.eta, s.steps);
  session.run(all, clock, records_from(s, clock, steps_until(s, s.t0)), s.paths,
              Philox(session.seed()), {&loss, &shift});
  return {std::move(loss), std::move(shift), s.refine};
}

Eigen::ArrayXXd distance_by_start(Session& session, const NetworkSetting& s,
                                  const ProcessPointer& optimizer,
                                  const std::vector<SdePointer>& sdes, const ArrayXd& starts) {
  std::vector<ProcessPointer> all{std::make_shared<CoarsenedProcess>(optimizer, s.refine)};
  for (const double t0 : starts)
    for (const SdePointer& sde : sdes)
      all.push_back(
          sde_process(s, fmt::format("sde{}", all.size()), sde, s.refine, *optimizer, t0));
  const auto problem = network_problem(s, s.sigma);
  std::vector<Observable> losses;
  for (std::size_t i = 0; i < all.size(); ++i) losses.push_back(loss_of(*all[i], i, problem));
  MomentRecorder loss("loss", side_by_side(losses));
  const Clock clock(s.eta, s.steps);
  session.run(all, clock, records_from(s, clock, steps_until(s, starts.maxCoeff())), s.start_paths,
              Philox(session.seed("starts")), {&loss});
  const MomentCurves m = loss.curves();
  Eigen::ArrayXXd distance(starts.size(), static_cast<Index>(sdes.size()));
  for (Index i = 0; i < distance.rows(); ++i)
    for (Index j = 0; j < distance.cols(); ++j)
      distance(i, j) =
          std::sqrt((m.mean.col(1 + i * distance.cols() + j) - m.mean.col(0)).square().mean());
  return distance;
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
