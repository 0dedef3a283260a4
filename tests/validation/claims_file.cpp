#include "validation/claims_file.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

DecidedClaim decided() {
  DecidedClaim d;
  d.claim = {.id = "mean-sde",
             .reference = "Lemma 3.7 (1)",
             .statement = "E x is \"e^{−λt} x₀\" | and\nmore.",
             .kind = ClaimKind::bound,
             .units = "x²",
             .tolerance_reason = "not in the file",
             .expected = Verdict::fails,
             .reason = "because"};
  d.reading.verdict = Verdict::undecided;
  d.reading.measured = 1.0 / 3.0;
  d.reading.predicted = -5e-324;
  d.reading.tolerance = 0.1;
  d.reading.lower = -1.7976931348623157e308;
  d.reading.upper = std::nextafter(1.0, 2.0);
  d.reading.alpha = 0.01 / 6;
  d.reading.detectable = 2.0 / 3.0;
  return d;
}

std::vector<ClaimRecord> read_back(const std::string& text) {
  const TemporaryDirectory directory;
  write_atomically(directory.path() / "claims.json", text);
  return read_claims(directory.path() / "claims.json");
}

TEST_CASE("claims.json has exactly its fixed keys, in order", "[validation]") {
  const auto json = nlohmann::ordered_json::parse(claims_json("adaptive", {decided(), decided()}));
  REQUIRE(json.is_array());
  REQUIRE(json.size() == 2);
  std::vector<std::string> keys;
  for (const auto& [key, value] : json[0].items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"id", "paper", "reference", "statement", "kind",
                                         "expected", "reason", "verdict", "measured", "predicted",
                                         "interval", "tolerance", "alpha", "units", "detectable"});
  CHECK(json[0]["interval"].size() == 2);
}

TEST_CASE("claims come back with every text and number to the bit", "[validation]") {
  const DecidedClaim d = decided();
  const auto records = read_back(claims_json("adaptive", {d}));
  REQUIRE(records.size() == 1);
  const ClaimRecord& r = records.front();
  CHECK(r.id == d.claim.id);
  CHECK(r.paper == "adaptive");
  CHECK(r.reference == d.claim.reference);
  CHECK(r.statement == d.claim.statement);
  CHECK(r.kind == "bound");
  CHECK(r.expected == "fails");
  CHECK(r.reason == "because");
  CHECK(r.verdict == "undecided");
  CHECK(r.units == "x²");
  CHECK(r.measured == d.reading.measured);
  CHECK(r.predicted == d.reading.predicted);
  CHECK(r.tolerance == d.reading.tolerance);
  CHECK(r.lower == d.reading.lower);
  CHECK(r.upper == d.reading.upper);
  CHECK(r.alpha == d.reading.alpha);
  CHECK(r.detectable == d.reading.detectable);
  CHECK_FALSE(r.slack);
  CHECK(r.remark.empty());
}

TEST_CASE("slack and remark are in the file when there are any", "[validation]") {
  DecidedClaim d = decided();
  d.reading.slack = 4.0 / 3.0;
  d.reading.remark = "Var x: 0.8 ± 0.1 at η = 0.4";
  const std::string text = claims_json("adaptive", {d});
  const auto json = nlohmann::ordered_json::parse(text)[0];
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  REQUIRE(keys.size() == 17);
  CHECK(keys[15] == "slack");
  CHECK(keys[16] == "remark");
  const ClaimRecord record = read_back(text).front();
  REQUIRE(record.slack);
  CHECK(*record.slack == *d.reading.slack);
  CHECK(record.remark == d.reading.remark);
}

TEST_CASE("every kind of claim has its name in the file", "[validation]") {
  std::vector<std::string> names;
  for (const ClaimKind kind : {ClaimKind::equality, ClaimKind::limit, ClaimKind::exponent,
                               ClaimKind::bound, ClaimKind::ordering, ClaimKind::region}) {
    DecidedClaim d = decided();
    d.claim.kind = kind;
    names.push_back(read_back(claims_json("adaptive", {d})).front().kind);
  }
  CHECK(names ==
        std::vector<std::string>{"equality", "limit", "exponent", "bound", "ordering", "region"});
}

TEST_CASE("no claims are an empty list", "[validation]") {
  CHECK(read_back(claims_json("adaptive", {})).empty());
}

TEST_CASE("what a single run cannot know is null in the file and NaN when read", "[validation]") {
  DecidedClaim d = decided();
  d.reading.lower = d.reading.upper = std::numeric_limits<double>::quiet_NaN();
  const std::string text = claims_json("adaptive", {d});
  CHECK(nlohmann::json::parse(text)[0]["interval"] == nlohmann::json({nullptr, nullptr}));
  const ClaimRecord record = read_back(text).front();
  CHECK(std::isnan(record.lower));
  CHECK(std::isnan(record.upper));
  CHECK(record.measured == d.reading.measured);
}

TEST_CASE("a file that is no list of claims is an error that names it", "[validation]") {
  auto json = nlohmann::ordered_json::parse(claims_json("adaptive", {decided()}));
  std::vector<std::string> wrong{"", "{", "3", "{}", "null", "[1]", "[{}]", "\"x\""};
  for (const char* key : {"id", "verdict", "measured", "interval"}) {
    auto without = json;
    without[0].erase(key);
    wrong.push_back(without.dump());
  }
  json[0]["measured"] = "x";
  wrong.push_back(json.dump());
  for (const std::string& text : wrong) {
    INFO(text);
    CHECK_THROWS_AS(read_back(text), IoError);
  }
  CHECK_THROWS_WITH(read_back("{}"), Catch::Contains("claims.json: not a list of claims"));
  CHECK_THROWS_AS(read_claims("/no/such/claims.json"), IoError);
}

}  // namespace
}  // namespace sdescent
