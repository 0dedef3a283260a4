#include "validation/parameter_grid.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::ArrayXd;

ArrayXd numbers(std::initializer_list<double> values) {
  return Eigen::Map<const ArrayXd>(values.begin(), static_cast<Eigen::Index>(values.size()));
}

TEST_CASE("a point has its values by name", "[validation]") {
  const ParameterPoint point("variance", {{"eta", 0.1}, {"d", 2}});
  CHECK(point.real("eta") == 0.1);
  CHECK(point.count("d") == 2);
  CHECK_THROWS_AS(point.real("etta"), InvalidInput);
  CHECK_THROWS_WITH(point.real("etta"),
                    "unknown parameter of variance(d=2,eta=0.1) \"etta\", did you mean \"eta\"?");
  CHECK_THROWS_WITH(point.count("eta"), "eta must be a whole number in [0, 2^53], got 0.1");
  CHECK_THROWS_AS(ParameterPoint("g", {{"d", -1}}).count("d"), InvalidInput);
  CHECK_THROWS_AS(ParameterPoint("g", {{"d", 1e17}}).count("d"), InvalidInput);
}

TEST_CASE("a key is the same for ever and for every order of the names", "[validation]") {
  CHECK(ParameterPoint("v", {{"eta", 0.01}, {"d", 2}}).key() == "v(d=2,eta=0.01)");
  CHECK(ParameterPoint("v", {{"d", 2}, {"eta", 0.01}}).key() == "v(d=2,eta=0.01)");
  CHECK(ParameterPoint("v", {{"x", 1e-300}, {"y", -1e22}}).key() == "v(x=1e-300,y=-1e+22)");
  CHECK(ParameterPoint("v", {}).key() == "v()");
}

TEST_CASE("keys tell neighbouring doubles apart, but not 0 and minus 0", "[validation]") {
  const auto key = [](double x) { return ParameterPoint("v", {{"x", x}}).key(); };
  for (const double x : {0.1, 1.0 / 3.0, 1e300, 5e-324})
    CHECK(key(x) != key(std::nextafter(x, 1e308)));
  CHECK(key(0.1 + 0.2) == "v(x=0.30000000000000004)");
  CHECK(key(-0.0) == key(0.0));
  CHECK_FALSE(std::signbit(ParameterPoint("v", {{"x", -0.0}}).real("x")));
}

TEST_CASE("names that would make keys ambiguous and values that are none are refused",
          "[validation]") {
  for (const char* name : {"", "a=b", "a,b", "a(b", "a b", "η"}) {
    INFO(name);
    CHECK_THROWS_AS(ParameterPoint("v", {{name, 1}}), InvalidInput);
    CHECK_THROWS_AS(ParameterPoint(name, {{"x", 1}}), InvalidInput);
  }
  CHECK_THROWS_WITH(ParameterPoint("v", {{"x", 1}, {"x", 2}}), "x must be given once, got twice");
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    CHECK_THROWS_AS(ParameterPoint("v", {{"x", bad}}), InvalidInput);
}

TEST_CASE("a grid has every combination, the last axis running fastest", "[validation]") {
  const ParameterGrid grid("v", {{"eta", numbers({0.1, 0.01})}, {"d", numbers({2, 3, 5})}});
  REQUIRE(grid.points().size() == 6);
  std::vector<std::string> keys;
  for (const ParameterPoint& point : grid.points()) keys.push_back(point.key());
  CHECK(keys == std::vector<std::string>{"v(d=2,eta=0.1)", "v(d=3,eta=0.1)", "v(d=5,eta=0.1)",
                                         "v(d=2,eta=0.01)", "v(d=3,eta=0.01)", "v(d=5,eta=0.01)"});
  CHECK(grid.label() == "v");
}

TEST_CASE("a grid without points or with one twice is refused", "[validation]") {
  CHECK_THROWS_AS(ParameterGrid("v", {}), InvalidInput);
  CHECK_THROWS_WITH(ParameterGrid("v", {{"eta", numbers({})}}), Contains("eta must be given"));
  CHECK_THROWS_WITH(ParameterGrid("v", {{"eta", numbers({1, 2, 1})}}),
                    "eta must be given distinct values, got 1 twice");
  CHECK_THROWS_AS(ParameterGrid("v", {{"x", numbers({0.0, -0.0})}}), InvalidInput);
  CHECK_THROWS_AS(ParameterGrid("v", {{"x", numbers({1})}, {"x", numbers({2})}}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
