// Experiments whose truth is known, 1000 at a time: how often verdicts are wrong, and whether what
// is there to find is found. docs/verdict-engine.md has the rates.
#include "tests/validation/known_truth.hpp"
#include "validation/decide.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using namespace known_truth;

constexpr int experiments = 1'000, power_experiments = 250;

/// Where the claim's numbers are normal the level is used, not wasted.
enum class Level { used, kept };

void check_rates(const Kind& kind, const Truth& truth, Level level) {
  const Rates r = rates_at_edge(kind, truth, experiments);
  const int most = most_errors(experiments, experiment_alpha);
  CHECK(r.false_holds <= most);
  CHECK(r.false_fails <= most);
  CHECK(r.sequential_false_holds <= most);
  CHECK(r.sequential_false_fails <= most);
  CHECK(r.clear_errors <= most);
  if (level == Level::used) {
    CHECK(r.false_holds + r.false_fails > 0);
    CHECK(r.sequential_false_holds + r.sequential_false_fails > 0);
  }
}

/// At eight standard errors of room 99 % are found. Where a case is marked as one that should fail
/// they are not: means of ν = 3 have a batch that dominates more often than normal ones, and are
/// left open then (docs/verdict-engine.md has the rates).
void check_power(const Kind& kind, const Truth& truth) {
  const Power p = power(kind, truth, power_experiments);
  INFO(p.holds << " hold, " << p.fails << " fail, " << p.open << " open");
  CHECK(p.holds >= 0.99 * power_experiments);
  CHECK(p.fails >= 0.99 * power_experiments);
}

TEST_CASE("an equality at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(equality(), gaussian(), Level::used);
}

TEST_CASE("an equality is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(equality(), gaussian());
}

TEST_CASE(
    "an equality at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(equality(), autoregressive(), Level::kept);
}

TEST_CASE("an equality is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(equality(), autoregressive());
}

TEST_CASE(
    "an equality at its edge is decided wrongly no more often than it may be: means of Student ν = "
    "3",
    "[validation][statistical]") {
  check_rates(equality(), student(), Level::kept);
}

TEST_CASE("an equality is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical]") {
  check_power(equality(), student());
}

TEST_CASE("an equality at its edge is decided wrongly no more often than it may be: Cauchy medians",
          "[validation][statistical]") {
  check_rates(equality(), cauchy(), Level::kept);
}

TEST_CASE("an equality is found to hold and to fail: Cauchy medians", "[validation][statistical]") {
  check_power(equality(), cauchy());
}

TEST_CASE(
    "an equality of a curve at its edge is decided wrongly no more often than it may be: Gaussian "
    "means",
    "[validation][statistical]") {
  check_rates(curve(), gaussian(), Level::used);
}

TEST_CASE("an equality of a curve is found to hold and to fail: Gaussian means",
          "[validation][statistical]") {
  check_power(curve(), gaussian());
}

TEST_CASE(
    "an equality of a curve at its edge is decided wrongly no more often than it may be: batch "
    "means of AR(1)",
    "[validation][statistical]") {
  check_rates(curve(), autoregressive(), Level::kept);
}

TEST_CASE("an equality of a curve is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(curve(), autoregressive());
}

TEST_CASE(
    "an equality of a curve at its edge is decided wrongly no more often than it may be: means of "
    "Student ν = 3",
    "[validation][statistical]") {
  check_rates(curve(), student(), Level::kept);
}

TEST_CASE("an equality of a curve is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical][!shouldfail]") {
  check_power(curve(), student());
}

TEST_CASE("a bound at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(bound(), gaussian(), Level::used);
}

TEST_CASE("a bound is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(bound(), gaussian());
}

TEST_CASE(
    "a bound at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(bound(), autoregressive(), Level::kept);
}

TEST_CASE("a bound is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(bound(), autoregressive());
}

TEST_CASE(
    "a bound at its edge is decided wrongly no more often than it may be: means of Student ν = 3",
    "[validation][statistical]") {
  check_rates(bound(), student(), Level::kept);
}

TEST_CASE("a bound is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical][!shouldfail]") {
  check_power(bound(), student());
}

TEST_CASE("a bound at its edge is decided wrongly no more often than it may be: Cauchy medians",
          "[validation][statistical]") {
  check_rates(bound(), cauchy(), Level::kept);
}

TEST_CASE("a bound is found to hold and to fail: Cauchy medians", "[validation][statistical]") {
  check_power(bound(), cauchy());
}

TEST_CASE("an ordering at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(ordering(), gaussian(), Level::used);
}

TEST_CASE("an ordering is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(ordering(), gaussian());
}

TEST_CASE(
    "an ordering at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(ordering(), autoregressive(), Level::kept);
}

TEST_CASE("an ordering is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(ordering(), autoregressive());
}

TEST_CASE(
    "an ordering at its edge is decided wrongly no more often than it may be: means of Student ν = "
    "3",
    "[validation][statistical]") {
  check_rates(ordering(), student(), Level::kept);
}

TEST_CASE("an ordering is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical]") {
  check_power(ordering(), student());
}

TEST_CASE("an ordering at its edge is decided wrongly no more often than it may be: Cauchy medians",
          "[validation][statistical]") {
  check_rates(ordering(), cauchy(), Level::kept);
}

TEST_CASE("an ordering is found to hold and to fail: Cauchy medians", "[validation][statistical]") {
  check_power(ordering(), cauchy());
}

TEST_CASE("an exponent at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(exponent(), gaussian(), Level::used);
}

TEST_CASE("an exponent is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(exponent(), gaussian());
}

TEST_CASE(
    "an exponent at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(exponent(), autoregressive(), Level::kept);
}

TEST_CASE("an exponent is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(exponent(), autoregressive());
}

TEST_CASE(
    "an exponent at its edge is decided wrongly no more often than it may be: means of Student ν = "
    "3",
    "[validation][statistical]") {
  check_rates(exponent(), student(), Level::kept);
}

TEST_CASE("an exponent is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical]") {
  check_power(exponent(), student());
}

TEST_CASE("a limit at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(limit(), gaussian(), Level::kept);
}

TEST_CASE("a limit is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(limit(), gaussian());
}

TEST_CASE(
    "a limit at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(limit(), autoregressive(), Level::kept);
}

TEST_CASE("a limit is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(limit(), autoregressive());
}

TEST_CASE(
    "a limit at its edge is decided wrongly no more often than it may be: means of Student ν = 3",
    "[validation][statistical]") {
  check_rates(limit(), student(), Level::kept);
}

TEST_CASE("a limit is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical][!shouldfail]") {
  check_power(limit(), student());
}

TEST_CASE("a region at its edge is decided wrongly no more often than it may be: Gaussian means",
          "[validation][statistical]") {
  check_rates(region(), gaussian(), Level::used);
}

TEST_CASE("a region is found to hold and to fail: Gaussian means", "[validation][statistical]") {
  check_power(region(), gaussian());
}

TEST_CASE(
    "a region at its edge is decided wrongly no more often than it may be: batch means of AR(1)",
    "[validation][statistical]") {
  check_rates(region(), autoregressive(), Level::kept);
}

TEST_CASE("a region is found to hold and to fail: batch means of AR(1)",
          "[validation][statistical]") {
  check_power(region(), autoregressive());
}

TEST_CASE(
    "a region at its edge is decided wrongly no more often than it may be: means of Student ν = 3",
    "[validation][statistical]") {
  check_rates(region(), student(), Level::kept);
}

TEST_CASE("a region is found to hold and to fail: means of Student ν = 3",
          "[validation][statistical]") {
  check_power(region(), student());
}

/// Rounding of equal paths is no noise: decided at once, at the edge as on either side of it.
void check_exact(const Kind& kind) {
  const Power p = power(kind, deterministic(), 20);
  CHECK(p.holds == p.experiments);
  CHECK(p.fails == p.experiments);
  constexpr double hair = 1e-6;
  for (const double side : {-hair, hair}) {
    Claim claim;
    claim.kind = kind.kind;
    const Assessment a(claim, kind.evidence(deterministic(), {}, 1.0 + side));
    CHECK(a.read(experiment_alpha).verdict == (side < 0 ? Verdict::holds : Verdict::fails));
  }
}

TEST_CASE("what is known exactly is decided to a hair: deviations", "[validation]") {
  check_exact(equality());
  check_exact(curve());
  check_exact(bound());
  check_exact(ordering());
}

TEST_CASE("what is known exactly is decided to a hair: slopes", "[validation]") {
  check_exact(exponent());
  check_exact(region());
}

TEST_CASE("what is known exactly is found: limits", "[validation]") {
  // Not to a hair: curvature is bias.
  const Power p = power(limit(), deterministic(), 20);
  CHECK(p.holds == p.experiments);
  CHECK(p.fails == p.experiments);
}

TEST_CASE("means of infinite variance are decided wrongly no more often than others",
          "[validation][statistical]") {
  // Most are left open since one batch dominates. 64 numbers cannot always show that their tails
  // are heavy; the others' intervals are then too wide, not too narrow.
  const Rates r = rates_at_edge(equality(), infinite_variance(), experiments);
  const int most = most_errors(experiments, experiment_alpha);
  CHECK(r.false_holds <= most);
  CHECK(r.false_fails <= most);
  CHECK(r.sequential_false_holds <= most);
  CHECK(r.sequential_false_fails <= most);
  CHECK(r.open > experiments / 2);
}

TEST_CASE("nine tenths of means of one heavy tail are left open",
          "[validation][statistical][!shouldfail]") {
  // No interval has a level for all laws with a mean (Bahadur, Savage, Ann. Math. Stat. 27, 1956),
  // so no bound of errors is checked here: experiments make no such claims.
  // What was expected before it was measured, and is not so: docs/verdict-engine.md has the rate.
  const Rates r = rates_at_edge(equality(), one_sided(), experiments);
  CHECK(r.open > 0.9 * experiments);
}

}  // namespace
}  // namespace sdescent
