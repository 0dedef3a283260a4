#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/simulation.hpp"
#include "cli/simulation_figure.hpp"
#include "io/atomic_file.hpp"
#include "io/csv.hpp"
#include "io/error.hpp"
#include "io/npz.hpp"
#include "io/result_directory.hpp"
#include "models/risk_ode.hpp"
#include "plots/draw.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "validation/manifest.hpp"
#include "validation/session.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <exception>

namespace sdescent::cli {
namespace {

namespace fs = std::filesystem;

/// Recorders of what the configuration observes.
std::vector<MomentRecorder> recorders_of(const Simulation& s) {
  std::vector<Observable> states, losses;
  for (std::size_t i = 0; i < s.processes.size(); ++i) {
    const Process& process = *s.processes[i];
    if (s.kinds[i] == ModelKind::risk) {
      losses.push_back(risk_of(process, i));
      continue;
    }
    states.push_back(state_field(process, i, "x"));
    losses.push_back(loss_of(process, i, s.problem));
  }
  std::vector<MomentRecorder> recorders;
  if (s.observe_state && !states.empty()) recorders.emplace_back("moments", side_by_side(states));
  if (s.observe_loss) recorders.emplace_back("loss", side_by_side(losses));
  return recorders;
}

void run_processes(const Simulation& s, const CommonOptions& options, std::uint64_t seed,
                   std::vector<MomentRecorder>& recorders) {
  std::vector<Recorder*> pointers;
  for (MomentRecorder& recorder : recorders) pointers.push_back(&recorder);
  Progress progress("simulate " + s.name);
  const RunControl control{.threads = options.threads,
                           .tile = 0,
                           .stop = &interrupt_flag(),
                           .progress = [&](double fraction) { progress(fraction); }};
  require_ok(sdescent::run(s.processes, s.clock, s.record_times(), s.paths,
                           Philox(seed, s.resolution), pointers, control));
}

void draw_figures(const Simulation& s, const std::vector<MomentRecorder>& recorders,
                  const fs::path& directory) {
  fs::create_directories(directory);
  for (const Figure& figure : simulation_figures(s, recorders))
    draw(figure, directory, std::vector{Format::svg, Format::png, Format::pdf});
}

void write_recorder(const fs::path& data, const MomentRecorder& recorder) {
  const ResultTable table = moment_table(recorder.name(), recorder);
  write_atomically(data / (table.name + ".csv"), to_csv(table.columns, table.values));
  Archive archive;
  recorder.save(archive);
  write_atomically(data / (table.name + ".npz"), to_npz(archive));
}

void print(const MomentRecorder& recorder) {
  const MomentCurves curves = recorder.curves();
  const Index last = curves.mean.rows() - 1;
  for (std::size_t c = 0; c < recorder.columns().size(); ++c) {
    const auto i = static_cast<Index>(c);
    fmt::print("  {:<28} mean {:<12.6g} standard deviation {:.6g}\n", recorder.columns()[c],
               curves.mean(last, i), std::sqrt(curves.second(last, recorder.variance_column(i))));
  }
}

}  // namespace

ExitCode simulate(const fs::path& config, const CommonOptions& options) {
  const Simulation s = read_simulation(config);
  const std::uint64_t seed = options.seed_given ? options.seed : s.seed;
  ResultDirectory results(options.out / "simulate" / s.name);
  const std::string started = utc_now();
  const auto begin = std::chrono::steady_clock::now();
  std::vector<MomentRecorder> recorders = recorders_of(s);
  try {
    run_processes(s, options, seed, recorders);
  } catch (const InvalidInput& error) {  // processes that do not fit together
    throw InvalidInput(fmt::format("{}: {}", config.string(), error.what()));
  }
  fs::create_directories(results.path() / "data");
  for (const MomentRecorder& recorder : recorders)
    write_recorder(results.path() / "data", recorder);
  std::exception_ptr drawing_failed;
  try {
    draw_figures(s, recorders, results.path() / "figures");
  } catch (const IoError&) {
    drawing_failed = std::current_exception();
  }
  if (interrupt_flag()) throw Interrupted("stopped");
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  const RunInputs inputs{"simulate/" + s.name, seed, "", "", {{"config", config.string()}}};
  write_atomically(
      results.path() / "manifest.json",
      manifest_json(inputs,
                    {.threads = options.threads, .started = started, .seconds = elapsed.count()}));
  results.publish();
  if (drawing_failed) std::rethrow_exception(drawing_failed);
  const std::string directory = (options.out / "simulate" / s.name).string();
  if (options.json) {
    const nlohmann::ordered_json json{
        {"id", inputs.id}, {"directory", directory}, {"seconds", elapsed.count()}};
    // A path need not be UTF-8.
    fmt::print("{}\n", json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
    return ExitCode::expected;
  }
  fmt::print("simulate/{}  ({:.1f} s, {} paths, t = {})\n", s.name, elapsed.count(), s.paths,
             s.clock.end());
  for (const MomentRecorder& recorder : recorders) print(recorder);
  fmt::print("  results in {}\n", directory);
  return ExitCode::expected;
}

}  // namespace sdescent::cli
