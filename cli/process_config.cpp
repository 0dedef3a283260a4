#include "cli/process_config.hpp"

#include "cli/at_place.hpp"
#include "cli/schedule_config.hpp"
#include "cli/start_config.hpp"
#include "io/require.hpp"
#include "models/risk_ode.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/scaled_clock_sde.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"

#include <fmt/format.h>

namespace sdescent::cli {
namespace {

/// Makes a process from whichever factory its catalogue entry has.
struct ProcessMaker {
  const ConfigTable& t;
  const Simulation& simulation;
  const Start& start;
  std::string name;
  double eta;
  std::uint16_t stream;
  Schedule schedule;
  Constants constants;

  std::shared_ptr<const Process> operator()(const OptimizerFactory& make) const {
    const auto from = [&](const Start& where) {
      OptimizerSettings settings{name, simulation.problem, eta, where, stream, schedule};
      return make(on_dimension() ? high_dimensional(settings) : settings, constants);
    };
    const auto process = from(start);
    return t.has("start") ? from(own_start(process->layout())) : process;
  }
  std::shared_ptr<const Process> operator()(const SdeFactory& make) const {
    if (!on_dimension()) return sde(make(simulation.problem, eta, schedule, constants));
    require(schedule.name() == Schedule().name(), fmt::format("schedule of {} on t = k/d", name),
            "constant", schedule.description());
    const double rate = eta / static_cast<double>(simulation.problem->dimension());
    return sde(
        std::make_shared<ScaledClockSde>(make(simulation.problem, rate, {}, constants), eta));
  }
  std::shared_ptr<const Process> operator()(const HomogenizedSdeFactory& make) const {
    require_dimension();
    return sde(make(streaming_regression(name, simulation.problem), scheduled_rate(eta, schedule)));
  }
  /// A risk curve begins where θ does.
  std::shared_ptr<const Process> operator()(const RiskFactory& make) const {
    require_dimension();
    const auto problem = streaming_regression(name, simulation.problem);
    require(!t.has("start") && start.common_point() != nullptr, "start of process " + name,
            "the point of [start], for its curve is solved once", "another");
    const RiskModel model = make(*problem, scheduled_rate(eta, schedule));
    const RiskModes modes =
        model.modes(problem->covariance(), *start.common_point() - problem->risk().optimum());
    return std::make_shared<OdeProcess>(name, RiskOde(model.equation, modes.lambda, modes.load),
                                        StartPoint(modes.initial), simulation.clock.end());
  }
  std::shared_ptr<const Process> operator()(const OdeFactory& make) const {
    require(!on_dimension(), "time of " + name, "\"k eta\"", "\"k/d\"");
    const auto model = make(simulation.problem, schedule);
    return std::make_shared<OdeProcess>(
        name, *model, t.has("start") ? own_start(model->layout()) : start, simulation.clock.end());
  }

 private:
  bool on_dimension() const { return simulation.unit == TimeUnit::dimension; }
  void require_dimension() const {
    require(on_dimension(), "time of " + name, "\"k/d\"", "\"k eta\"");
  }
  std::shared_ptr<const Process> sde(const std::shared_ptr<const SdeModel>& model) const {
    const std::uint64_t refine = t.count_or("refine", 1);
    const auto stepper = at(t.where("stepper"), [&] {
      return find_stepper(t.text_or("stepper", std::string(steppers().front()->name())));
    });
    return std::make_shared<SdeProcess>(name, model, stepper,
                                        SdeGrid{on_dimension() ? simulation.clock.tick() : eta,
                                                refine, t.count_or("brownian", refine), stream},
                                        sde_start(model->layout()));
  }
  Start own_start(const Layout& layout) const {
    const ConfigTable own = t.table("start");
    const Start from = read_start_from(own, layout, simulation.processes);
    at(own.where("time"), [&] {
      require(from.time() < simulation.clock.end(), "time of the start",
              fmt::format("< {}, the end of the run", simulation.clock.end()),
              fmt::format("{}", from.time()));
    });
    return from;
  }
  /// [start] is one in x: an SDE of more does not begin there.
  Start sde_start(const Layout& layout) const {
    if (t.has("start")) return own_start(layout);
    require(layout.size() == start.dimension(), "start of process " + name,
            fmt::format("{{from = …, time = …}}: the state {} of an optimizer", fields_of(layout)),
            "[start], which gives x alone");
    return start;
  }
};

Constants read_constants(const ConfigTable& t, Constants constants) {
  for (const Constant& constant : constants.declared())
    if (t.has(constant.name))
      at(t.where(constant.name), [&] { constants.set(constant.name, t.real(constant.name)); });
  return constants;
}

}  // namespace

void read_process(const ConfigTable& t, Simulation& simulation, const Start& start,
                  const Schedule& common_schedule) {
  const CatalogueEntry& entry =
      at(t.where("model"), [&]() -> const CatalogueEntry& { return find_model(t.text("model")); });
  const std::string name = t.text_or("name", entry.name);
  for (const auto& earlier : simulation.processes)
    at(t.where("name"),
       [&] { require(name != earlier->name(), "name of a process", "used once", name); });
  const double eta = t.real_or("eta", simulation.eta);
  at(t.where("eta"), [&] { require_positive("eta", eta); });
  const std::uint64_t stream = t.count_or("stream", simulation.processes.size() + 1);
  at(t.where("stream"),
     [&] { require(stream < 65'536, "stream", "< 65536", fmt::format("{}", stream)); });
  const Schedule schedule = read_schedule_or(t, common_schedule);
  simulation.processes.push_back(
      std::visit(ProcessMaker{t, simulation, start, name, eta, static_cast<std::uint16_t>(stream),
                              schedule, read_constants(t, entry.constants)},
                 entry.make));
  simulation.kinds.push_back(entry.kind());
  simulation.schedules.push_back(schedule);
  t.refuse_unknown_keys();
}

}  // namespace sdescent::cli
