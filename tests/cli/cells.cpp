// A run made of cells that is stopped, killed and resumed (tests/cells_program.cpp).
#include "tests/plots/environment_variable.hpp"
#include "tests/support/file_contents.hpp"
#include "tests/support/sdescent.hpp"
#include "validation/build_info.hpp"

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

constexpr std::size_t all_cells = 8;

std::vector<std::string> command(const fs::path& out, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      SDESCENT_CELLS_PROGRAM, "run", "test/grid", "--effort", "quick", "--out", out.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// All results but manifest.json, the only file that tells when and where.
std::map<std::string, std::string> results(const fs::path& out) {
  auto files = file_contents(out / "test" / "grid");
  files.erase("manifest.json");
  return files;
}

const std::map<std::string, std::string>& uninterrupted() {
  static const auto files = [] {
    const TemporaryDirectory out;
    REQUIRE(run_program(command(out.path(), {"--threads", "1"})).code == 0);
    CHECK(fs::directory_iterator(out.path() / "test")->path().filename() == "grid");
    return results(out.path());
  }();
  return files;
}

fs::path cells_of(const fs::path& out) { return out / "test" / ".grid.cells"; }

std::vector<fs::path> stored(const fs::path& out) {
  std::vector<fs::path> cells;
  std::error_code not_there_yet;
  for (const auto& entry : fs::directory_iterator(cells_of(out), not_there_yet))
    if (entry.path().extension() == ".cell") cells.push_back(entry.path());
  return cells;
}

/// A run that has stored `count` cells and waits in the next one.
class WaitingRun {
 public:
  WaitingRun(const fs::path& out, std::size_t count)
      : wait_in_(std::in_place, "SDESCENT_TEST_WAIT_IN", std::to_string(count)),
        program_(command(out)) {
    wait_in_.reset();  // for this program only
    while (stored(out).size() < count) ::usleep(500);
  }
  ProgramResult end_by(int signal_number) {
    program_.send(signal_number);
    return program_.wait();
  }

 private:
  std::optional<EnvironmentVariable> wait_in_;
  RunningProgram program_;
};

/// Resumes to the end and checks that `kept` cells were used: none of a build that cannot be told
/// apart.
void check_resumed(const fs::path& out, std::size_t kept) {
  const ProgramResult result = run_program(command(out, {"--resume"}));
  CAPTURE(result.err, kept);
  CHECK(result.code == 0);
  if (build_info().names_its_code() && kept > 0)
    CHECK_THAT(result.err, Contains(std::to_string(kept) + " of 8 cells kept"));
  else
    CHECK_THAT(result.err, !Contains("kept"));
  CHECK(results(out) == uninterrupted());
  CHECK_FALSE(fs::exists(cells_of(out)));
}

}  // namespace

TEST_CASE("cells do not depend on threads and leave nothing but results", "[cli]") {
  const TemporaryDirectory out;
  REQUIRE(run_program(command(out.path(), {"--threads", "2"})).code == 0);
  CHECK(results(out.path()) == uninterrupted());
  CHECK(uninterrupted().size() == all_cells + 2);  // and claims.json and ratio.csv
  CHECK(std::distance(fs::directory_iterator(out.path() / "test"), {}) == 1);
}

TEST_CASE("a killed run is resumed to the bytes of an uninterrupted one", "[cli]") {
  for (const std::size_t count : {1U, 4U, 7U}) {
    const TemporaryDirectory out;
    CHECK(WaitingRun(out.path(), count).end_by(SIGKILL).code == 128 + SIGKILL);
    CHECK_FALSE(fs::exists(out.path() / "test" / "grid"));
    CHECK(stored(out.path()).size() == count);
    check_resumed(out.path(), count);
  }
}

TEST_CASE("a run killed again and again, whenever it may be, ends with the same bytes", "[cli]") {
  const TemporaryDirectory out;
  for (useconds_t delay = 0; delay < 300'000; delay += 17'000) {
    RunningProgram program(command(out.path(), {"--resume"}));
    ::usleep(delay);
    program.send(SIGKILL);
    program.wait();
  }
  CHECK(run_program(command(out.path(), {"--resume"})).code == 0);
  CHECK(results(out.path()) == uninterrupted());
  CHECK_FALSE(fs::exists(cells_of(out.path())));
}

TEST_CASE("an interrupted run keeps its finished cells and says how far it came", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = WaitingRun(out.path(), 3).end_by(SIGINT);
  CHECK(result.code == 130);
  CHECK_FALSE(fs::exists(out.path() / "test" / "grid"));
  CHECK(stored(out.path()).size() == 3);
  CHECK_THAT(result.err, Contains("stopped in cell variance(eta=0.02,sigma=2), 3 of 8 finished"));
  CHECK(std::distance(fs::directory_iterator(out.path() / "test"), {}) == 1);  // the cells
  check_resumed(out.path(), 3);
}

TEST_CASE("truncated and changed cells are computed again", "[cli]") {
  const TemporaryDirectory out;
  WaitingRun(out.path(), 5).end_by(SIGKILL);
  const auto cells = stored(out.path());
  fs::resize_file(cells[0], fs::file_size(cells[0]) / 2);
  std::string changed = read_file(cells[1]);
  changed[changed.size() / 2] ^= 1;
  write_atomically(cells[1], changed);
  check_resumed(out.path(), 3);
}

TEST_CASE("cells of other parameters, and any without resume, are not used", "[cli]") {
  for (const bool resume : {false, true}) {
    const TemporaryDirectory out, plain;
    WaitingRun(out.path(), 4).end_by(SIGKILL);
    std::vector<std::string> other{"--set", "paths=3200"};
    if (resume) other.push_back("--resume");
    const ProgramResult result = run_program(command(out.path(), other));
    CHECK(result.code == 0);
    CHECK_THAT(result.err, !Contains("kept"));
    REQUIRE(run_program(command(plain.path(), {"--set", "paths=3200"})).code == 0);
    CHECK(results(out.path()) == results(plain.path()));
    CHECK(results(out.path()) != uninterrupted());
    CHECK_FALSE(fs::exists(cells_of(out.path())));
  }
}

TEST_CASE("a second process on the same cells is refused and does no harm", "[cli]") {
  const TemporaryDirectory out;
  WaitingRun first(out.path(), 2);
  const ProgramResult second = run_program(command(out.path()));
  CHECK(second.code == 4);
  CHECK_THAT(second.err, Contains("cannot lock") && Contains("another process is at work in it"));
  CHECK(first.end_by(SIGTERM).code == 130);
  check_resumed(out.path(), 2);
}
