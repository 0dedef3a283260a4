// Gradient noise and schedules in configuration files, right and wrong.
#include "io/read_file.hpp"
#include "tests/support/sdescent.hpp"

using namespace sdescent;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

const std::string head = "paths = 64\neta = 0.01\nsteps = 20\nrecords = 4";  // lines 1 to 4
const std::string quadratic = "objective = \"quadratic\"\nhessian = [1, 2]\n";
const std::string sign_sgd = "[start]\npoint = [1, 1]\n[[process]]\nmodel = \"sign_sgd\"\n";
const std::string pair = sign_sgd + "[[process]]\nmodel = \"sign_sgd_sde\"\n";

/// Runs `simulate` on a problem whose noise starts at line 8.
ProgramResult simulate(const TemporaryDirectory& directory, const std::string& noise,
                       const std::string& rest) {
  const fs::path file = directory.path() / "config.toml";
  write_atomically(file, configuration(head, quadratic + noise, rest));
  return run_sdescent(
      {"simulate", "--config", file.string(), "--out", (directory.path() / "runs").string()});
}

std::string moments(const std::string& noise, const std::string& rest) {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, noise, rest);
  CAPTURE(noise, rest, result.err);
  REQUIRE(result.code == 0);
  return read_file(directory.path() / "runs/simulate/config/data/moments.csv");
}

/// Refused with exactly this message about line `line`.
void check_refused_at(std::size_t line, const std::string& noise, const std::string& message,
                      const std::string& rest = pair) {
  const TemporaryDirectory directory;
  const ProgramResult result = simulate(directory, noise, rest);
  CAPTURE(noise, rest);
  CHECK(result.code == 2);
  CHECK_THAT(result.err, Contains("config.toml:" + std::to_string(line) + ": " + message));
  CHECK_FALSE(fs::exists(directory.path() / "runs"));
}

}  // namespace

TEST_CASE("simulate takes every law of gradient noise", "[cli]") {
  for (const char* noise :
       {"noise = \"student_t\"\nnu = 1.5\nscale = 0.1", "noise = \"cauchy\"\nscale = [0.1, 0.2]",
        "noise = \"laplace\"\nscale = 0.1", "noise = \"uniform\"\nhalf_width = 0.1",
        "noise = \"rademacher\"\nscale = 0.1",
        "noise = \"gaussian_mixture\"\nweights = [0.9, 0.1]\nmeans = [0, 0]\n"
        "deviations = [0.1, 1]",
        "noise = \"stable\"\nalpha = 1.5\nscale = 0.1",
        "noise = \"empirical\"\nsample = [-1, 0, 1]\nscale = 0.5"})
    CHECK(moments(noise, pair).size() > 100);
}

TEST_CASE("different spellings of one noise are one noise", "[cli]") {
  CHECK(moments("noise = \"cauchy\"\nscale = 0.1", pair) ==
        moments("noise = \"student_t\"\nnu = 1\nscale = [0.1, 0.1]", pair));
  CHECK(moments("noise = \"empirical\"\nsample = [1, 2, 6]\ncentred = true", sign_sgd) ==
        moments("noise = \"empirical\"\nsample = [-2, -1, 3]\nscale = 1", sign_sgd));
  CHECK(moments("noise = \"gaussian_mixture\"\nweights = [0.5, 0.5]\nmeans = [1, 3]\n"
                "deviations = [0.25, 0.5]\ncentred = true",
                sign_sgd) == moments("noise = \"gaussian_mixture\"\nweights = [0.5, 0.5]\n"
                                     "means = [-1, 1]\ndeviations = [0.25, 0.5]",
                                     sign_sgd));
  CHECK(moments("noise = \"cauchy\"\nscale = 0.1", pair) !=
        moments("noise = \"cauchy\"\nscale = 0.2", pair));
}

TEST_CASE("the fast kernels and 32-bit numbers have slower alternatives", "[cli]") {
  const std::string gaussian = "noise = \"gaussian\"\nsigma = 1\n";
  const std::string plain = moments(gaussian, pair);
  CHECK(moments(gaussian + "accuracy = \"fast\"\nsigns = \"noise\"", pair) == plain);
  CHECK(moments(gaussian + "accuracy = \"accurate\"", pair) != plain);
  CHECK(moments(gaussian + "signs = \"threshold\"", pair) != plain);
  check_refused_at(10, gaussian + "accuracy = \"accurat\"",
                   "unknown accuracy \"accurat\", did you mean \"accurate\"?");
  check_refused_at(10, gaussian + "signs = \"thresholds\"",
                   "unknown way to draw signs \"thresholds\", did you mean \"threshold\"?");
  check_refused_at(10, "noise = \"rademacher\"\nscale = 0.1\nsigns = \"threshold\"",
                   "gradient noise of signs drawn by thresholds must be");

  const TemporaryDirectory directory;
  const fs::path file = directory.path() / "bits.toml";
  const auto with_bits = [&](const std::string& bits) {
    write_atomically(file,
                     configuration(head + "\nrandom_bits = " + bits, quadratic + gaussian, pair));
    return run_sdescent(
        {"simulate", "--config", file.string(), "--out", (directory.path() / "runs").string()});
  };
  REQUIRE(with_bits("52").code == 0);
  CHECK(read_file(directory.path() / "runs/simulate/bits/data/moments.csv") != plain);
  REQUIRE(with_bits("32").code == 0);
  CHECK(read_file(directory.path() / "runs/simulate/bits/data/moments.csv") == plain);
  CHECK_THAT(with_bits("53").err, Contains("bits.toml:5: random_bits must be 32 or 52, got 53"));
}

TEST_CASE("a noise sample is a column of a file beside the configuration", "[cli]") {
  const TemporaryDirectory directory;
  write_atomically(directory.path() / "noise.csv", "a header\n7,-1\n8,0\n9,1\n");
  const ProgramResult result = simulate(
      directory, "noise = \"empirical\"\nfile = \"noise.csv\"\ncolumn = 2\nskip_lines = 1", pair);
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  CHECK(read_file(directory.path() / "runs/simulate/config/data/moments.csv") ==
        moments("noise = \"empirical\"\nsample = [-1, 0, 1]", pair));
}

TEST_CASE("noise that is none is refused at the line that is wrong", "[cli]") {
  const std::string student = "noise = \"student_t\"\n";  // line 8
  check_refused_at(8, "noise = \"studnet_t\"\nnu = 1\nscale = 1",
                   "unknown noise \"studnet_t\", did you mean \"student_t\"?");
  check_refused_at(9, student + "nu = 0\nscale = 0.1", "nu must be > 0, got 0");
  check_refused_at(10, student + "nu = 1\nscale = -0.1",
                   "scale of coordinate 1 must be >= 0, got -0.1");
  check_refused_at(10, student + "nu = 1\nscale = [1, 2, 3]",
                   "dimension of the gradient noise must be 2, got 3");
  check_refused_at(5, student + "nu = 1", "scale is missing");
  check_refused_at(5, student + "scale = 1", "nu is missing");
  check_refused_at(9, student + "scal = 1\nnu = 1\nscale = 1",
                   "unknown key \"scal\", did you mean \"scale\"?");
  check_refused_at(9, "noise = \"uniform\"\nhalf_width = -1",
                   "half-width of coordinate 1 must be >= 0, got -1");
  check_refused_at(10, "noise = \"stable\"\nscale = 1\nalpha = 3",
                   "alpha must be in [0.1, 1.99999] or 2, got 3");
  check_refused_at(9,
                   "noise = \"gaussian_mixture\"\nweights = [0.5, 0.6]\nmeans = [0, 0]\n"
                   "deviations = [1, 1]",
                   "sum of a mixture's weights must be 1, got 1.1");
  check_refused_at(9, "noise = \"empirical\"\nsample = [1, 2]",
                   "mean of the noise sample must be 0 (or centred on request), got 1.5");
  check_refused_at(10, "noise = \"empirical\"\nsample = [0]\nfile = \"x.csv\"",
                   "noise must be given by sample or file, got both");
}

TEST_CASE("SGD's SDE is refused under noise without covariance", "[cli]") {
  const std::string sgd = "[[process]]\nmodel = \"sgd_sde\"\n";
  check_refused_at(10, "noise = \"cauchy\"\nscale = 0.1",
                   "gradient noise of sgd_sde must be of finite covariance, got student_t with "
                   "nu = 1",
                   sgd);
  CHECK(moments("noise = \"student_t\"\nnu = 3\nscale = 0.1", sgd).size() > 100);
}

TEST_CASE("a full scale matrix makes Student's noise multivariate", "[cli]") {
  const std::string sgd = "[[process]]\nmodel = \"sgd\"\n[[process]]\nmodel = \"sgd_sde\"\n";
  const std::string student = "noise = \"student_t\"\nnu = 3\n";
  CHECK(moments(student + "scale_matrix = [[1, 0.5], [0.5, 1]]", sgd) !=
        moments(student + "scale = 1", sgd));
  check_refused_at(10, student + "scale_matrix = [[1, 2], [2, 1]]",
                   "noise covariance must be positive semidefinite", sgd);
  check_refused_at(10, student + "scale_matrix = [[1]]",
                   "dimension of the gradient noise must be 2, got 1", sgd);
  check_refused_at(10, student + "scale_matrix = [[1, 0], [0, 1]]\nscale = 1",
                   "noise must be given by scale or scale_matrix, got both", sgd);
}

TEST_CASE("a schedule is for all processes, or for one", "[cli]") {
  const std::string noise = "noise = \"laplace\"\nscale = 0.1";
  const std::string constant = moments(noise, pair);
  CHECK(moments(noise, "[schedule]\nkind = \"constant\"\n" + pair) == constant);
  const std::string power = moments(noise, "[schedule]\nkind = \"power\"\nexponent = 2\n" + pair);
  CHECK(power != constant);
  const std::string own = "schedule = {kind = \"power\", exponent = 2}\n";
  CHECK(moments(noise, sign_sgd + own + "[[process]]\nmodel = \"sign_sgd_sde\"\n" + own) == power);
  const std::string one = moments(noise, pair + own);
  CHECK(one != constant);
  CHECK(one != power);
  for (const char* kind :
       {"kind = \"cosine\"\nduration = 0.2\nfloor = 0.1", "kind = \"warmup\"\nduration = 0.1",
        "kind = \"stable_decay\"\ndecay_from = 0.1\ndecay_until = 0.2",
        "kind = \"warmup_stable_decay\"\nwarmup = 0.05\ndecay_from = 0.1\ndecay_until = 0.2"})
    CHECK(moments(noise, "[schedule]\n" + std::string(kind) + "\n" + pair) != constant);
}

TEST_CASE("under a schedule the gradient flow covers what the schedule integrates to", "[cli]") {
  // x = e^{−∫η}, ∫_0^{0.2} (t + 1)^{−1} dt = log 1.2, so x₁ = 1/1.2 and x₂ = 1/1.44.
  const std::string table =
      moments("noise = \"laplace\"\nscale = 0.1",
              "[start]\npoint = [1, 1]\n[schedule]\nkind = \"power\"\nexponent = 1\n"
              "[[process]]\nmodel = \"gradient_flow\"\n");
  CHECK_THAT(table, Contains("0.83333333") && Contains("0.69444444"));
}

TEST_CASE("schedules that are none are refused at their line", "[cli]") {
  const auto check_schedule = [](std::size_t line, const std::string& schedule,
                                 const std::string& message) {
    // the noise takes lines 8 and 9, the schedule starts at 10
    check_refused_at(line, "noise = \"laplace\"\nscale = 0.1", message,
                     "[schedule]\n" + schedule + "\n" + pair);
  };
  check_schedule(11, "kind = \"cosin\"\nduration = 1",
                 "unknown schedule \"cosin\", did you mean \"cosine\"?");
  check_schedule(11, "kind = \"cosine\"\nduration = 0",
                 "duration of the cosine schedule must be > 0, got 0");
  check_schedule(10, "kind = \"cosine\"", "duration is missing");
  check_schedule(10, "duration = 1", "kind is missing");
  check_schedule(12, "kind = \"power\"\nduration = 1\nexponent = 1", "unknown key \"duration\"");
  check_schedule(11, "kind = \"stable_decay\"\ndecay_from = 2\ndecay_until = 1",
                 "end of the decay must be > its beginning 2, got 1");
  check_refused_at(14, "noise = \"laplace\"\nscale = 0.1",
                   "exponent of the power schedule must be >= 0, got -1",
                   sign_sgd + "schedule = {kind = \"power\", exponent = -1}\n");
}

TEST_CASE("the example of heavy tails and a schedule runs", "[cli]") {
  const TemporaryDirectory directory;
  const std::string config = SDESCENT_SOURCE_DIR "/examples/student-t-schedule.toml";
  const ProgramResult result =
      run_sdescent({"simulate", "--config", config, "--out", directory.path().string()});
  CAPTURE(result.err);
  CHECK(result.code == 0);
  CHECK(fs::exists(directory.path() / "simulate/student-t-schedule/figures/loss.png"));
}
