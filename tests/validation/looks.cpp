// Claims read more than once: how often, at which level, on what, and what is kept.
#include "io/error.hpp"
#include "io/read_file.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/validation/synthetic.hpp"
#include "validation/build_info.hpp"
#include "validation/run_experiment.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sdescent {
namespace {

namespace fs = std::filesystem;

/// One claim with the standard error 1/√paths: deviation 0 from a tolerance of 1.
struct Setup {
  std::uint64_t paths;                   ///< at standard effort
  std::vector<std::uint64_t> seen = {};  ///< number of paths at each look
  std::vector<std::uint64_t> seeds = {};
  int computed = 0;
  int fail_at_look = -1;

  Experiment experiment() {
    return {.id = "paper/looks",
            .title = "",
            .reference = "",
            .statement = "",
            .parameters = {runs("paths", {paths, paths, paths}, "", ""),
                           count("refine", {4, 4, 4}, "", "")},
            .claims = {synthetic::claim()},
            .controls = {},
            .measure = [this](Session& session) { measure(session); }};
  }

  void measure(Session& session) {
    const std::uint64_t n = session.parameters().count("paths");
    CHECK(session.parameters().count("refine") == 4);
    const ParameterGrid grid("v", {{"x", Eigen::Array2d(1, 2)}});
    const auto results = session.cells(grid, [&](const Cell& cell) {
      ++computed;
      seeds.push_back(cell.seed);
      Archive archive;
      archive.set("n", {}, {static_cast<double>(n)});
      return archive;
    });
    for (const Archive& result : results)
      CHECK(result.get("n").values.front() == static_cast<double>(n));
    if (static_cast<int>(seen.size()) == fail_at_look) throw NumericalFailure("blew up");
    seen.push_back(n);
    const auto point = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
    const double se = 1.0 / std::sqrt(static_cast<double>(n));
    session.evidence("mean",
                     {synthetic::estimate(point(0), point(se)), point(2), point(1), point(0)});
    session.archive("raw", results.front());
  }
};

SessionOptions standard(Effort effort = Effort::standard) {
  SessionOptions options;
  options.effort = effort;
  return options;
}

// One point at α/3 needs 3.04 standard errors, at α 2.66 of them (Student, 63 degrees of freedom).
constexpr std::uint64_t enough = 10, half = 5, too_few = 2, between = 8;

TEST_CASE("a claim that is decided at once is read once, at a third of the level", "[validation]") {
  const TemporaryDirectory out;
  Setup setup{enough};
  const ExperimentResult result = run_experiment(setup.experiment(), standard(), out.path(), false);
  CHECK(setup.seen == std::vector<std::uint64_t>{10});
  CHECK(result.looks.taken == 1);
  CHECK(result.looks.allowed == 3);
  CHECK(result.claims[0].reading.verdict == Verdict::holds);
  CHECK(result.claims[0].reading.alpha == Approx(0.01 / 3));
}

TEST_CASE("while a claim is open the runs are doubled, at the same third of the level",
          "[validation]") {
  const TemporaryDirectory out;
  Setup setup{half};
  const ExperimentResult result = run_experiment(setup.experiment(), standard(), out.path(), false);
  CHECK(setup.seen == std::vector<std::uint64_t>{5, 10});
  CHECK(result.looks.taken == 2);
  CHECK(result.claims[0].reading.verdict == Verdict::holds);
  CHECK(result.claims[0].reading.alpha == Approx(0.01 / 3));
  const auto manifest = nlohmann::json::parse(read_file(result.directory / "manifest.json"));
  CHECK(manifest["inputs"]["parameters"]["paths"] == "5");
  CHECK(manifest["looks"]["taken"] == 2);
  CHECK(manifest["looks"]["allowed"] == 3);
}

TEST_CASE("after the third look a claim stays open", "[validation]") {
  const TemporaryDirectory out;
  Setup setup{too_few};
  const ExperimentResult result = run_experiment(setup.experiment(), standard(), out.path(), false);
  CHECK(setup.seen == std::vector<std::uint64_t>{2, 4, 8});
  CHECK(result.looks.taken == 3);
  CHECK(result.claims[0].reading.verdict == Verdict::undecided);
}

TEST_CASE("a single look has the whole level", "[validation]") {
  for (const Effort effort : {Effort::quick, Effort::paper}) {
    const TemporaryDirectory out;
    Setup setup{between};
    const ExperimentResult result =
        run_experiment(setup.experiment(), standard(effort), out.path(), false);
    CHECK(setup.seen == std::vector<std::uint64_t>{8});
    CHECK(result.claims[0].reading.verdict == Verdict::holds);
    CHECK(result.claims[0].reading.alpha == 0.01);
  }
}

TEST_CASE("who sets the number of runs gets it", "[validation]") {
  const TemporaryDirectory out;
  Setup setup{enough};
  SessionOptions options = standard();
  options.settings = {"paths=2"};
  const ExperimentResult result = run_experiment(setup.experiment(), options, out.path(), false);
  CHECK(setup.seen == std::vector<std::uint64_t>{2});
  CHECK(result.looks.allowed == 1);
  CHECK(result.claims[0].reading.verdict == Verdict::undecided);
  options.settings = {"refine=4"};
  CHECK(run_experiment(setup.experiment(), options, out.path(), false).looks.allowed == 3);
}

TEST_CASE("every look has cells of its own, with the seeds of the first", "[validation]") {
  const TemporaryDirectory out;
  Setup setup{half};
  const ExperimentResult result = run_experiment(setup.experiment(), standard(), out.path(), false);
  CHECK(result.cells.computed == 4);
  CHECK(result.cells.kept == 0);
  REQUIRE(setup.seeds.size() == 4);
  CHECK(setup.seeds[0] == setup.seeds[2]);
  CHECK(setup.seeds[1] == setup.seeds[3]);
}

TEST_CASE("what resumes after a failure in the second look leaves the bytes of a plain run",
          "[validation]") {
  const TemporaryDirectory out, plain;
  Setup failing{half};
  failing.fail_at_look = 1;
  CHECK_THROWS_AS(run_experiment(failing.experiment(), standard(), out.path(), false),
                  NumericalFailure);
  Setup setup{half};
  const ExperimentResult resumed = run_experiment(setup.experiment(), standard(), out.path(), true);
  const bool kept = build_info().names_its_code();
  CHECK(resumed.cells.kept == (kept ? 4 : 0));
  CHECK(setup.computed == (kept ? 0 : 4));
  CHECK(setup.seen == std::vector<std::uint64_t>{5, 10});
  const fs::path expected =
      run_experiment(setup.experiment(), standard(), plain.path(), false).directory;
  for (const std::string name : {"claims.json", "data/raw.npz"})
    CHECK(read_file(resumed.directory / name) == read_file(expected / name));
}

}  // namespace
}  // namespace sdescent
