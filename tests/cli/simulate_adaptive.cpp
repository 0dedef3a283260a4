// Models with constants, and SDEs that start from an optimizer.
#include "io/csv.hpp"
#include "models/catalogue.hpp"
#include "tests/support/file_contents.hpp"
#include "tests/support/sdescent.hpp"

#include <fmt/format.h>

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::string head = "paths = 64\neta = 0.01\nsteps = 20\nrecords = 10";  // lines 1 to 4
const std::string problem =
    "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = \"gaussian\"\nsigma = 0.1";
const std::string start = "[start]\npoint = [1, -2]\n";  // lines 10 and 11
const std::string adam = start + "[[process]]\nmodel = \"adam\"\n";

ProgramResult simulate(const TemporaryDirectory& out, const std::string& rest) {
  const fs::path file = out.path() / "config.toml";
  write_atomically(file, configuration(head, problem, rest));
  return run_sdescent({"simulate", "--config", file.string(), "--out", out.path().string()});
}

CsvTable table_of(const std::string& rest, const std::string& name) {
  const TemporaryDirectory out;
  const ProgramResult result = simulate(out, rest);
  CAPTURE(rest, result.err);
  REQUIRE(result.code == 0);
  return read_csv(out.path() / "simulate/config/data" / (name + ".csv"));
}

void check_refused(const std::string& rest, const std::vector<std::string>& texts) {
  const TemporaryDirectory out;
  const ProgramResult result = simulate(out, rest);
  CAPTURE(rest);
  CHECK(result.code == 2);
  for (const std::string& text : texts) CHECK_THAT(result.err, Contains(text));
  CHECK_FALSE(fs::exists(out.path() / "simulate"));
}

}  // namespace

TEST_CASE("every optimizer and SDE with constants is simulated by name", "[cli]") {
  std::string rest = start;
  std::vector<std::string> names;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.constants.declared().empty()) continue;
    names.push_back(entry.name);
    rest += "[[process]]\nmodel = \"" + entry.name + "\"\n";
    rest += "schedule = {kind = \"power\", exponent = 0.5}\n";
    for (const Constant& c : entry.constants.declared())
      rest += fmt::format("{} = {}\n", c.name, c.standard);
    if (entry.kind() == ModelKind::sde)
      rest += fmt::format("start = {{from = \"{}\", time = 0.05}}\n",
                          entry.constants.has("beta") ? "rmsprop" : "adam");
  }
  const CsvTable table = table_of(rest, "loss");
  REQUIRE(table.values.cols() == static_cast<Eigen::Index>(1 + 2 * names.size()));
  CHECK(table.values.allFinite());
  // Records begin where the SDEs do.
  CHECK(table.values(0, 0) == 0.05);
}

TEST_CASE("constants change what is simulated", "[cli]") {
  const auto process = [](const std::string& name, const std::string& constants) {
    return "[[process]]\nmodel = \"adam\"\nstream = 1\nname = \"" + name + "\"\n" + constants +
           "\n";
  };
  const CsvTable table =
      table_of(start + process("a", "") + process("b", "beta1 = 0.9\nbeta2 = 0.999") +
                   process("c", "beta1 = 0.5"),
               "loss");
  const Eigen::ArrayXd a = table.values.col(1), b = table.values.col(3), c = table.values.col(5);
  CHECK((a == b).all());
  CHECK((a != c).any());
}

TEST_CASE("constants that are none or out of range are refused at their line", "[cli]") {
  check_refused(adam + "beta1 = 1.0", {"config.toml:14: beta1 must be in [0, 1), got 1"});
  check_refused(adam + "epsilon = -1", {"config.toml:14: epsilon must be >= 0, got -1"});
  check_refused(adam + "beta2 = \"x\"", {"config.toml:14: beta2 must be a number"});
  check_refused(adam + "beta_2 = 0.9", {"config.toml:14", "did you mean \"beta2\""});
  check_refused(adam + "decay = 0.1", {"config.toml:14", "unknown key \"decay\""});
  check_refused(start + "[[process]]\nmodel = \"rmsprop\"\nbeta1 = 0.9",
                {"config.toml:14", "did you mean \"beta\""});
}

TEST_CASE("an SDE starts from an optimizer's state of each path", "[cli]") {
  // x alone for SGD's SDE, all of the state for Adam's: the same moments at the first record.
  const std::string from = "start = {from = \"adam\", time = 0.05}\n";
  const CsvTable table = table_of(adam + "[[process]]\nmodel = \"adam_sde\"\n" + from +
                                      "[[process]]\nmodel = \"sgd_sde\"\n" + from,
                                  "loss");
  CHECK(table.values(0, 0) == 0.05);
  CHECK(table.values(table.values.rows() - 1, 0) == Approx(0.2));
  CHECK(table.values(0, 2) > 0);  // a variance over paths
  for (const Eigen::Index other : {3, 5}) {
    CHECK(table.values(0, other) == table.values(0, 1));
    CHECK(table.values(0, other + 1) == table.values(0, 2));
  }
}

TEST_CASE("starts that cannot be are refused with what is needed", "[cli]") {
  const std::string sde = adam + "[[process]]\nmodel = \"adam_sde\"\n";  // lines 14 and 15
  check_refused(sde, {"config.toml:14",
                      "start of process adam_sde must be {from = …, time = …}: the state x, m, v "
                      "of an optimizer, got [start], which gives x alone"});
  check_refused(sde + "start = {from = \"adam\"}",
                {"start time of process adam_sde must be > 0", "got 0"});
  check_refused(sde + "start = {from = \"adm\", time = 0.05}",
                {"config.toml:16", "unknown earlier process \"adm\", did you mean \"adam\"?"});
  check_refused(sde + "start = {from = \"adam\", tme = 0.05}",
                {"config.toml:16", "did you mean \"time\""});
  check_refused(sde + "start = {from = \"adam\", time = -0.05}", {"config.toml:16", "got -0.05"});
  check_refused(sde + "start = {from = \"adam\", time = 0.2}",
                {"config.toml:16: time of the start must be < 0.2, the end of the run, got 0.2"});
  check_refused(sde + "start = {from = \"adam\", time = 0.015}",
                {"start time of process adam_sde must be a whole multiple"});
  check_refused(start +
                    "[[process]]\nmodel = \"sgd\"\n[[process]]\nmodel = \"adam_sde\"\n"
                    "start = {from = \"sgd\", time = 0.05}",
                {"config.toml:16: process to start from must be one of state x, m, v, got sgd of "
                 "state x"});
  check_refused(start + "[[process]]\nmodel = \"rmsprop_sde\"", {"the state x, v of an optimizer"});
}

TEST_CASE("the example of Adam and its SDEs runs, and ours is the nearer", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result =
      run_sdescent({"simulate", "--config", SDESCENT_SOURCE_DIR "/examples/adam.toml", "--out",
                    out.path().string()});
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  const CsvTable table = read_csv(out.path() / "simulate/adam/data/loss.csv");
  const Eigen::ArrayXd optimizer = table.values.col(1), sde = table.values.col(3),
                       malladi = table.values.col(5);
  CHECK(table.values(0, 0) == 0.05);
  CHECK(10 * (sde - optimizer).abs().maxCoeff() < (malladi - optimizer).abs().maxCoeff());
}

TEST_CASE("the page on simulate lists every model and holds its example", "[cli]") {
  const std::string page = read_file(SDESCENT_SOURCE_DIR "/docs/simulate.md");
  for (const std::string example : {"adam", "linear-regression"})
    CHECK_THAT(page,
               Contains("```toml\n" +
                        read_file(SDESCENT_SOURCE_DIR "/examples/" + example + ".toml") + "```\n"));
  for (const CatalogueEntry& entry : catalogue()) {
    std::string constants;
    for (const Constant& c : entry.constants.declared())
      constants += fmt::format("{}{} = {:g}", constants.empty() ? "" : ", ", c.name, c.standard);
    CHECK_THAT(page, Contains(fmt::format("| {} | {} | {} | {} |\n", entry.name, entry.equation,
                                          entry.source, constants)));
    for (const Constant& c : entry.constants.declared())
      CHECK_THAT(page,
                 Contains(fmt::format("| {} | {} | {} |\n", c.name, c.range.text, c.meaning)));
  }
}
