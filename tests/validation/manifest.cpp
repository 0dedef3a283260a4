#include "validation/manifest.hpp"

#include "io/atomic_file.hpp"
#include "tests/support/temporary_directory.hpp"
#include "validation/build_info.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace sdescent {
namespace {

using Json = nlohmann::ordered_json;

RunInputs inputs() {
  return {"adaptive/fig2-moments",           18446744073709551615U, "quick", "",
          {{"eta", "0.001"}, {"x0", "1,2"}}, {{"data", "cbf43926"}}};
}

bool matches(const std::string& text, const RunInputs& wanted) {
  const TemporaryDirectory directory;
  write_atomically(directory.path() / "manifest.json", text);
  return manifest_matches(directory.path() / "manifest.json", wanted);
}

TEST_CASE("a manifest says what a run was given, built from and ran on", "[validation]") {
  const Json json = Json::parse(manifest_json(inputs(), {3, "2026-01-01T00:00:00Z", 1.5}));
  CHECK(json["inputs"]["id"] == "adaptive/fig2-moments");
  CHECK(json["inputs"]["seed"] == 18446744073709551615U);
  CHECK(json["inputs"]["effort"] == "quick");
  CHECK(json["inputs"]["control"] == "");
  CHECK(json["inputs"]["files"]["data"] == "cbf43926");
  CHECK(json["inputs"]["parameters"] == Json{{"eta", "0.001"}, {"x0", "1,2"}});
  CHECK(json["build"]["git"] == build_info().git);
  CHECK(json["build"]["version"] == build_info().version);
  for (const char* library : {"eigen", "gsl", "boost", "fmt", "zlib"})
    CHECK(json["build"]["libraries"].contains(library));
  CHECK(json["host"]["threads"] == 3);
  CHECK(json["host"]["cores"].get<unsigned>() > 0);
  CHECK(json["started"] == "2026-01-01T00:00:00Z");
  CHECK(json["seconds"] == 1.5);
}

TEST_CASE("text that is not UTF-8 does not stop a manifest", "[validation]") {
  RunInputs with_bytes = inputs();
  with_bytes.parameters.emplace_back("data", "\xFF.csv");
  const std::string text = manifest_json(with_bytes, {});
  CHECK_NOTHROW(Json::parse(text));
  CHECK_FALSE(matches(text, with_bytes));  // two such files could not be told apart
}

TEST_CASE("a manifest matches the same inputs of the same clean build", "[validation]") {
  const std::string manifest = manifest_json(inputs(), {3, "then", 1.5});
  const bool told_apart = build_info().names_its_code();
  CHECK(matches(manifest, inputs()) == told_apart);
  CHECK(matches(manifest_json(inputs(), {1, "now", 9.5}), inputs()) == told_apart);
}

/// Inputs that differ from inputs() in one thing each.
std::vector<RunInputs> others() {
  std::vector<RunInputs> all(7, inputs());
  all[0].id = "adaptive/other";
  all[1].seed = 1;
  all[2].effort = "paper";
  all[3].control = "wrong";
  all[4].parameters[0].second = "0.002";
  all[5].parameters.pop_back();
  all[6].files[0].second = "cbf43927";
  return all;
}

TEST_CASE("a manifest of other inputs or another build does not match", "[validation]") {
  const std::string manifest = manifest_json(inputs(), {3, "then", 1.5});
  for (const RunInputs& other : others()) CHECK_FALSE(matches(manifest, other));

  Json json = Json::parse(manifest);
  json["build"]["compiler"] = "another";
  CHECK_FALSE(matches(json.dump(), inputs()));
}

TEST_CASE("a stamp tells inputs apart, text or not, and names the build", "[validation]") {
  const std::string stamp = run_stamp(inputs());
  CHECK(stamp == run_stamp(inputs()));
  for (const RunInputs& other : others()) CHECK(stamp != run_stamp(other));
  RunInputs one = inputs(), two = inputs();
  one.parameters.emplace_back("data", "\xFE.csv");
  two.parameters.emplace_back("data", "\xFF.csv");
  CHECK(run_stamp(one) != run_stamp(two));
  for (const std::string& part :
       {build_info().git, build_info().compiler, build_info().instruction_set})
    CHECK_THAT(stamp, Catch::Contains(part));
}

TEST_CASE("a damaged or missing manifest does not match", "[validation]") {
  for (const char* text : {"", "{", "[]", "3", "{}", "{\"inputs\": {}}", "{\"build\": 1}"}) {
    INFO(text);
    CHECK_FALSE(matches(text, inputs()));
  }
  CHECK_FALSE(manifest_matches("/no/such/manifest.json", inputs()));
}

TEST_CASE("times are written in UTC", "[validation]") {
  const std::string now = utc_now();
  REQUIRE(now.size() == 20);
  CHECK(now.substr(0, 2) == "20");
  for (const std::size_t i : {4U, 7U}) CHECK(now[i] == '-');
  CHECK(now[10] == 'T');
  CHECK(now.back() == 'Z');
}

}  // namespace
}  // namespace sdescent
