// `sdescent table`: the Markdown table of a paper.
#include "tests/support/sdescent.hpp"
#include "validation/experiments.hpp"
#include "validation/statements.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

using namespace sdescent;
using Catch::Contains;
using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

namespace {

/// A claims.json as a run of fig2-moments with two claims would have left it.
Json two_claims() {
  const auto claim = [](const char* kind, const char* expected, const char* verdict) {
    return Json{{"id", "a"},
                {"paper", "adaptive"},
                {"reference", "Lemma 1"},
                {"statement", "|x| is small."},
                {"kind", kind},
                {"expected", expected},
                {"reason", "r"},
                {"verdict", verdict},
                {"measured", 1.23456},
                {"predicted", 2.0},
                {"interval", {-1.0, -0.5}},
                {"tolerance", 0.25},
                {"alpha", 0.01},
                {"units", "x²"},
                {"detectable", 0.75}};
  };
  Json bound = claim("bound", "holds", "fails");
  bound["slack"] = 0.5;
  Json limit = claim("limit", "fails", "fails");
  limit["remark"] = "0.1 at η = 0.2";
  return {claim("equality", "holds", "holds"), bound, claim("ordering", "holds", "undecided"),
          limit};
}

ProgramResult table_of(const std::string& claims) {
  const TemporaryDirectory out;
  const fs::path directory = out.path() / "adaptive" / "fig2-moments";
  fs::create_directories(directory);
  write_atomically(directory / "claims.json", claims);
  return run_sdescent({"table", "adaptive", out.path().string()});
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Bars that separate cells.
std::size_t bars(const std::string& line) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.size(); ++i)
    count += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
  return count;
}

}  // namespace

TEST_CASE("a table has a row for every claim that was run", "[cli]") {
  const ProgramResult result = table_of(two_claims().dump());
  CHECK(result.code == 0);
  const auto rows = lines(result.out);
  REQUIRE(rows.size() > 6);
  CHECK(rows[0] == "| statement | source | experiment | verdict | number |");
  CHECK(rows[1] == "|---|---|---|---|---|");
  // Those of fig2-moments; other experiments of the paper were not run.
  const std::string start = "| \\|x\\| is small. | Lemma 1 | adaptive/fig2-moments | ";
  std::vector<std::string> of_claims;
  for (const std::string& row : rows)
    if (row.starts_with(start)) of_claims.push_back(row.substr(start.size()));
  REQUIRE(of_claims.size() == 4);
  CHECK(of_claims[0] ==
        "holds | 1.235 against 2 x², off by [-1, -0.5] of ±0.25; 0.75 would be seen |");
  CHECK(of_claims[1] == "fails (expected: holds) | 1.235 against 2 x², slack 0.5 |");
  CHECK(of_claims[2] ==
        "undecided (expected: holds) | 1.235 against 2 x², difference in [-1, -0.5] |");
  CHECK_THAT(result.out,
             Contains("4 claims: 1 hold, 2 fail, 1 undecided; 1 contradict what is expected."));
  // Whatever does not simply hold is explained.
  CHECK_THAT(result.out, Contains("Notes\n\n- adaptive/fig2-moments, a (fails): r\n"));
  CHECK_THAT(result.out, Contains("- adaptive/fig2-moments, a (fails): r. 0.1 at η = 0.2\n"));
}

TEST_CASE("a table has a row for every claim that was not run", "[cli]") {
  const TemporaryDirectory empty;
  const ProgramResult result = run_sdescent({"table", "adaptive", empty.path().string()});
  CHECK(result.code == 0);
  std::size_t claims = 0;
  for (const Experiment& e : experiments())
    if (e.paper() == "adaptive") claims += e.claims.size();
  const auto rows = lines(result.out);
  const std::size_t listed = statements("adaptive").size();
  REQUIRE(rows.size() == 4 + claims + 3 + listed);
  for (std::size_t i = 2; i < 2 + claims; ++i) CHECK_THAT(rows[i], Contains("| not run | |"));
  for (std::size_t i = 0; i < 2 + claims; ++i) CHECK(bars(rows[i]) == 6);
  CHECK_THAT(rows[3 + claims], Contains("0 claims"));
  for (std::size_t i = 5 + claims; i < rows.size(); ++i) CHECK(bars(rows[i]) == 4);
}

TEST_CASE("a table has a row for every statement of the paper", "[cli]") {
  Json claims = two_claims();
  claims[1]["reference"] = claims[3]["reference"] = "Lemma 3.7 (2)";
  const ProgramResult result = table_of(claims.dump());
  CHECK_THAT(result.out, Contains("\n\n| of the paper | says | experiments |\n|---|---|---|\n"));
  const auto row = [&](const std::string& where) {
    for (const std::string& line : lines(result.out))
      if (line.starts_with("| " + where)) return line;
    return std::string();
  };
  // Claims that cite it; all, where only the experiment does; what is left out.
  CHECK_THAT(row("Lemma 3.7"), Contains("adaptive/fig2-moments (2 fail); "));
  CHECK_THAT(row("Lemma 3.7"), Contains("adaptive/noise-scaling (not run)"));
  CHECK_THAT(row("Corollary 3.3"),
             Contains("adaptive/fig2-moments (1 holds, 2 fail, 1 undecided); "));
  CHECK_THAT(row("Table 1"), Contains("| not tested: language models"));
  CHECK_THAT(row("Figure 1"), Contains("; not tested: all but the dense network"));
}

TEST_CASE("an unknown paper is answered with the nearest", "[cli]") {
  const ProgramResult result = run_sdescent({"table", "adaptiv"});
  CHECK(result.code == 2);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Contains("unknown paper \"adaptiv\", did you mean \"adaptive\"?"));
}

TEST_CASE("claims that cannot be read are an error that names the file", "[cli]") {
  for (const char* wrong : {"{", "{}", "[{\"id\": 1}]"}) {
    const ProgramResult result = table_of(wrong);
    INFO(wrong);
    CHECK(result.code == 4);
    CHECK_THAT(result.err, Contains("adaptive/fig2-moments/claims.json: not a list of claims"));
  }
}
