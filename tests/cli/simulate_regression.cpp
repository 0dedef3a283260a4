// Streaming linear regression in configurations.
#include "io/csv.hpp"
#include "solvers/block.hpp"
#include "tests/support/sdescent.hpp"

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::string head =
    "time = \"k/d\"\npaths = 64\neta = 0.5\nsteps = 240\nrecords = 4\nobserve = [\"loss\"]";
const std::string features =
    "features = {spectrum = \"log_spaced\", first = 0.5, last = 1, dimension = 60}\n";
const std::string problem = "objective = \"linear_regression\"\n" + features +
                            "noise = \"gaussian\"\nsigma = 0.8\noptimum = 1";
const std::string start = "[start]\npoint = 0.8\n";

std::string processes(const std::vector<std::string>& models) {
  std::string text = start;
  for (const std::string& model : models) text += "[[process]]\nmodel = \"" + model + "\"\n";
  return text;
}

ProgramResult simulate(const TemporaryDirectory& directory, const std::string& first,
                       const std::string& of_problem, const std::string& rest) {
  const fs::path file = directory.path() / "config.toml";
  write_atomically(file, configuration(first, of_problem, rest));
  return run_sdescent(
      {"simulate", "--config", file.string(), "--out", (directory.path() / "runs").string()});
}

void check_refused(const std::string& first, const std::string& of_problem,
                   const std::string& model, const std::string& message) {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, first, of_problem, processes({model}));
  CAPTURE(of_problem, model);
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Contains(message));
  CHECK_FALSE(fs::exists(directory.path() / "runs"));
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), by);
}

TEST_CASE("optimizers, homogenized SDEs and risk curves of one problem run together", "[cli]") {
  const TemporaryDirectory directory;
  const ProgramResult result =
      simulate(directory, head, problem,
               processes({"sign_sgd", "sign_hsgd", "sign_risk", "streaming_sign_sgd_sde", "sgd",
                          "hsgd", "sgd_risk", "homogenized_adam", "adam_risk"}));
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  const CsvTable table = read_csv(directory.path() / "runs/simulate/config/data/loss.csv");
  const Eigen::RowVectorXd end = table.values.bottomRows(1);
  CHECK(end(0) == Approx(4.0));
  // Mean and variance of a process, within six standard errors and what 60 features leave.
  const auto check = [&](Index process, Index curve) {
    INFO(process);
    CHECK(end(1 + 2 * curve + 1) == 0);
    CHECK(
        end(1 + 2 * process) ==
        Approx(end(1 + 2 * curve)).epsilon(0.05).margin(6 * std::sqrt(end(2 + 2 * process) / 64)));
  };
  check(0, 2);
  check(1, 2);
  check(3, 2);
  check(4, 6);
  check(5, 6);
  check(7, 8);
  for (Index process = 0; process < 9; ++process)
    CHECK(table.values(0, 1 + 2 * process) == Approx(table.values(0, 1)).epsilon(1e-12));
}

TEST_CASE("what makes no sense in high dimension is refused before any run", "[cli]") {
  const std::string cauchy = replaced(problem, "\"gaussian\"\nsigma", "\"cauchy\"\nscale");
  check_refused(head, cauchy, "sgd_risk", "second moment of the label noise must be finite");
  check_refused(head, cauchy, "hsgd", "second moment of the label noise must be finite");
  check_refused(head, problem + "\nbatch = 0", "sign_sgd", "batch must be >= 1, got 0");
  check_refused(head, replaced(problem, features, "features = {covariance = [[1, 2], [2, 1]]}\n"),
                "sign_sgd", "positive definite, got a smallest eigenvalue of -1");
  check_refused(head, replaced(problem, "log_spaced", "log_space"), "sign_sgd",
                "did you mean \"log_spaced\"?");
  check_refused(head, replaced(problem, "gaussian", "gausian"), "sign_sgd",
                "did you mean \"gaussian\"?");
  check_refused(head, problem, "gradient_flow", "must be \"k eta\", got \"k/d\"");
  const std::string other_time = replaced(head, "k/d", "k eta");
  check_refused(other_time, problem, "sign_hsgd", "must be \"k/d\", got \"k eta\"");
  check_refused(other_time, problem, "sign_risk", "must be \"k/d\", got \"k eta\"");
  check_refused(replaced(head, "k/d", "k / d"), problem, "sign_sgd",
                "valid are \"k eta\", \"k/d\"");
  check_refused(head,
                "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = \"gaussian\"\nsigma = 1",
                "sign_hsgd", "must be streaming linear regression");
}

}  // namespace
