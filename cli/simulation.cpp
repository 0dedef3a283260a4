#include "cli/simulation.hpp"

#include "cli/at_place.hpp"
#include "cli/config_reader.hpp"
#include "cli/problem_config.hpp"
#include "cli/process_config.hpp"
#include "cli/schedule_config.hpp"
#include "cli/start_config.hpp"
#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::cli {
namespace {

namespace fs = std::filesystem;

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

TimeUnit read_time_unit(const ConfigTable& root) {
  const std::string text = root.text_or("time", "k eta");
  const std::vector<std::string> valid{"k eta", "k/d"};
  return at(root.where("time"), [&] {
    if (text != valid[0] && text != valid[1]) throw_unknown("time", text, valid);
    return text == valid[0] ? TimeUnit::eta : TimeUnit::dimension;
  });
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
  const TimeUnit unit = read_time_unit(root);
  auto read = at(problem.where(), [&] { return read_problem(problem, path.parent_path()); });
  const double tick = unit == TimeUnit::eta ? eta : 1.0 / static_cast<double>(read->dimension());
  Simulation simulation{read_name(root, path),
                        root.count_or("seed", 1),
                        read_resolution(root),
                        read_paths(root),
                        eta,
                        unit,
                        at(root.where("steps"), [&] { return Clock(tick, root.count("steps")); }),
                        root.count_or("records", 100),
                        std::move(read),
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
