#include "io/nearest.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;

const std::vector<std::string> experiments = {"adaptive/fig2-moments", "adaptive/fig3-weak-error",
                                              "momentum/limit"};

TEST_CASE("the nearest name takes the fewest edits", "[io]") {
  const std::vector<std::string> names = {"abcd", "xbyd", "abxyz"};
  CHECK(nearest_name("abcde", names) == "abcd");  // insertion
  CHECK(nearest_name("abyz", names) == "abxyz");  // deletion
  CHECK(nearest_name("xbzd", names) == "xbyd");   // replacement
  CHECK(nearest_name("abcd", names) == "abcd");   // exact
  CHECK(nearest_name("", names) == "abcd");       // the first of two at distance 4
}

TEST_CASE("swapped neighbours count as one edit", "[io]") {
  // Without the swap both lie two replacements away and the first would win.
  const std::vector<std::string> names = {"sexx", "seed"};
  CHECK(nearest_name("sede", names) == "seed");
  const std::vector<std::string> at_start = {"eta", "xxa"};
  CHECK(nearest_name("tea", at_start) == "eta");
}

TEST_CASE("no valid name gives no nearest name", "[io]") { CHECK(nearest_name("a", {}).empty()); }

TEST_CASE("an unknown name is answered with the nearest valid one", "[io]") {
  CHECK_THROWS_MATCHES(throw_unknown("experiment", "adaptive/fig2-moment", experiments),
                       InvalidInput,
                       Message("unknown experiment \"adaptive/fig2-moment\", "
                               "did you mean \"adaptive/fig2-moments\"?"));
}

TEST_CASE("an unknown name like no other is answered with all valid ones", "[io]") {
  const std::vector<std::string> names = {"paths", "dt"};
  CHECK_THROWS_MATCHES(throw_unknown("key", "momentum", names), InvalidInput,
                       Message("unknown key \"momentum\", valid are \"paths\", \"dt\""));
  CHECK_THROWS_MATCHES(throw_unknown("key", "momentum", {}), InvalidInput,
                       Message("unknown key \"momentum\", there is none"));
}

TEST_CASE("near means at most a third of the letters", "[io]") {
  const std::vector<std::string> three = {"eta"};
  CHECK_THROWS_WITH(throw_unknown("key", "et", three), Catch::Contains("did you mean \"eta\""));
  CHECK_THROWS_WITH(throw_unknown("key", "etxy", three), Catch::Contains("valid are \"eta\""));
}

}  // namespace
}  // namespace sdescent
