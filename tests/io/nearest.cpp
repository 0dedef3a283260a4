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
  const std::string key = "abcdef";
  const std::string two_inserted = "abcdefxy";
  const std::string two_replaced = "xxcdef";
  for (const std::string one_edit : {"abcdef", "abcdefg", "xabcdef", "abcde", "bcdef"})
    CHECK(nearest_name(key, std::vector{two_replaced, one_edit}) == one_edit);
  for (const std::string one_replaced : {"xbcdef", "abcxef", "abcdex"})
    CHECK(nearest_name(key, std::vector{two_inserted, one_replaced}) == one_replaced);
  for (const std::string two_swapped : {"bacdef", "abdcef", "abcdfe"})
    CHECK(nearest_name(key, std::vector{two_replaced, two_swapped}) == two_swapped);
}

TEST_CASE("the first of equally near names wins", "[io]") {
  CHECK(nearest_name("seed", std::vector<std::string>{"sead", "seek", "need"}) == "sead");
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
