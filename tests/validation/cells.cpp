// Experiments made of cells: what a session computes, keeps and reads back.
#include "io/error.hpp"
#include "io/npz.hpp"
#include "solvers/philox.hpp"
#include "solvers/seed.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/validation/synthetic.hpp"
#include "validation/session.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>

namespace sdescent {
namespace {

using Catch::Contains;

Experiment experiment(const std::string& id = "paper/grid") {
  return {.id = id,
          .title = "",
          .reference = "",
          .statement = "",
          .parameters = {},
          .claims = {synthetic::claim()},
          .controls = {{"wrong", "", {"mean"}, Effort::quick}},
          .measure = {}};
}

ParameterGrid grid(const std::string& label = "v") {
  return {label, {{"eta", Eigen::Array2d(0.1, 0.2)}, {"d", Eigen::Array3d(1, 2, 3)}}};
}

std::vector<double> numbers(const std::vector<Archive>& results) {
  std::vector<double> all;
  for (const Archive& archive : results) all.push_back(archive.get("x").values.front());
  return all;
}

Archive number(double x) {
  Archive archive;
  archive.set("x", {}, {x});
  return archive;
}

/// A cell's result that tells where it came from.
Archive eta_times_d(const Cell& cell) {
  return number(cell.point.real("eta") * cell.point.real("d"));
}

/// A session with the stop flag and the cells of a directory that outlives it.
struct Run {
  Experiment of = experiment();
  std::atomic<bool> stop = false;
  std::vector<double> progress;
  CellStore store;
  Session session;

  explicit Run(const TemporaryDirectory& directory, bool resume = true)
      : store(directory.path() / ".grid.cells", "stamp", resume), session(of, options()) {
    session.keep_cells_in(store);
  }
  SessionOptions options() {
    SessionOptions all;
    all.stop = &stop;
    all.threads = 2;
    all.progress = [this](double fraction) { progress.push_back(fraction); };
    return all;
  }
};

TEST_CASE("cells are computed in the order of the grid, also where nothing is kept",
          "[validation]") {
  const Experiment of = experiment();
  Session session(of, {});
  std::vector<std::string> keys;
  const auto results = session.cells(grid(), [&](const Cell& cell) {
    keys.push_back(cell.point.key());
    return eta_times_d(cell);
  });
  CHECK(numbers(results) == std::vector<double>{0.1, 0.2, 0.1 * 3, 0.2, 0.4, 0.2 * 3});
  REQUIRE(keys.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(keys[i] == grid().points()[i].key());
  CHECK(session.cell_counts().computed == 6);
  CHECK(session.cell_counts().kept == 0);
}

TEST_CASE("every cell, control, experiment and seed of the run has a seed of its own",
          "[validation]") {
  std::set<std::uint64_t> seeds;
  std::vector<std::uint64_t> first;
  for (const std::string id : {"paper/grid", "paper/other"})
    for (const std::string control : {"", "wrong"})
      for (const std::uint64_t seed : {1U, 2U})
        for (const std::string label : {"v", "w"}) {
          const Experiment of = experiment(id);
          SessionOptions options;
          options.control = control;
          options.seed = seed;
          Session(of, options).cells(grid(label), [&](const Cell& cell) {
            seeds.insert(cell.seed);
            first.push_back(cell.seed);
            return Archive();
          });
        }
  CHECK(seeds.size() == 2 * 2 * 2 * 2 * 6);
  // Changing these would change published results.
  CHECK(first.front() == derive_seed(1, "paper/grid v(d=1,eta=0.1)"));
  CHECK_FALSE(seeds.contains(1));  // that of an experiment without cells
}

TEST_CASE("a stopped grid goes on where it was, and its results cannot be told apart",
          "[validation]") {
  const auto awkward = [](const Cell& cell) {
    Archive archive = synthetic::awkward_archive();
    archive.set("x", {1}, {cell.point.real("eta") / 3.0});
    return archive;
  };
  const TemporaryDirectory plain;
  const auto expected = Run(plain).session.cells(grid(), awkward);
  for (std::size_t before = 0; before < 6; ++before) {
    const TemporaryDirectory directory;
    std::size_t computed = 0;
    {
      Run run(directory);
      const auto stopping = [&](const Cell& cell) {
        if (++computed == before) run.stop = true;
        return awkward(cell);
      };
      if (before == 0) run.stop = true;
      CHECK_THROWS_WITH(run.session.cells(grid(), stopping),
                        "stopped in cell " + grid().points()[before].key() + ", " +
                            std::to_string(before) + " of 6 finished");
    }
    Run run(directory);
    const auto results = run.session.cells(grid(), awkward);
    CHECK(run.session.cell_counts().kept == before);
    CHECK(run.session.cell_counts().computed == 6 - before);
    REQUIRE(results.size() == expected.size());
    for (std::size_t i = 0; i < results.size(); ++i)
      CHECK(to_npz(results[i]) == to_npz(expected[i]));
  }
}

TEST_CASE("a run that is stopped within a cell keeps those before it", "[validation]") {
  const TemporaryDirectory directory;
  const auto compute = [](Run& run, std::size_t stop_in) {
    std::size_t cells = 0;
    return run.session.cells(grid(), [&](const Cell& cell) {
      if (++cells == stop_in) run.stop = true;
      const auto process = make_process({});
      MomentRecorder x("x", state_field(*process, 0, "x"));
      const Clock clock(1.0, 4);
      run.session.run({process}, clock, RecordTimes::evenly(clock, 4), 100, Philox(cell.seed),
                      {&x});
      return eta_times_d(cell);
    });
  };
  {
    Run run(directory);
    CHECK_THROWS_AS(compute(run, 3), Interrupted);
  }
  Run run(directory);
  compute(run, 0);
  CHECK(run.session.cell_counts().kept == 2);
  // Monotone over the grid, from the first cell that was computed on.
  CHECK(std::is_sorted(run.progress.begin(), run.progress.end()));
  CHECK(run.progress.front() > 2.0 / 6.0);
  CHECK(run.progress.front() <= 3.0 / 6.0);
  CHECK(run.progress.back() == 1.0);
}

TEST_CASE("a failure names its cell and keeps the others", "[validation]") {
  const TemporaryDirectory directory;
  const auto failing = [](auto error) {
    return [error](const Cell& cell) -> Archive {
      if (cell.point.real("eta") == 0.2) throw error;
      return eta_times_d(cell);
    };
  };
  CHECK_THROWS_AS(Run(directory).session.cells(grid(), failing(NumericalFailure("blew up"))),
                  NumericalFailure);
  {
    Run run(directory);
    CHECK_THROWS_WITH(run.session.cells(grid(), failing(NumericalFailure("blew up"))),
                      "cell v(d=1,eta=0.2): blew up");
    CHECK(run.session.cell_counts().kept == 3);
  }
  CHECK_THROWS_AS(Run(directory).session.cells(grid(), failing(InvalidInput("no"))), InvalidInput);
  Run run(directory);
  run.session.cells(grid(), eta_times_d);
  CHECK(run.session.cell_counts().kept == 3);
}

TEST_CASE("cells that cannot be kept are refused before any is computed", "[validation]") {
  const TemporaryDirectory directory;
  Run first(directory), second(directory);
  first.session.cells(grid(), eta_times_d);
  bool computed = false;
  CHECK_THROWS_AS(second.session.cells(grid(),
                                       [&](const Cell& cell) {
                                         computed = true;
                                         return eta_times_d(cell);
                                       }),
                  IoError);
  CHECK_FALSE(computed);
}

TEST_CASE("a result that is not a number is kept as it is", "[validation]") {
  const TemporaryDirectory directory;
  const auto nan = [](const Cell&) { return number(std::numeric_limits<double>::quiet_NaN()); };
  Run(directory).session.cells(grid(), nan);
  Run run(directory);
  for (const double x : numbers(run.session.cells(grid(), eta_times_d))) CHECK(std::isnan(x));
  CHECK(run.session.cell_counts().kept == 6);
}

TEST_CASE("what a cell would lose when it is read back is an error in the experiment",
          "[validation]") {
  const Experiment of = experiment();
  Session session(of, {});
  const auto point = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
  const Evidence evidence{synthetic::estimate(point(0), point(1)), point(0), point(1), point(0)};
  const std::vector<std::function<void()>> losses{
      [&] { session.evidence("mean", evidence); },
      [&] {
        session.table({"t", {"x"}, Eigen::MatrixXd::Zero(1, 1)});
      },
      [&] { session.archive("a", {}); }, [&] { session.figure({}); },
      [&] { session.cells(grid("inner"), eta_times_d); }};
  for (std::size_t i = 0; i < losses.size(); ++i)
    CHECK_THROWS_AS(session.cells(grid("v" + std::to_string(i)),
                                  [&](const Cell& cell) {
                                    losses[i]();
                                    return eta_times_d(cell);
                                  }),
                    std::logic_error);
  for (const auto& allowed_outside : losses) CHECK_NOTHROW(allowed_outside());
}

TEST_CASE("a later look keeps cells of its own and reads them back", "[validation]") {
  const TemporaryDirectory directory;
  const Experiment of = experiment();
  const auto numbered = [&](unsigned look, double factor) {
    CellStore store(directory.path() / ".grid.cells", "stamp", true);
    Session session(of, {}, look);
    session.keep_cells_in(store);
    const auto results = session.cells(
        grid(), [&](const Cell& cell) { return number(factor * cell.point.real("d")); });
    return std::pair{numbers(results), session.cell_counts().kept};
  };
  const std::vector<double> first{1, 2, 3, 1, 2, 3}, second{10, 20, 30, 10, 20, 30};
  CHECK(numbered(0, 1.0) == std::pair{first, std::size_t{0}});
  CHECK(numbered(1, 10.0) == std::pair{second, std::size_t{0}});
  CHECK(numbered(0, 5.0) == std::pair{first, std::size_t{6}});
  CHECK(numbered(1, 5.0) == std::pair{second, std::size_t{6}});
}

TEST_CASE("grids of one experiment have labels of their own", "[validation]") {
  const Experiment of = experiment();
  Session session(of, {});
  session.cells(grid("v"), eta_times_d);
  CHECK_NOTHROW(session.cells(grid("w"), eta_times_d));
  CHECK_THROWS_AS(session.cells(grid("v"), eta_times_d), std::logic_error);
}

}  // namespace
}  // namespace sdescent
