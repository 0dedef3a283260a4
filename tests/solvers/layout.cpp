#include "solvers/layout.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;
using Catch::Message;

TEST_CASE("fields follow one another without gaps", "[solvers]") {
  const Layout layout = {{"x", 3}, {"m", 2}, {"v", 1}};
  CHECK(layout.size() == 6);
  REQUIRE(layout.fields().size() == 3);
  CHECK(layout.fields()[0].name == "x");
  CHECK(layout.field("x").first == 0);
  CHECK(layout.field("x").size == 3);
  CHECK(layout.field("m").first == 3);
  CHECK(layout.field("m").size == 2);
  CHECK(layout.field("v").first == 5);
  CHECK(layout.field("v").size == 1);
}

TEST_CASE("an unknown field is answered with the nearest", "[solvers]") {
  const Layout layout = {{"position", 1}, {"velocity", 1}};
  CHECK_THROWS_MATCHES(layout.field("velocty"), InvalidInput,
                       Message("unknown state field \"velocty\", did you mean \"velocity\"?"));
}

TEST_CASE("empty fields and names used twice are refused", "[solvers]") {
  using Parts = std::initializer_list<Layout::Part>;
  CHECK_THROWS_MATCHES(Layout(Parts{{"x", 1}, {"m", 0}}), InvalidInput,
                       Message("size of state field m must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(Layout(Parts{{"x", -2}}), InvalidInput,
                       Message("size of state field x must be >= 1, got -2"));
  CHECK_THROWS_MATCHES(Layout(Parts{{"x", 1}, {"x", 2}}), InvalidInput,
                       Message("state field name must be used once, got x"));
}

}  // namespace
