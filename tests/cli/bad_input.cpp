// `sdescent run` refuses bad input before any work, naming argument, value and what is valid.
#include "tests/support/sdescent.hpp"

using namespace sdescent;

namespace {

void check_setting(const std::string& setting, const std::vector<std::string>& texts) {
  TemporaryDirectory out;
  check_refused({"run", "adaptive/fig2-moments", "--set", setting}, out, texts);
}

}  // namespace

TEST_CASE("run names the nearest of what it does not know", "[cli]") {
  TemporaryDirectory out;
  check_refused({"run", "adaptive/fig2-moment"}, out,
                {"unknown experiment", "did you mean \"adaptive/fig2-moments\""});
  check_refused({"run", "adaptive/fig2-moments", "--set", "sigm=1"}, out,
                {"unknown parameter", "did you mean \"sigma\""});
  check_refused({"run", "adaptive/fig2-moments", "--control", "correlated-nois"}, out,
                {"did you mean \"correlated-noise\""});
}

TEST_CASE("run refuses values out of range", "[cli]") {
  check_setting("eta=0", {"eta must be > 0, got 0"});
  check_setting("eta=-0.1", {"eta must be > 0, got -0.1"});
  check_setting("eta=nan", {"eta must be > 0, got nan"});
  check_setting("sigma=-1", {"sigma must be > 0, got -1"});
  check_setting("paths=0", {"paths must be >= 1, got 0"});
  check_setting("records=700", {"records must be <= steps"});
}

TEST_CASE("run refuses values of another type or dimension", "[cli]") {
  check_setting("eta=abc", {"eta must be a number, got \"abc\""});
  check_setting("hessian=1,x", {"hessian", "\"x\""});
  check_setting("paths=-3", {"paths", "\"-3\""});
  check_setting("x0=1,2,3", {"x0 must be 2, got 3"});
  check_setting("eta", {"--set must be key=value, got \"eta\""});
}

TEST_CASE("run refuses options out of range", "[cli]") {
  TemporaryDirectory out;
  check_refused({"run", "adaptive/fig2-moments", "--seed", "-1"}, out, {"--seed", "\"-1\""});
  check_refused({"run", "adaptive/fig2-moments", "--threads", "0"}, out, {"--threads", ">= 1"});
  check_refused({"run", "adaptive/fig2-moments", "--effort", "fast"}, out,
                {"--effort must be quick, standard or paper, got \"fast\""});
}

TEST_CASE("missing data and an unwritable directory are errors of input and output", "[cli]") {
  TemporaryDirectory out;
  check_refused(
      {"run", "adaptive/breast-cancer-logistic", "--effort", "quick", "--set", "data=no/such.csv"},
      out, {"no/such.csv"}, 4);
  write_atomically(out.path() / "file", "not a directory");
  const ProgramResult result = run_sdescent(short_run(out.path() / "file" / "below"));
  CHECK(result.code == 4);
  CHECK_THAT(result.err, Catch::Contains("file"));
}

TEST_CASE("missing data are named with the option that says where they are", "[cli]") {
  TemporaryDirectory out;
  check_refused(
      {"run", "exact/fig1-imdb", "--effort", "quick", "--set", "data=no/reviews.npy"}, out,
      {"no/reviews.npy: no such file", "--set data=PATH names IMDB reviews as mean GloVe vectors"},
      4);
}

TEST_CASE("no subcommand and unknown options are errors of usage", "[cli]") {
  CHECK(run_sdescent({}).code == 2);
  CHECK(run_sdescent({"lst"}).code == 2);
  CHECK(run_sdescent({"list", "--jso"}).code == 2);
  CHECK(run_sdescent({"--help"}).code == 0);
  CHECK(run_sdescent({"--version"}).code == 0);
}
