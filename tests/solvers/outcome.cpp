#include "solvers/outcome.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;
using Catch::Message;

TEST_CASE("an outcome is ok until told otherwise", "[solvers]") {
  CHECK(Outcome().ok());
  CHECK_NOTHROW(require_ok(Outcome()));
  for (const auto kind : {Outcome::Kind::non_finite, Outcome::Kind::stopped}) {
    Outcome outcome;
    outcome.kind = kind;
    CHECK_FALSE(outcome.ok());
  }
}

TEST_CASE("outcomes that are not ok become the error of their kind", "[solvers]") {
  Outcome outcome{Outcome::Kind::non_finite, 3, 0.5, 7, "x is not finite"};
  CHECK_THROWS_MATCHES(require_ok(outcome), NumericalFailure, Message("x is not finite"));
  outcome.kind = Outcome::Kind::stopped;
  outcome.message = "stopped";
  CHECK_THROWS_MATCHES(require_ok(outcome), Interrupted, Message("stopped"));
}

}  // namespace
