#include "validation/run_experiment.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "io/npz.hpp"
#include "io/read_file.hpp"
#include "tests/plots/environment_variable.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/validation/synthetic.hpp"
#include "validation/build_info.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <map>
#include <set>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

Evidence one_point(double deviation) {
  const auto point = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
  return {synthetic::estimate(point(deviation), point(0.1)), point(2), point(1), point(0)};
}

/// An experiment that takes no time: its one claim holds by a wide margin, or fails under its
/// control.
void measure(Session& session) {
  session.evidence("mean", one_point(session.control("wrong") ? 9.0 : 0.0));
  session.table(
      {"curve", {"t", "x"}, Eigen::Matrix2d{{0.0, 1.0}, {0.5, session.parameters().real("eta")}}});
  Archive archive;
  archive.set("x", {2}, {1.0, 2.0});
  session.archive("raw", std::move(archive));
  Figure figure{.name = "plot"};
  figure.panels.push_back(
      Panel{}.line(std::vector{0.0, 1.0}, std::vector{0.0, 1.0}, "x", style::theory()));
  session.figure(std::move(figure));
}

Experiment fake(std::function<void(Session&)> body = measure) {
  return {.id = "paper/fake",
          .title = "",
          .reference = "",
          .statement = "",
          .parameters = {positive("eta", 0.5, "", "")},
          .claims = {synthetic::claim()},
          .controls = {{"wrong", "", {"mean"}, Effort::quick}},
          .measure = std::move(body)};
}

SessionOptions quick(std::vector<std::string> settings = {}) {
  SessionOptions options;
  options.effort = Effort::quick;
  options.settings = std::move(settings);
  return options;
}

/// Files below a directory and what they hold; directories hold "/".
std::map<std::string, std::string> contents(const fs::path& directory) {
  std::map<std::string, std::string> all;
  for (const auto& entry : fs::recursive_directory_iterator(directory))
    all[fs::relative(entry.path(), directory).string()] =
        entry.is_directory() ? "/" : read_file(entry.path());
  return all;
}

std::set<std::string> names(const fs::path& directory) {
  std::set<std::string> names;
  for (const auto& [name, bytes] : contents(directory)) names.insert(name);
  return names;
}

const std::set<std::string> quick_files{"manifest.json",   "claims.json",      "data",
                                        "data/curve.csv",  "data/raw.npz",     "figures",
                                        "figures/plot.gp", "figures/plot.dat", "figures/plot.svg"};

TEST_CASE("a run leaves its files, and nothing beside its directory", "[validation]") {
  const TemporaryDirectory out;
  const ExperimentResult result = run_experiment(fake(), quick(), out.path(), false);
  CHECK(result.id == "paper/fake");
  CHECK(result.directory == out.path() / "paper" / "fake");
  CHECK_FALSE(result.resumed);
  REQUIRE(result.claims.size() == 1);
  CHECK(result.claims[0].reading.verdict == Verdict::holds);
  CHECK(names(result.directory) == quick_files);
  CHECK(names(out.path() / "paper").size() == quick_files.size() + 1);
  CHECK(read_file(result.directory / "data" / "curve.csv") == "t,x\n0,1\n0.5,0.5\n");
  CHECK(read_npz(result.directory / "data" / "raw.npz").get("x").values ==
        std::vector<double>{1, 2});
  const auto records = read_claims(result.directory / "claims.json");
  REQUIRE(records.size() == 1);
  CHECK(records[0].paper == "paper");
  CHECK(records[0].verdict == "holds");
  CHECK(records[0].alpha == 0.01);
  const auto manifest = nlohmann::json::parse(read_file(result.directory / "manifest.json"));
  CHECK(manifest["inputs"]["parameters"]["eta"] == "0.5");
  CHECK(manifest["inputs"]["effort"] == "quick");
}

TEST_CASE("beyond quick effort there are PNG and PDF, too", "[validation]") {
  const TemporaryDirectory out;
  SessionOptions options;
  options.effort = Effort::standard;
  std::set<std::string> files = quick_files;
  files.insert({"figures/plot.png", "figures/plot.pdf"});
  CHECK(names(run_experiment(fake(), options, out.path(), false).directory) == files);
}

TEST_CASE("a run replaces what an earlier one left", "[validation]") {
  const TemporaryDirectory out;
  const fs::path directory = run_experiment(fake(), quick(), out.path(), false).directory;
  fs::create_directory(directory / "old");
  run_experiment(fake(), quick({"eta=0.25"}), out.path(), false);
  CHECK(names(directory) == quick_files);
  CHECK(read_file(directory / "data" / "curve.csv") == "t,x\n0,1\n0.5,0.25\n");
}

TEST_CASE("results appear at once", "[validation]") {
  const TemporaryDirectory out;
  const fs::path directory = out.path() / "paper" / "fake";
  bool seen = true;
  run_experiment(fake([&](Session& session) {
                   seen = fs::exists(directory);
                   measure(session);
                 }),
                 quick(), out.path(), false);
  CHECK_FALSE(seen);
  std::map<std::string, std::string> during;
  const auto before = contents(directory);
  run_experiment(fake([&](Session& session) {
                   during = contents(directory);
                   measure(session);
                 }),
                 quick({"eta=0.25"}), out.path(), false);
  CHECK(during == before);
}

TEST_CASE("an experiment that throws leaves the earlier results whole", "[validation]") {
  const TemporaryDirectory out;
  run_experiment(fake(), quick(), out.path(), false);
  const auto before = contents(out.path());
  const auto throwing = [](auto error) {
    return fake([error](Session& session) {
      measure(session);
      throw error;
    });
  };
  const auto run = [&](const Experiment& e) { run_experiment(e, quick(), out.path(), false); };
  CHECK_THROWS_AS(run(throwing(NumericalFailure("blew up"))), NumericalFailure);
  CHECK_THROWS_AS(run(throwing(Interrupted("stopped"))), Interrupted);
  CHECK_THROWS_AS(run(throwing(InvalidInput("no"))), InvalidInput);
  CHECK_THROWS_AS(run(fake([](Session&) {})), std::logic_error);  // without evidence
  CHECK(contents(out.path()) == before);
}

TEST_CASE("without gnuplot the numbers are published and the error is told", "[validation]") {
  const TemporaryDirectory out, empty;
  const EnvironmentVariable path("PATH", empty.path().string());
  CHECK_THROWS_AS(run_experiment(fake(), quick(), out.path(), false), IoError);
  const fs::path directory = out.path() / "paper" / "fake";
  CHECK(read_claims(directory / "claims.json").size() == 1);
  CHECK(fs::exists(directory / "manifest.json"));
  CHECK(fs::exists(directory / "data" / "curve.csv"));
  CHECK_FALSE(fs::exists(directory / "figures" / "plot.svg"));
}

TEST_CASE("a stop during the drawing of figures is a stop", "[validation]") {
  const TemporaryDirectory out;
  std::atomic<bool> stop = false;
  SessionOptions options = quick();
  options.stop = &stop;
  const Experiment experiment = fake([&stop](Session& session) {
    measure(session);
    stop = true;
  });
  CHECK_THROWS_AS(run_experiment(experiment, options, out.path(), false), Interrupted);
  CHECK_FALSE(fs::exists(out.path() / "paper" / "fake"));
}

TEST_CASE("bad settings are refused before anything is made", "[validation]") {
  const TemporaryDirectory out;
  bool measured = false;
  const Experiment experiment = fake([&](Session&) { measured = true; });
  CHECK_THROWS_AS(run_experiment(experiment, quick({"eta=0"}), out.path(), false), InvalidInput);
  SessionOptions options = quick();
  options.control = "rwong";
  CHECK_THROWS_AS(run_experiment(experiment, options, out.path(), false), InvalidInput);
  CHECK(out.entry_count() == 0);
  CHECK_FALSE(measured);
}

TEST_CASE("a directory that cannot be written is found before any work", "[validation]") {
  const TemporaryDirectory out;
  bool measured = false;
  const Experiment experiment = fake([&](Session&) { measured = true; });
  CHECK_THROWS_AS(run_experiment(experiment, quick(), "/dev/null/runs", false), IoError);
  CHECK_FALSE(measured);
}

TEST_CASE("a control has a directory of its own", "[validation]") {
  const TemporaryDirectory out;
  run_experiment(fake(), quick(), out.path(), false);
  const auto before = contents(out.path() / "paper" / "fake");
  SessionOptions options = quick();
  options.control = "wrong";
  const ExperimentResult control = run_experiment(fake(), options, out.path(), false);
  CHECK(control.directory == out.path() / "paper" / "fake.wrong");
  CHECK(control.claims[0].contradicts_expectation());
  CHECK(read_claims(control.directory / "claims.json")[0].verdict == "fails");
  CHECK(contents(out.path() / "paper" / "fake") == before);
}

TEST_CASE("resume keeps a finished run of equal inputs by a build that can be told apart",
          "[validation]") {
  const TemporaryDirectory out;
  int measured = 0;
  const Experiment experiment = fake([&](Session& session) {
    ++measured;
    measure(session);
  });
  const auto run = [&](const SessionOptions& options, bool resume) {
    return run_experiment(experiment, options, out.path(), resume).resumed;
  };
  const bool kept = build_info().names_its_code();
  CHECK_FALSE(run(quick(), true));  // nothing to keep yet
  CHECK(run(quick(), true) == kept);
  CHECK(measured == (kept ? 1 : 2));
  CHECK_FALSE(run(quick(), false));
  CHECK_FALSE(run(quick({"eta=0.25"}), true));
  SessionOptions other = quick({"eta=0.25"});
  other.seed = 2;
  CHECK_FALSE(run(other, true));
  other.threads = 2;  // decides no byte
  CHECK(run(other, true) == kept);
}

/// One claim and three cells that count how often they are computed.
Experiment of_cells(
    int& computed, std::function<void(const Cell&)> each = [](const Cell&) {}) {
  return fake([&computed, each](Session& session) {
    const ParameterGrid grid("v", {{"x", Eigen::Array3d(1, 2, 3)}});
    const auto results = session.cells(grid, [&](const Cell& cell) {
      each(cell);
      ++computed;
      Archive archive;
      archive.set("x", {}, {cell.point.real("x") / session.parameters().real("eta")});
      return archive;
    });
    for (std::size_t i = 0; i < 3; ++i) session.archive(grid.points()[i].key(), results[i]);
    measure(session);
  });
}

TEST_CASE("a failed run leaves its finished cells, a resumed one publishes without them",
          "[validation]") {
  const TemporaryDirectory out, plain;
  const fs::path cells = out.path() / "paper" / ".fake.cells";
  int computed = 0;
  const auto failing = of_cells(computed, [](const Cell& cell) {
    if (cell.point.real("x") == 3) throw NumericalFailure("blew up");
  });
  CHECK_THROWS_WITH(run_experiment(failing, quick(), out.path(), false), "cell v(x=3): blew up");
  CHECK(names(out.path() / "paper").size() == 3);  // .fake.cells and two cells
  const ExperimentResult resumed = run_experiment(of_cells(computed), quick(), out.path(), true);
  const bool kept = build_info().names_its_code();
  CHECK(resumed.cells.kept == (kept ? 2 : 0));
  CHECK(resumed.cells.computed == (kept ? 1 : 3));
  CHECK(computed == (kept ? 3 : 5));
  const auto manifest = nlohmann::json::parse(read_file(resumed.directory / "manifest.json"));
  CHECK(manifest["kept_cells"] == resumed.cells.kept);
  CHECK_FALSE(fs::exists(cells));
  const fs::path expected =
      run_experiment(of_cells(computed), quick(), plain.path(), false).directory;
  CHECK(contents(resumed.directory / "data") == contents(expected / "data"));
  CHECK(read_file(resumed.directory / "claims.json") == read_file(expected / "claims.json"));
}

TEST_CASE("without a finished cell nothing is left of a failed run", "[validation]") {
  const TemporaryDirectory out;
  int computed = 0;
  const auto failing = of_cells(computed, [](const Cell&) { throw NumericalFailure("blew up"); });
  CHECK_THROWS_AS(run_experiment(failing, quick(), out.path(), false), NumericalFailure);
  CHECK(out.entry_count() == 0);
}

TEST_CASE("a control does not use the cells of the plain run", "[validation]") {
  const TemporaryDirectory out;
  int computed = 0;
  const auto failing = of_cells(computed, [](const Cell& cell) {
    if (cell.point.real("x") == 3) throw NumericalFailure("blew up");
  });
  CHECK_THROWS_AS(run_experiment(failing, quick(), out.path(), false), NumericalFailure);
  SessionOptions control = quick();
  control.control = "wrong";
  CHECK(run_experiment(of_cells(computed), control, out.path(), true).cells.kept == 0);
  CHECK(fs::exists(out.path() / "paper" / ".fake.cells"));
}

TEST_CASE("results published without figures leave no cells", "[validation]") {
  const TemporaryDirectory out, empty;
  const EnvironmentVariable path("PATH", empty.path().string());
  int computed = 0;
  CHECK_THROWS_AS(run_experiment(of_cells(computed), quick(), out.path(), false), IoError);
  CHECK(fs::exists(out.path() / "paper" / "fake"));
  CHECK_FALSE(fs::exists(out.path() / "paper" / ".fake.cells"));
}

TEST_CASE("cells that a process left when killed after publication are removed", "[validation]") {
  const TemporaryDirectory out;
  int computed = 0;
  run_experiment(of_cells(computed), quick(), out.path(), false);
  const fs::path cells = out.path() / "paper" / ".fake.cells";
  fs::create_directory(cells);
  write_atomically(cells / "0123456789abcdef.cell", "left");
  run_experiment(of_cells(computed), quick(), out.path(), true);
  CHECK_FALSE(fs::exists(cells));
}

TEST_CASE("a file of other contents is another input", "[validation]") {
  const TemporaryDirectory out;
  const fs::path data = out.path() / "data.csv";
  Experiment experiment = fake();
  experiment.parameters.push_back(file("data", data.string(), "", ""));
  const auto run = [&] { return run_experiment(experiment, quick(), out.path(), true).resumed; };
  CHECK_THROWS_AS(run(), IoError);  // there is none
  write_atomically(data, "1,2\n");
  CHECK_FALSE(run());
  CHECK(run() == build_info().names_its_code());
  write_atomically(data, "1,3\n");
  CHECK_FALSE(run());
}

TEST_CASE("resume measures again what has no manifest", "[validation]") {
  const TemporaryDirectory out;
  const fs::path directory = run_experiment(fake(), quick(), out.path(), false).directory;
  fs::remove(directory / "manifest.json");
  CHECK_FALSE(run_experiment(fake(), quick(), out.path(), true).resumed);
  CHECK(fs::exists(directory / "manifest.json"));
}

}  // namespace
}  // namespace sdescent
