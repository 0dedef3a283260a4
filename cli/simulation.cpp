#include "cli/simulation.hpp"

#include "cli/at_place.hpp"
#include "cli/config_reader.hpp"
#include "cli/problem_config.hpp"
#include "cli/schedule_config.hpp"
#include "cli/start_config.hpp"
#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"
#include "models/catalogue.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::cli {
namespace {

namespace fs = std::filesystem;

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
      return make({name, simulation.problem, eta, where, stream, schedule}, constants);
    };
    const auto process = from(start);
    return t.has("start") ? from(own_start(process->layout())) : process;
  }
  std::shared_ptr<const Process> operator()(const SdeFactory& make) const {
    const auto model = make(simulation.problem, eta, schedule, constants);
    const std::uint64_t refine = t.count_or("refine", 1);
    const auto stepper = at(t.where("stepper"), [&] {
      return find_stepper(t.text_or("stepper", std::string(steppers().front()->name())));
    });
    return std::make_shared<SdeProcess>(
        name, model, stepper, SdeGrid{eta, refine, t.count_or("brownian", refine), stream},
        sde_start(model->layout()));
  }
  std::shared_ptr<const Process> operator()(const OdeFactory& make) const {
    const auto model = make(simulation.problem, schedule);
    return std::make_shared<OdeProcess>(
        name, *model, t.has("start") ? own_start(model->layout()) : start, simulation.clock.end());
  }

 private:
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

/// Adds a process to the simulation.
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

void read_observe(const ConfigTable& root, Simulation& simulation) {
  simulation.observe_state = simulation.observe_loss = !root.has("observe");
  if (!root.has("observe")) return;
  const std::vector<std::string> valid{"loss", "x"};
  for (const std::string& what : root.texts("observe")) {
    if (what == "loss")
      simulation.observe_loss = true;
    else if (what == "x")
      simulation.observe_state = true;
    else
      throw_unknown("observable", what, valid);
  }
}

/// Results replace the directory of this name, so it must not lead anywhere else.
std::string read_name(const ConfigTable& root, const fs::path& path) {
  const std::string name = root.text_or("name", path.stem().string());
  at(root.where("name"), [&] {
    require(name.find('/') == std::string::npos && name != "." && name != "..", "name",
            "the name of a directory, without \"/\"", fmt::format("\"{}\"", name));
  });
  return name;
}

std::uint64_t read_paths(const ConfigTable& root) {
  const std::uint64_t paths = root.count("paths");
  at(root.where("paths"), [&] { require(paths >= 1, "paths", ">= 1", "0"); });
  return paths;
}

double read_eta(const ConfigTable& root) {
  const double eta = root.real("eta");
  at(root.where("eta"), [&] { require_positive("eta", eta); });
  return eta;
}

Resolution read_resolution(const ConfigTable& root) {
  const std::uint64_t bits = root.count_or("random_bits", 32);
  at(root.where("random_bits"), [&] {
    require(bits == 32 || bits == 52, "random_bits", "32 or 52", fmt::format("{}", bits));
  });
  return bits == 32 ? Resolution::bits32 : Resolution::bits52;
}

}  // namespace

RecordTimes Simulation::record_times() const {
  double last_start = 0.0;
  for (const auto& process : processes) last_start = std::max(last_start, process->start_time());
  return RecordTimes::evenly(clock, records,
                             static_cast<std::uint64_t>(std::llround(last_start / clock.tick())));
}

Simulation read_simulation(const fs::path& path) {
  const ConfigTable root = ConfigTable::read(path);
  const ConfigTable problem = root.table("problem");
  const double eta = read_eta(root);
  Simulation simulation{
      read_name(root, path),
      root.count_or("seed", 1),
      read_resolution(root),
      read_paths(root),
      eta,
      at(root.where("steps"), [&] { return Clock(eta, root.count("steps")); }),
      root.count_or("records", 100),
      at(problem.where(), [&] { return read_problem(problem, path.parent_path()); }),
      {},
      {},
      {},
      false,
      false};
  const Start start = read_start(root, simulation.problem->dimension());
  const Schedule schedule = read_schedule_or(root, {});
  for (const ConfigTable& t : root.tables("process"))
    at(t.where(), [&] { read_process(t, simulation, start, schedule); });
  at(root.where("records"), [&] { simulation.record_times(); });
  at(root.where("observe"), [&] { read_observe(root, simulation); });
  root.refuse_unknown_keys();
  return simulation;
}

}  // namespace sdescent::cli
