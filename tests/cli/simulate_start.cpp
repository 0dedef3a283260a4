// Where the paths of a configuration begin.
#include "io/csv.hpp"
#include "tests/support/sdescent.hpp"

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::string head = "paths = 20000\neta = 0.01\nsteps = 2\nrecords = 1";  // lines 1 to 4
const std::string problem =
    "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = \"gaussian\"\nsigma = 0.1";

ProgramResult simulate(const TemporaryDirectory& directory, const std::string& start,
                       const std::string& model) {
  const fs::path file = directory.path() / "config.toml";
  write_atomically(
      file, configuration(head, problem,
                          "[start]\n" + start + "\n[[process]]\nmodel = \"" + model + "\"\n"));
  return run_sdescent(
      {"simulate", "--config", file.string(), "--out", (directory.path() / "runs").string()});
}

/// t, mean and variance of x₁, those of x₂ at the start.
Eigen::RowVectorXd first_moments(const std::string& start) {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, start, "sign_sgd");
  CAPTURE(start, result.err);
  REQUIRE(result.code == 0);
  return read_csv(directory.path() / "runs/simulate/config/data/moments.csv").values.row(0);
}

/// [start] is in line 10.
void check_refused(const std::string& start, const std::string& message,
                   const std::string& model = "sign_sgd") {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, start, model);
  CAPTURE(start);
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Contains(message));
  CHECK_FALSE(fs::exists(directory.path() / "runs"));
}

}  // namespace

TEST_CASE("paths start from a point, a normal law or a box", "[cli]") {
  const Eigen::RowVectorXd point = first_moments("point = [1, -2]");
  CHECK(point(1) == 1);
  CHECK(point(2) == 0);
  CHECK(point(3) == -2);
  // Five standard errors of 20 000 paths.
  const Eigen::RowVectorXd normal = first_moments("mean = [1, -2]\ndeviations = [0.5, 2]");
  CHECK(normal(1) == Approx(1).margin(5 * 0.5 / 141));
  CHECK(normal(2) == Approx(0.25).epsilon(0.05));
  CHECK(normal(3) == Approx(-2).margin(5 * 2.0 / 141));
  CHECK(normal(4) == Approx(4).epsilon(0.05));
  const Eigen::RowVectorXd box = first_moments("lo = [0, -1]\nhi = [6, 1]");
  CHECK(box(1) == Approx(3).margin(5 * 1.74 / 141));
  CHECK(box(2) == Approx(3).epsilon(0.05));
  CHECK(box(4) == Approx(1.0 / 3).epsilon(0.05));
}

TEST_CASE("starts that are none are refused at their line", "[cli]") {
  check_refused("point = [1]", "config.toml:11: number of coordinates of point must be 2, got 1");
  check_refused("mean = [1, 1]\ndeviations = [1, -1]", "config.toml:12: ");
  check_refused("mean = [1, 1]", "deviations");
  check_refused("lo = [0, 2]\nhi = [1, 1]", "config.toml:12: ");
  check_refused("point = [1, 1]\nmeen = [1, 1]", "meen");
  check_refused("mean = [1, 1]\ndeviations = [1, 1]", "start", "gradient_flow");
}
