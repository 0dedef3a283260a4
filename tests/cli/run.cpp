// What `sdescent run` leaves behind and says.
#include "tests/support/file_contents.hpp"
#include "tests/support/sdescent.hpp"
#include "validation/experiments.hpp"

#include <nlohmann/json.hpp>

#include <set>

using namespace sdescent;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

std::map<std::string, std::string> results(const fs::path& out) {
  auto files = file_contents(out / "adaptive" / "fig2-moments");
  files.erase("manifest.json");  // the only file that tells when and where
  return files;
}

}  // namespace

TEST_CASE("a run leaves manifest, claims, data and figures", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(short_run(out.path()));
  CAPTURE(result.err);
  REQUIRE(result.code == 0);
  const fs::path directory = out.path() / "adaptive" / "fig2-moments";
  for (const char* file : {"manifest.json", "claims.json", "data/moments.csv", "data/moments.npz",
                           "figures/moments.svg", "figures/moments.gp", "figures/moments.dat"})
    CHECK(fs::exists(directory / file));
  CHECK(out.entry_count() == 1);
  const std::set<std::string> keys{"id",       "paper",     "reference", "statement", "kind",
                                   "expected", "reason",    "verdict",   "measured",  "predicted",
                                   "interval", "tolerance", "alpha",     "units",     "detectable"};
  const Json claims = Json::parse(read_file(directory / "claims.json"));
  REQUIRE(claims.size() == 6);
  for (const Json& claim : claims) {
    std::set<std::string> found;
    for (const auto& [key, value] : claim.items()) found.insert(key);
    found.erase("remark");  // where there is one
    CHECK((found.erase("slack") == 1) == (claim["kind"] == "bound"));
    CHECK(found == keys);
  }
  const Json manifest = Json::parse(read_file(directory / "manifest.json"));
  CHECK(manifest["inputs"]["parameters"]["paths"] == "200");
  CHECK(manifest["inputs"]["seed"] == 1);
}

TEST_CASE("the same seed gives the same bytes for one and two threads", "[cli]") {
  const TemporaryDirectory one, two, other;
  REQUIRE(run_sdescent(short_run(one.path(), {"--threads", "1"})).code == 0);
  REQUIRE(run_sdescent(short_run(two.path(), {"--threads", "2"})).code == 0);
  REQUIRE(run_sdescent(short_run(other.path(), {"--seed", "2"})).code == 0);
  CHECK(results(one.path()).size() == 7);
  CHECK(results(one.path()).count("data/refinement.csv") == 1);
  CHECK(results(one.path()) == results(two.path()));
  CHECK(results(one.path()).at("data/moments.csv") != results(other.path()).at("data/moments.csv"));
}

TEST_CASE("with --json the outcome stands alone on standard output", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result = run_sdescent(short_run(out.path(), {"--json"}));
  const Json json = Json::parse(result.out);
  REQUIRE(json["experiments"].size() == 1);
  const Json& experiment = json["experiments"][0];
  CHECK(experiment["id"] == "adaptive/fig2-moments");
  CHECK(experiment["outcome"] == "ok");
  CHECK(experiment["seconds"].get<double>() > 0);
  CHECK(experiment["claims"] ==
        Json::parse(read_file(out.path() / "adaptive/fig2-moments/claims.json")));
}

TEST_CASE("with --strict undecided counts as contradicted", "[cli]") {
  const TemporaryDirectory out;
  CHECK(run_sdescent(short_run(out.path())).code == 0);
  CHECK(run_sdescent(short_run(out.path(), {"--strict"})).code == 1);
}

TEST_CASE("a control turns its claim and keeps out of the way of results", "[cli]") {
  const TemporaryDirectory out;
  const ProgramResult result =
      run_sdescent({"run", "adaptive/fig2-moments", "--effort", "quick", "--control",
                    "bound-with-one-eigenvalue", "--out", out.path().string()});
  CHECK(result.code == 1);
  CHECK_THAT(result.out, Catch::Contains("CONTRADICTS"));
  CHECK(fs::exists(out.path() / "adaptive/fig2-moments.bound-with-one-eigenvalue/claims.json"));
  CHECK_FALSE(fs::exists(out.path() / "adaptive/fig2-moments"));
}

TEST_CASE("an interrupted run leaves earlier results whole and nothing of its own", "[cli]") {
  const TemporaryDirectory out;
  REQUIRE(run_sdescent(short_run(out.path())).code == 0);
  const auto before = file_contents(out.path());
  RunningProgram program(sdescent_command(
      {"run", "adaptive/fig2-moments", "--effort", "paper", "--out", out.path().string()}));
  // Until it has made its staging directory, it may not have set up its signal handler either.
  const fs::path paper = out.path() / "adaptive";
  while (std::distance(fs::directory_iterator(paper), {}) < 2) ::usleep(1000);
  program.send(SIGINT);
  CHECK(program.wait().code == 130);
  CHECK(file_contents(out.path()) == before);
}

TEST_CASE("list, show, info and table say what there is", "[cli]") {
  const Json list = Json::parse(run_sdescent({"list", "--json"}).out);
  CHECK(list.size() == experiments().size());
  CHECK(list[0]["id"] == experiments().front().id);
  CHECK_THAT(run_sdescent({"list"}).out, Catch::Contains("adaptive/breast-cancer-logistic"));
  const std::string shown = run_sdescent({"show", "adaptive/fig2-moments"}).out;
  for (const char* text : {"eta = 0.001", "adaptive F.2", "chosen:", "correlated-noise"})
    CHECK_THAT(shown, Catch::Contains(text));
  const Json info = Json::parse(run_sdescent({"info", "--json"}).out);
  CHECK(info["libraries"].contains("eigen"));
  CHECK(info["libraries"].contains("gsl"));
  const TemporaryDirectory out;
  REQUIRE(run_sdescent(short_run(out.path())).code == 0);
  const std::string table = run_sdescent({"table", "adaptive", out.path().string()}).out;
  CHECK_THAT(table, Catch::Contains("| Lemma 3.5 (7) | ") && Catch::Contains("not run"));
  CHECK(run_sdescent({"table", "adaptiv"}).code == 2);
}
