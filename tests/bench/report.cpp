#include "bench/report/markdown_table.hpp"
#include "bench/report/results.hpp"
#include "bench/report/tables.hpp"
#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace sdescent::bench {
namespace {

using Catch::Contains;

/// What Google Benchmark writes, with one benchmark.
std::string json(const std::string& name, const std::string& values) {
  return R"({"context": {"num_cpus": 2, "cpu": "Test"}, "benchmarks": [{"run_type": "iteration", )"
         R"("name": ")" +
         name + "\", " + values + "}]}";
}

TEST_CASE("a report takes medians over rounds", "[bench]") {
  Results results;
  for (const char* seconds : {"4e-9", "1e-9", "2e-9"})
    results.add_benchmarks(
        json("W1/threads:1/real_time", std::string(R"("per_item": )") + seconds +
                                           R"(, "real_time": 250, "time_unit": "us", "loss": 0.5)"),
        "round");
  CHECK(results.names() == std::vector<std::string>{"W1/threads:1"});
  CHECK(results.rounds("W1/threads:1") == 3);
  CHECK(*results.nanoseconds("W1/threads:1") == Approx(2.0));
  CHECK(*results.milliseconds("W1/threads:1") == Approx(0.25));
  CHECK(*results.result("W1/threads:1") == 0.5);
  CHECK_FALSE(results.nanoseconds("W2/threads:1"));
  CHECK(results.context("cpu") == "Test");
  CHECK(results.context("num_cpus") == "2");
}

TEST_CASE("a report reads the yardstick and sets the ratio to it", "[bench]") {
  Results results;
  results.add_yardstick(
      "T1 portable W1          W=8 0.0612 s 1.250 ns [1.0 1.3] f_end 6.3e-05 (se 5e-07)\n"
      "T1 portable W4          W=8 0.0300 s 0.500 ns [0.4 0.6] f_end 6.3e-05 (se 5e-07)\n");
  CHECK(*results.nanoseconds("yardstick/W1") == 1.25);
  CHECK(*results.nanoseconds("yardstick/W4") == 0.5);
  results.add_benchmarks(
      json("W1/threads:1", R"("per_item": 1.5e-9, "real_time": 1, "time_unit": "ms")"), "W1");
  const std::string tables = performance_tables(results, {{"1000", 5.5e6}});
  CHECK_THAT(tables, Contains("| W1 | 1.50 | 1.25 | 1.20 | <= 1.5 | – | – | – | – |"));
  CHECK_THAT(tables, Contains("| W2 | – | 1.25 | – |"));
  CHECK_THAT(tables, Contains("| 1000 | 5.50 |"));
}

TEST_CASE("a curve of scaling is in the order of its measurements", "[bench]") {
  Results results;
  for (const char* d : {"1", "10", "100"})
    results.add_benchmarks(json(std::string("scaling/d:") + d + "/real_time",
                                R"("per_item": 3e-9, "real_time": 1, "time_unit": "ms")"),
                           "scaling");
  const auto [x, y] = results.scaling("d");
  CHECK(x == std::vector<double>{1.0, 10.0, 100.0});
  CHECK(y == std::vector<double>(3, 1e9 * 3e-9));
}

TEST_CASE("a report refuses what is no measurement", "[bench]") {
  Results results;
  for (const char* text : {"", "[]", "{}", "{\"benchmarks\": []}"})
    CHECK_THROWS_MATCHES(
        results.add_benchmarks(text, "x.json"), InvalidInput,
        Catch::Message("x.json must be the JSON of sdescent_bench, got something else"));
}

TEST_CASE("numbers of a table have three digits", "[bench]") {
  CHECK(number(1.0) == "1.00");
  CHECK(number(99.94) == "99.9");
  CHECK(number(99.96) == "100");
  CHECK(number(1517.4) == "1517");
  CHECK(number(6.2958e-5) == "6.30e-05");
  CHECK(number({}) == "–");
  CHECK_FALSE(ratio(1.0, {}));
}

}  // namespace
}  // namespace sdescent::bench
