// `sdescent simulate`: configuration files, right and wrong.
#include "tests/support/sdescent.hpp"

using namespace sdescent;
namespace fs = std::filesystem;

namespace {

const std::string head = "paths = 64\neta = 0.01\nsteps = 20\nrecords = 10";
const std::string problem =
    "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = \"gaussian\"\nsigma = 0.1";
const std::string sgd = "[[process]]\nmodel = \"sgd\"";

void check_config(const std::string& text, const std::vector<std::string>& texts, int code = 2) {
  TemporaryDirectory out;
  const fs::path file = out.path() / "config.toml";
  write_atomically(file, text);
  check_refused({"simulate", "--config", file.string()}, out, texts, code);
}

}  // namespace

TEST_CASE("simulate reproduces fig2-moments from its configuration, byte for byte", "[cli]") {
  const TemporaryDirectory out;
  const std::string config = SDESCENT_SOURCE_DIR "/examples/fig2-moments.toml";
  const ProgramResult simulated =
      run_sdescent({"simulate", "--config", config, "--out", out.path().string()});
  CAPTURE(simulated.err);
  REQUIRE(simulated.code == 0);
  REQUIRE(run_sdescent(
              {"run", "adaptive/fig2-moments", "--effort", "quick", "--out", out.path().string()})
              .code == 0);
  CHECK(read_file(out.path() / "simulate/fig2-moments/data/moments.csv") ==
        read_file(out.path() / "adaptive/fig2-moments/data/moments.csv"));
}

TEST_CASE("simulate accepts what the checks below break", "[cli]") {
  const TemporaryDirectory out;
  write_atomically(out.path() / "good.toml", configuration(head, problem, sgd));
  CHECK(run_sdescent({"simulate", "--config", (out.path() / "good.toml").string(), "--out",
                      out.path().string()})
            .code == 0);
  CHECK(fs::exists(out.path() / "simulate/good/data/moments.csv"));
  CHECK(fs::exists(out.path() / "simulate/good/figures/loss.png"));
}

TEST_CASE("a run that blows up names step, time, path and a cure, and leaves nothing", "[cli]") {
  check_config(
      configuration("paths = 10\neta = 10\nsteps = 300\nrecords = 10",
                    "objective = \"quadratic\"\nhessian = [100]\nnoise = \"gaussian\"\nsigma = 0.1",
                    "[start]\npoint = [1.0]\n" + sgd),
      {"not finite", "t = ", "path 0", "a smaller step"}, 3);
}

TEST_CASE("the sign flow stops in the minimum", "[cli]") {
  const TemporaryDirectory out;
  write_atomically(
      out.path() / "flow.toml",
      configuration("paths = 1\neta = 0.01\nsteps = 100\nrecords = 1", problem,
                    "[start]\npoint = [0.5, 0.6]\n[[process]]\nmodel = \"sign_flow\""));
  const ProgramResult result = run_sdescent(
      {"simulate", "--config", (out.path() / "flow.toml").string(), "--out", out.path().string()});
  CAPTURE(result.err);
  CHECK(result.code == 0);
}

TEST_CASE("a saddle is simulated by name, and what it lacks is asked for", "[cli]") {
  const auto with = [](const std::string& saddle) {
    return configuration(
        head, "objective = \"embedded_saddle\"\n" + saddle + "\nnoise = \"gaussian\"\nsigma = 0.1",
        "[start]\npoint = [0.5, 0.6]\n" + sgd);
  };
  const TemporaryDirectory out;
  const fs::path file = out.path() / "saddle.toml";
  write_atomically(file, with("hessian = [-1, 2]\nquartic = 1\ncubic = 0.1"));
  const ProgramResult result =
      run_sdescent({"simulate", "--config", file.string(), "--out", out.path().string()});
  CAPTURE(result.err);
  CHECK(result.code == 0);
  check_config(with("hessian = [-1, 2]\ncubic = 0.1"), {"quartic"});
  check_config(with("hessian = [-1, 2]\nquartic = -1\ncubic = 0.1"),
               {"quartic must be > 0, got -1"});
}

TEST_CASE("the phases of SignSGD are simulated by name", "[cli]") {
  const auto from = [](const std::string& point) {
    return configuration(head, problem,
                         "[start]\npoint = " + point +
                             "\n[[process]]\nmodel = \"sign_sgd_phases_lower\"\n"
                             "[[process]]\nmodel = \"sign_sgd_phases_upper\"\n"
                             "[[process]]\nmodel = \"sign_sgd_phase_three_sde\"");
  };
  const TemporaryDirectory out;
  write_atomically(out.path() / "phases.toml", from("[0.05, -0.02]"));
  const ProgramResult result =
      run_sdescent({"simulate", "--config", (out.path() / "phases.toml").string(), "--out",
                    out.path().string()});
  CAPTURE(result.err);
  CHECK(result.code == 0);
  // Outside of Phase 3, where its SDE is undefined.
  check_config(from("[0.5, -0.02]"), {"sign_sgd_phase_three_sde", "not finite", "path 0"}, 3);
}

TEST_CASE("an SDE takes the stepper it is given, if that takes the SDE", "[cli]") {
  const auto with = [](const std::string& model, const std::string& stepper) {
    return configuration(head, problem,
                         "[start]\npoint = [0.5, 0.6]\n[[process]]\nmodel = \"" + model +
                             "\"\nstepper = \"" + stepper + "\"");
  };
  const TemporaryDirectory out;
  const auto moments = [&](const std::string& stepper) {
    const fs::path file = out.path() / (stepper + ".toml");
    write_atomically(file, with("sign_sgd_sde", stepper));
    const ProgramResult result =
        run_sdescent({"simulate", "--config", file.string(), "--out", out.path().string()});
    CAPTURE(result.err);
    REQUIRE(result.code == 0);
    return read_file(out.path() / "simulate" / stepper / "data/moments.csv");
  };
  const std::string euler = moments("euler_maruyama"), milstein = moments("milstein");
  CHECK(euler != milstein);
  CHECK(moments("milstein_derivative_free") != milstein);
  check_config(with("sign_sgd_sde", "milstien"),
               {"config.toml:", "unknown stepper \"milstien\", did you mean \"milstein\"?"});
  check_config(with("sgd", "milstein"), {"stepper"});
  check_config(configuration(head,
                             "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = "
                             "\"gaussian\"\ncovariance = [[1, 0.1], [0.1, 1]]",
                             "[[process]]\nmodel = \"sgd_sde\"\nstepper = \"milstein\""),
               {"stepper of process sgd_sde must be one that accepts the model's noise"});
}

TEST_CASE("simulate names file and line of what it refuses", "[cli]") {
  check_config("paths = ", {"config.toml:1"});
  check_config(configuration(head + "\nstep = 3", problem, sgd),
               {"config.toml:5", "did you mean \"steps\""});
  check_config(configuration(head, problem, "[[process]]\nmodel = \"sign_sdg\""),
               {"config.toml:11", "did you mean \"sign_sgd\""});
  check_config(configuration("paths = 0\neta = 0.01\nsteps = 20", problem, sgd),
               {"paths must be >= 1, got 0"});
  check_config(configuration("paths = -1\neta = 0.01\nsteps = 20", problem, sgd),
               {"config.toml:1", "paths"});
  check_config(configuration("paths = 1\neta = -0.01\nsteps = 20", problem, sgd),
               {"eta must be > 0, got -0.01"});
  check_config(configuration("paths = 1\neta = \"x\"\nsteps = 20", problem, sgd),
               {"config.toml:2", "eta must be a number"});
  check_config(configuration(head, problem, "[start]\npoint = [1, 2, 3]\n" + sgd),
               {"number of coordinates of point must be 2, got 3"});
  check_config(configuration(head, problem, sgd + "\n" + sgd), {"used once", "sgd"});
}

TEST_CASE("simulate refuses noise that is no covariance of the problem", "[cli]") {
  const std::string quadratic =
      "objective = \"quadratic\"\nhessian = [1, 2]\nnoise = \"gaussian\"\n";
  check_config(configuration(head, quadratic + "sigma = -0.1", sgd), {"sigma", "-0.1"});
  check_config(configuration(head, quadratic + "sigma = [0.1, 0.1, 0.1]", sgd),
               {"dimension of the gradient noise must be 2, got 3"});
  check_config(configuration(head, quadratic + "covariance = [[1, 0.5], [0.4, 1]]", sgd),
               {"must be symmetric"});
  check_config(configuration(head, quadratic + "covariance = [[1, 2], [2, 1]]", sgd),
               {"positive semidefinite", "eigenvalue -"});
  check_config(configuration(head, quadratic + "covariance = [[1, 2], [2]]", sgd),
               {"rows of 2 numbers"});
  check_config(configuration(head, quadratic + "covariance = [[1, 0.5], [0.5, 1]]",
                             "[[process]]\nmodel = \"sign_sgd_sde\""),
               {"sign_sgd_sde", "independent"});
}

TEST_CASE("simulate names file and line of bad data", "[cli]") {
  const auto check_data = [](const std::string& csv, const std::vector<std::string>& texts) {
    TemporaryDirectory out;
    write_atomically(out.path() / "data.csv", csv);
    const fs::path file = out.path() / "config.toml";
    write_atomically(file,
                     configuration(head,
                                   "objective = \"logistic_regression\"\ndata = \"data.csv\"\n"
                                   "noise = \"minibatch\"\nbatch = 2",
                                   sgd));
    check_refused({"simulate", "--config", file.string()}, out, texts);
  };
  check_data("1,2,0\n3,nan,1\n", {"data.csv:2"});
  check_data("1,2,0\n3,1\n", {"data.csv:2"});
  check_data("1,2,0\n3,1,2\n", {"target of data row 2 must be 0 or 1, got 2"});
}
