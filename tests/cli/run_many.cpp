// `sdescent run` over several experiments and at the edges of what it accepts.
#include "tests/support/sdescent.hpp"

#include <nlohmann/json.hpp>

using namespace sdescent;
using Catch::Contains;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

/// Two experiments of the paper, short.
std::vector<std::string> both(const fs::path& out, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{"run",         "adaptive/fig2-m*",
                                     "adaptive/b*", "adaptive/fig2-moments",
                                     "--effort",    "quick",
                                     "--set",       "paths=64",
                                     "--set",       "steps=10",
                                     "--set",       "records=5",
                                     "--out",       out.string()};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_CASE("a pattern runs its experiments once each", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(both(out.path(), {"--json"}));
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  const Json json = Json::parse(result.out);
  REQUIRE(json["experiments"].size() == 2);
  CHECK(json["experiments"][0]["id"] == "adaptive/fig2-moments");
  CHECK(json["experiments"][1]["id"] == "adaptive/breast-cancer-logistic");
  for (const Json& experiment : json["experiments"]) {
    const fs::path directory = out.path() / experiment["id"].get<std::string>();
    CHECK(experiment["claims"] == Json::parse(read_file(directory / "claims.json")));
  }
}

TEST_CASE("a setting that one experiment refuses stops all before any work", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(both(out.path(), {"--set", "x0=1,1"}));
  CHECK(result.code == 2);  // breast-cancer-logistic has no x0
  CHECK_THAT(result.err, Contains("unknown parameter \"x0\""));
  CHECK(result.out.empty());
  CHECK(out.entry_count() == 0);
}

TEST_CASE("a numerical failure of one experiment does not stop the others", "[cli]") {
  const TemporaryDirectory out;
  // A step of 1e200 takes the moments of both past the largest number.
  const ProgramResult result = run_sdescent(both(out.path(), {"--set", "eta=1e200", "--json"}));
  CHECK(result.code == 3);
  const Json json = Json::parse(result.out);
  REQUIRE(json["experiments"].size() == 2);
  for (const Json& experiment : json["experiments"]) {
    CHECK(experiment["outcome"] == "numerical failure");
    CHECK(experiment["claims"].empty());
    CHECK_THAT(result.err, Contains(experiment["id"].get<std::string>() + ": "));
  }
  CHECK(out.entry_count() == 0);
}

TEST_CASE("an undecided run prints what it could have detected", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(short_run(out.path()));
  CHECK(result.code == 0);
  CHECK_THAT(result.out, Contains("undecided (expected: holds)") && Contains(", detectable ") &&
                             Contains(", tolerance ") && Contains(", slack "));
  CHECK_THAT(result.out, Contains("results in " + (out.path() / "adaptive").string()));
}

TEST_CASE("too few runs for a verdict leave every claim undecided", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(short_run(out.path(), {"--set", "paths=19"}));
  CHECK(result.code == 0);
  CHECK_THAT(result.out, !Contains("holds     (") && !Contains("CONTRADICTS"));
}

TEST_CASE("a path that is not UTF-8 does not stop a run", "[cli]") {
  const TemporaryDirectory out;
  const fs::path data = out.path() / "\xFF.csv";
  fs::copy_file(fs::path(SDESCENT_SOURCE_DIR) / "data" / "breast_cancer.csv", data);
  const ProgramResult result =
      run_sdescent({"run", "adaptive/breast-cancer-logistic", "--effort", "quick", "--set",
                    "paths=64", "--set", "steps=5", "--set", "records=5", "--set",
                    "data=" + data.string(), "--out", out.path().string()});
  CAPTURE(result.err);
  CHECK(result.code == 0);
  CHECK(fs::exists(out.path() / "adaptive/breast-cancer-logistic/manifest.json"));
}
