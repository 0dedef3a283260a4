#include "validation/parameters.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

namespace sdescent {
namespace {

using Catch::Contains;
using Settings = std::vector<std::string>;

const std::vector<Parameter>& declared() {
  static const std::vector<Parameter> all{
      positive("eta", 0.5, "step", "paper"),
      non_negative("ridge", 0.0, "penalty", "chosen"),
      reals("x0", Eigen::Array3d(1, -2, 0), "start", "paper"),
      positives("hessian", Eigen::Array2d(1, 2), "eigenvalues", "paper"),
      count("paths", {10, 100, 1000}, "runs", "paper"),
      count("skip-lines", {1, 1, 1}, "lines", "file", 0),
      count("refine", {4, 4, 8}, "steps", "chosen", 2),
      text("data", "a.csv", "file", "paper"),
  };
  return all;
}

ParameterValues with(const Settings& settings, Effort effort = Effort::standard) {
  return {declared(), effort, settings};
}

TEST_CASE("parameters have the defaults of the effort", "[validation]") {
  CHECK(with({}, Effort::quick).count("paths") == 10);
  CHECK(with({}, Effort::standard).count("paths") == 100);
  CHECK(with({}, Effort::paper).count("paths") == 1000);
  for (const Effort effort : {Effort::quick, Effort::standard, Effort::paper}) {
    CHECK(with({}, effort).real("eta") == 0.5);
    CHECK(with({}, effort).text("data") == "a.csv");
  }
}

TEST_CASE("settings are read by the type of their parameter", "[validation]") {
  const ParameterValues values = with({"eta=1e-3", "ridge=0", "x0=1e-3,-2.5", "hessian=4",
                                       "paths=7", "skip-lines=0", "refine=2", "data=dir/b=c.csv"});
  CHECK(values.real("eta") == 1e-3);
  CHECK(values.real("ridge") == 0.0);
  REQUIRE(values.reals("x0").size() == 2);
  CHECK(values.reals("x0")(1) == -2.5);
  REQUIRE(values.reals("hessian").size() == 1);
  CHECK(values.reals("hessian")(0) == 4.0);
  CHECK(values.count("paths") == 7);
  CHECK(values.count("skip-lines") == 0);
  CHECK(values.count("refine") == 2);
  CHECK(values.text("data") == "dir/b=c.csv");
  CHECK(with({"paths=18446744073709551615"}).count("paths") == 18446744073709551615U);
}

TEST_CASE("of two settings of one parameter the last counts", "[validation]") {
  CHECK(with({"eta=1", "eta=2"}).real("eta") == 2.0);
}

TEST_CASE("manifests list all values in the order of declaration", "[validation]") {
  const ParameterValues values = with({"x0=1,0.1"});
  std::vector<std::string> lines;
  for (const auto& [name, value] : values.all()) lines.push_back(name + "=" + to_string(value));
  CHECK(lines == std::vector<std::string>{"eta=0.5", "ridge=0", "x0=1,0.1", "hessian=1,2",
                                          "paths=100", "skip-lines=1", "refine=4", "data=a.csv"});
  // What a manifest says can be set again.
  const ParameterValues again = with(lines);
  for (std::size_t i = 0; i < lines.size(); ++i)
    CHECK(to_string(again.all()[i].second) == to_string(values.all()[i].second));
}

TEST_CASE("a number written by a manifest is the same number", "[validation]") {
  const double third = 1.0 / 3.0;
  CHECK(with({"eta=" + to_string(ParameterValue(third))}).real("eta") == third);
}

TEST_CASE("an unknown parameter is answered with the nearest", "[validation]") {
  CHECK_THROWS_WITH(with({"eat=1"}), "unknown parameter \"eat\", did you mean \"eta\"?");
  CHECK_THROWS_WITH(with({"pahts=1"}), "unknown parameter \"pahts\", did you mean \"paths\"?");
  CHECK_THROWS_WITH(with({"=1"}), Contains("unknown parameter \"\", valid are \"eta\", \"ridge\""));
  CHECK_THROWS_AS(with({"eat=1"}), InvalidInput);
}

TEST_CASE("what is not key=value is refused", "[validation]") {
  CHECK_THROWS_WITH(with({"eta"}), "--set must be key=value, got \"eta\"");
  CHECK_THROWS_WITH(with({""}), "--set must be key=value, got \"\"");
}

TEST_CASE("what is not a number is refused with the text", "[validation]") {
  CHECK_THROWS_WITH(with({"eta=abc"}), "eta must be a number, got \"abc\"");
  CHECK_THROWS_WITH(with({"eta="}), "eta must be a number, got \"\"");
  CHECK_THROWS_WITH(with({"eta=1x"}), "eta must be a number, got \"1x\"");
  CHECK_THROWS_WITH(with({"eta=1,2"}), "eta must be a number, got \"1,2\"");
  CHECK_THROWS_WITH(with({"eta= 1"}), "eta must be a number, got \" 1\"");
  CHECK_THROWS_WITH(with({"eta=1e999"}), "eta must be a number, got \"1e999\"");
}

TEST_CASE("numbers out of range are refused with the range", "[validation]") {
  CHECK_THROWS_WITH(with({"eta=0"}), "eta must be > 0, got 0");
  CHECK_THROWS_WITH(with({"eta=-0.1"}), "eta must be > 0, got -0.1");
  CHECK_THROWS_WITH(with({"eta=nan"}), "eta must be > 0, got nan");
  CHECK_THROWS_WITH(with({"eta=inf"}), "eta must be > 0, got inf");
  CHECK_THROWS_WITH(with({"ridge=-1"}), "ridge must be >= 0, got -1");
  CHECK_THROWS_WITH(with({"ridge=nan"}), "ridge must be >= 0, got nan");
}

TEST_CASE("counts are whole numbers of at least their least", "[validation]") {
  CHECK_THROWS_WITH(with({"paths=0"}), "paths must be >= 1, got 0");
  CHECK_THROWS_WITH(with({"refine=1"}), "refine must be >= 2, got 1");
  for (const char* text : {"-1", "1.5", "1e3", "x", "", "18446744073709551616"}) {
    INFO(text);
    CHECK_THROWS_WITH(with({std::string("paths=") + text}),
                      std::string("paths must be a whole number >= 0, got \"") + text + "\"");
  }
}

TEST_CASE("lists hold at least one number, each valid", "[validation]") {
  const std::string list = " must be numbers separated by commas, got ";
  CHECK_THROWS_WITH(with({"x0="}), "x0" + list + "\"\"");
  CHECK_THROWS_WITH(with({"x0=1,"}), "x0" + list + "\"\"");
  CHECK_THROWS_WITH(with({"x0=,1"}), "x0" + list + "\"\"");
  CHECK_THROWS_WITH(with({"hessian=1,x"}), "hessian" + list + "\"x\"");
  CHECK_THROWS_WITH(with({"x0=1,inf"}), "x0[2] must be finite, got inf");
  CHECK_THROWS_WITH(with({"hessian=1,0"}), "hessian[2] must be > 0, got 0");
  CHECK_THROWS_WITH(with({"hessian=-1,2"}), "hessian[1] must be > 0, got -1");
}

TEST_CASE("text must not be empty", "[validation]") {
  CHECK_THROWS_WITH(with({"data="}), "data must be not empty, got nothing");
}

TEST_CASE("asking for a parameter that was not declared is a programming error", "[validation]") {
  CHECK_THROWS_AS(with({}).real("zeta"), std::logic_error);
  CHECK_THROWS_AS(with({}).count("eta"), std::bad_variant_access);
}

std::vector<Parameter> with_runs() {
  return {runs("paths", {10, 100, 1000}, "runs", "paper"),
          runs("others", {1, 2, 3}, "runs", "paper"), count("steps", {5, 5, 5}, "", "")};
}

TEST_CASE("later looks double the runs and nothing else", "[validation]") {
  for (const unsigned look : {0U, 1U, 2U}) {
    const ParameterValues values(with_runs(), Effort::standard, {}, look);
    CHECK(values.count("paths") == 100U << look);
    CHECK(values.count("others") == 2U << look);
    CHECK(values.count("steps") == 5);
  }
}

TEST_CASE("runs that are set are not doubled", "[validation]") {
  CHECK(ParameterValues(with_runs(), Effort::standard, {"paths=7"}, 2).count("paths") == 7);
}

TEST_CASE("runs are counts of at least one", "[validation]") {
  CHECK_THROWS_WITH(ParameterValues(with_runs(), Effort::quick, {"paths=0"}),
                    "paths must be >= 1, got 0");
}

TEST_CASE("three looks are allowed at standard effort where runs can be doubled", "[validation]") {
  CHECK(looks_allowed(with_runs(), Effort::standard, {}) == 3);
  CHECK(looks_allowed(with_runs(), Effort::standard, {"steps=7"}) == 3);
  CHECK(looks_allowed(with_runs(), Effort::standard, {"steps=7", "others=7"}) == 1);
  CHECK(looks_allowed(with_runs(), Effort::standard, {"paths=100"}) == 1);
  CHECK(looks_allowed(with_runs(), Effort::quick, {}) == 1);
  CHECK(looks_allowed(with_runs(), Effort::paper, {}) == 1);
  CHECK(looks_allowed(declared(), Effort::standard, {}) == 1);
  CHECK(looks_allowed({}, Effort::standard, {}) == 1);
}

TEST_CASE("efforts have three names", "[validation]") {
  for (const Effort effort : {Effort::quick, Effort::standard, Effort::paper})
    CHECK(parse_effort(to_string(effort)) == effort);
  for (const char* wrong : {"fast", "", "Quick", "quick "}) {
    CHECK_THROWS_AS(parse_effort(wrong), InvalidInput);
    CHECK_THROWS_WITH(parse_effort(wrong),
                      Contains("--effort must be quick, standard or paper, got \""));
  }
}

}  // namespace
}  // namespace sdescent
