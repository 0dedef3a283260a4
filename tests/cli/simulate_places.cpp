// `sdescent simulate` points at the line that is wrong, and at no other.
#include "tests/plots/environment_variable.hpp"
#include "tests/support/sdescent.hpp"

#include <sstream>

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// Right as it stands; the line numbers are those of the messages.
const std::vector<std::string> good{
    "name = \"good\"",            // 1
    "paths = 64",                 // 2
    "eta = 0.01",                 // 3
    "steps = 20",                 // 4
    "records = 10",               // 5
    "observe = [\"x\"]",          // 6
    "seed = 3",                   // 7
    "[problem]",                  // 8
    "objective = \"quadratic\"",  // 9
    "hessian = [1, 2]",           // 10
    "noise = \"gaussian\"",       // 11
    "sigma = 0.1",                // 12
    "[start]",                    // 13
    "point = [1, 1]",             // 14
    "[[process]]",                // 15
    "model = \"sgd\"",            // 16
    "[[process]]",                // 17
    "name = \"sde\"",             // 18
    "model = \"sgd_sde\"",        // 19
    "stream = 2",                 // 20
    "refine = 4",                 // 21
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

std::string with_line(std::size_t number, const std::string& line) {
  std::vector<std::string> lines = good;
  lines.at(number - 1) = line;
  return joined(lines);
}

ProgramResult simulate(const TemporaryDirectory& directory, const std::string& text,
                       std::vector<std::string> more = {}) {
  const fs::path file = directory.path() / "config.toml";
  write_atomically(file, text);
  std::vector<std::string> arguments{"simulate", "--config", file.string(), "--out",
                                     (directory.path() / "runs").string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_sdescent(arguments);
}

/// `line` in place of line `number` is refused with exactly this message about line `at`.
void check_refused_at(std::size_t at, std::size_t number, const std::string& line,
                      const std::string& message) {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, with_line(number, line));
  INFO(line);
  CHECK(result.code == 2);
  const std::string place = (directory.path() / "config.toml").string();
  CHECK_THAT(result.err,
             Contains("sdescent: " + place + ":" + std::to_string(at) + ": " + message));
  CHECK(result.out.empty());
  CHECK(directory.entry_count() == 1);
}

void check_line(std::size_t number, const std::string& line, const std::string& message) {
  check_refused_at(number, number, line, message);
}

}  // namespace

TEST_CASE("the configuration that the checks below break is right", "[cli]") {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, joined(good));
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  CHECK(fs::exists(directory.path() / "runs/simulate/good/data/moments.csv"));
  CHECK_FALSE(fs::exists(directory.path() / "runs/simulate/good/data/loss.csv"));
}

TEST_CASE("numbers out of range are refused at their line", "[cli]") {
  check_line(2, "paths = 0", "paths must be >= 1, got 0");
  check_line(2, "paths = -5", "paths must be a whole number >= 0");
  check_line(3, "eta = 0", "eta must be > 0, got 0");
  check_line(3, "eta = inf", "eta must be finite");
  check_line(4, "steps = 0", "number of clock ticks must be >= 1, got 0");
  check_line(5, "records = 21", "number of record times must be between 1 and the 20 ticks");
  check_line(12, "sigma = -0.1", "sigma of coordinate 1 must be >= 0, got -0.1");
  check_line(12, "sigma = [1, 2, 3]", "dimension of the gradient noise must be 2, got 3");
  check_line(12, "covariance = [[1, 2], [2, 1]]", "noise covariance must be positive semidefinite");
  check_line(12, "covariance = [[1]]", "dimension of the gradient noise must be 2, got 1");
  check_line(14, "point = [1]", "number of coordinates of point must be 2, got 1");
  check_line(20, "eta = -1", "eta must be > 0, got -1");
  check_line(20, "stream = 65536", "stream must be < 65536, got 65536");
  check_line(20, "stream = -1", "stream must be a whole number >= 0");
}

TEST_CASE("names that mean nothing are refused at their line", "[cli]") {
  check_line(6, "observe = [\"x\", \"los\"]", "unknown observable \"los\", did you mean \"loss\"?");
  check_line(9, "objective = \"quadratik\"",
             "unknown objective \"quadratik\", did you mean \"quadratic\"?");
  check_line(11, "noise = \"gausian\"", "unknown noise \"gausian\", did you mean \"gaussian\"?");
  check_line(16, "model = \"sdg\"", "unknown model \"sdg\", did you mean \"sgd\"?");
  check_line(14, "pont = [1, 1]\npoint = [1, 1]", "unknown key \"pont\", did you mean \"point\"?");
  check_line(21, "refin = 4", "unknown key \"refin\", did you mean \"refine\"?");
  check_refused_at(9, 11, "noise = \"minibatch\"",
                   "objective of a minibatch problem must be an average over data, got quadratic");
  check_line(18, "name = \"sgd\"", "name of a process must be used once, got sgd");
}

TEST_CASE("a missing key is refused at its table", "[cli]") {
  check_refused_at(1, 2, "", "paths is missing");
  check_refused_at(8, 10, "", "hessian is missing");
  check_refused_at(15, 16, "", "model is missing");
}

TEST_CASE("results of simulate cannot be led out of their directory", "[cli]") {
  for (const char* name : {"..", ".", "../good", "a/b", "/tmp"})
    check_line(1, std::string("name = \"") + name + "\"",
               std::string("name must be the name of a directory, without \"/\", got \"") + name);
}

TEST_CASE("processes that do not fit the clock are refused with the file", "[cli]") {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, with_line(20, "eta = 0.015"));
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Contains("config.toml: time per step of process sde") &&
                             Contains("whole multiple or fraction"));
  CHECK(directory.entry_count() == 1);
}

TEST_CASE("what cannot be read or written is no error of the configuration", "[cli]") {
  CHECK(run_sdescent({"simulate", "--config", "/no/such.toml"}).code == 4);
  const TemporaryDirectory directory;
  const ProgramResult missing =
      simulate(directory, with_line(9, "objective = \"logistic_regression\"\ndata = \"no.csv\""));
  CHECK(missing.code == 4);
  CHECK_THAT(missing.err, Contains("cannot read \"no.csv\""));
  CHECK(directory.entry_count() == 1);
  const fs::path file = directory.path() / "good.toml";
  write_atomically(file, joined(good));
  CHECK(run_sdescent({"simulate", "--config", file.string(), "--out", (file / "below").string()})
            .code == 4);
}

TEST_CASE("a simulation without gnuplot keeps its numbers and tells the error", "[cli]") {
  const TemporaryDirectory directory, empty;
  const EnvironmentVariable path("PATH", empty.path().string());
  const ProgramResult result = simulate(directory, joined(good));
  CHECK(result.code == 4);
  CHECK_THAT(result.err, Contains("gnuplot"));
  CHECK(fs::exists(directory.path() / "runs/simulate/good/data/moments.csv"));
  CHECK(fs::exists(directory.path() / "runs/simulate/good/manifest.json"));
}

TEST_CASE("the seed is the file's unless one is given", "[cli]") {
  const auto moments = [](std::vector<std::string> more) {
    const TemporaryDirectory directory;
    REQUIRE(simulate(directory, joined(good), std::move(more)).code == 0);
    return read_file(directory.path() / "runs/simulate/good/data/moments.csv");
  };
  const std::string of_file = moments({});
  CHECK(moments({"--seed", "3", "--threads", "2"}) == of_file);
  CHECK(moments({"--seed", "4"}) != of_file);
}

TEST_CASE("an interrupted simulation leaves earlier results whole and nothing of its own",
          "[cli]") {
  const TemporaryDirectory directory;
  REQUIRE(simulate(directory, joined(good)).code == 0);
  const fs::path runs = directory.path() / "runs";
  const fs::path table = runs / "simulate" / "good" / "data" / "moments.csv";
  const std::string before = read_file(table);
  write_atomically(directory.path() / "long.toml", with_line(2, "paths = 100000000"));
  RunningProgram program(sdescent_command(
      {"simulate", "--config", (directory.path() / "long.toml").string(), "--out", runs.string()}));
  while (std::distance(fs::directory_iterator(runs / "simulate"), {}) < 2) ::usleep(1000);
  program.send(SIGTERM);
  const ProgramResult result = program.wait();
  CHECK(result.code == 130);
  CHECK(result.out.empty());
  CHECK(read_file(table) == before);
  CHECK(std::distance(fs::directory_iterator(runs / "simulate"), {}) == 1);
}
