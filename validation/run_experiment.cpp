#include "validation/run_experiment.hpp"

#include "io/atomic_file.hpp"
#include "io/crc32.hpp"
#include "io/csv.hpp"
#include "io/error.hpp"
#include "io/npz.hpp"
#include "io/read_file.hpp"
#include "io/result_directory.hpp"
#include "plots/draw.hpp"
#include "validation/build_info.hpp"
#include "validation/decide.hpp"
#include "validation/find_data.hpp"
#include "validation/manifest.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

/// Of a file's bytes. A missing one is answered with what it should have been.
std::string checksum(const Parameter& p, const std::string& path) {
  const fs::path found = find_data(path);
  if (!fs::exists(found))
    throw IoError(fmt::format("cannot read {}: no such file; --set {}=PATH names {}",
                              fs::absolute(found).lexically_normal().string(), p.name, p.meaning));
  return fmt::format("{:08x}", crc32_of({read_file(found)}));
}

RunInputs inputs_of(const Experiment& experiment, const SessionOptions& options,
                    const Session& session) {
  RunInputs inputs{.id = experiment.id,
                   .seed = options.seed,
                   .effort = to_string(options.effort),
                   .control = options.control};
  for (const auto& [name, value] : session.parameters().all())
    inputs.parameters.emplace_back(name, to_string(value));
  for (const Parameter& p : experiment.parameters)
    if (p.is_file && session.parameters().text(p.name) != p.no_file)
      inputs.files.emplace_back(p.name, checksum(p, session.parameters().text(p.name)));
  return inputs;
}

void draw_figures(const Session& session, const fs::path& directory) {
  std::vector<Format> formats{Format::svg};
  if (session.effort() != Effort::quick) formats = {Format::svg, Format::png, Format::pdf};
  fs::create_directories(directory);
  for (const Figure& figure : session.figures()) draw(figure, directory, formats);
}

/// What the last look found.
struct Findings {
  std::unique_ptr<Session> session;
  std::vector<DecidedClaim> claims;
  Looks looks;
  CellCounts cells;
};

/// Looks, each with its equal part of α, until all claims are decided or none is left.
Findings look_until_decided(const Experiment& experiment, const SessionOptions& options,
                            CellStore& store) {
  Findings found;
  found.looks.allowed = looks_allowed(experiment.parameters, options.effort, options.settings);
  const double alpha = experiment_alpha / found.looks.allowed;
  do {
    found.session = std::make_unique<Session>(experiment, options, found.looks.taken);
    found.session->keep_cells_in(store);
    experiment.measure(*found.session);
    found.claims = decide(found.session->assessments(), alpha);
    found.cells.kept += found.session->cell_counts().kept;
    found.cells.computed += found.session->cell_counts().computed;
    ++found.looks.taken;
  } while (!all_decided(found.claims) && found.looks.taken < found.looks.allowed);
  return found;
}

void throw_if_stopped(const SessionOptions& options) {
  if (options.stop && options.stop->load()) throw Interrupted("stopped");
}

}  // namespace

fs::path result_path(const fs::path& out, const Experiment& experiment,
                     const std::string& control) {
  return out / (control.empty() ? experiment.id : fmt::format("{}.{}", experiment.id, control));
}

void write_data(const Session& session, const fs::path& directory) {
  fs::create_directories(directory);
  for (const ResultTable& table : session.tables())
    write_atomically(directory / (table.name + ".csv"), to_csv(table.columns, table.values));
  for (const auto& [name, archive] : session.archives())
    write_atomically(directory / (name + ".npz"), to_npz(archive));
}

ExperimentResult run_experiment(const Experiment& experiment, const SessionOptions& options,
                                const fs::path& out, bool resume) {
  const RunInputs inputs = inputs_of(experiment, options, Session(experiment, options));
  const fs::path directory = result_path(out, experiment, options.control);
  if (resume && manifest_matches(directory / "manifest.json", inputs)) {
    // A process killed just after it had published leaves them.
    CellStore(cells_path(directory), run_stamp(inputs), resume).discard();
    return {.id = experiment.id, .directory = directory, .resumed = true};
  }
  ResultDirectory results(directory);
  CellStore cells(cells_path(directory), run_stamp(inputs),
                  resume && build_info().names_its_code());
  const std::string started = utc_now();
  const auto begin = std::chrono::steady_clock::now();
  Findings found = look_until_decided(experiment, options, cells);
  const Session& session = *found.session;
  write_data(session, results.path() / "data");
  write_atomically(results.path() / "claims.json", claims_json(experiment.paper(), found.claims));
  std::exception_ptr drawing_failed;
  try {
    if (options.draw) draw_figures(session, results.path() / "figures");
  } catch (const IoError&) {
    drawing_failed = std::current_exception();
  }
  throw_if_stopped(options);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  write_atomically(results.path() / "manifest.json",
                   manifest_json(inputs, {.threads = options.threads,
                                          .started = started,
                                          .seconds = elapsed.count(),
                                          .kept_cells = found.cells.kept,
                                          .looks = found.looks}));
  results.publish();
  cells.discard();
  if (drawing_failed) std::rethrow_exception(drawing_failed);
  return {.id = experiment.id,
          .claims = std::move(found.claims),
          .seconds = elapsed.count(),
          .directory = directory,
          .cells = found.cells,
          .looks = found.looks};
}

}  // namespace sdescent
