#include "validation/decide.hpp"

#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace sdescent {
namespace {

constexpr double alpha = 0.01;

/// A claim that is decided from level `p` on (to 3 %, Student's tail), as `verdict`.
Assessment with_p_value(const std::string& id, double p, Verdict verdict = Verdict::holds) {
  using Eigen::ArrayXd;
  const double c =
      SupT(synthetic::estimate(ArrayXd::Zero(1), ArrayXd::Ones(1)), Sides::two).critical(p);
  const double deviation = verdict == Verdict::holds ? 10 - c : 10 + c;
  const auto point = [](double x) { return ArrayXd::Constant(1, x); };
  return {synthetic::claim(ClaimKind::equality, id),
          Evidence{synthetic::estimate(point(deviation), point(1.0)), point(0.0), point(10.0),
                   point(0.0)}};
}

/// A claim that no level decides.
Assessment never(const std::string& id) { return with_p_value(id, 0.9999999); }

std::vector<std::string> ids(const std::vector<DecidedClaim>& claims) {
  std::vector<std::string> ids;
  for (const DecidedClaim& c : claims) ids.push_back(c.claim.id);
  return ids;
}

std::vector<Verdict> verdicts(const std::vector<DecidedClaim>& claims) {
  std::vector<Verdict> verdicts;
  for (const DecidedClaim& c : claims) verdicts.push_back(c.reading.verdict);
  return verdicts;
}

std::vector<double> levels(const std::vector<DecidedClaim>& claims) {
  std::vector<double> levels;
  for (const DecidedClaim& c : claims) levels.push_back(c.reading.alpha / alpha);
  return levels;
}

constexpr Verdict yes = Verdict::holds, no = Verdict::fails, open = Verdict::undecided;

TEST_CASE("one claim is read at the whole level", "[validation]") {
  CHECK(verdicts(decide({with_p_value("a", 0.0099)})) == std::vector{yes});
  CHECK(verdicts(decide({with_p_value("a", 0.0101)})) == std::vector{open});
  CHECK(levels(decide({with_p_value("a", 0.0099)})) == std::vector{1.0});
  CHECK(decide({}).empty());
}

TEST_CASE("Holm reads the smallest p-value at a third, then a half, then the whole level",
          "[validation]") {
  // α/3 = 0.00333, α/2 = 0.005, α = 0.01.
  const auto all =
      decide({with_p_value("a", 0.009), with_p_value("b", 0.003, no), with_p_value("c", 0.0045)});
  CHECK(ids(all) == std::vector<std::string>{"a", "b", "c"});
  CHECK(verdicts(all) == std::vector{yes, no, yes});
  const std::vector<double> expected{1.0, 1.0 / 3, 0.5};
  for (std::size_t i = 0; i < 3; ++i) CHECK(levels(all)[i] == Approx(expected[i]));
}

TEST_CASE("after the first claim that stays open Holm decides no more", "[validation]") {
  // 0.0055 > α/2, so 0.009 is not decided although it is below α.
  const auto some =
      decide({with_p_value("a", 0.009), with_p_value("b", 0.003), with_p_value("c", 0.0055)});
  CHECK(ids(some) == std::vector<std::string>{"a", "b", "c"});
  CHECK(verdicts(some) == std::vector{open, yes, open});
  for (const std::size_t i : {0U, 2U}) CHECK(levels(some)[i] == Approx(0.5));

  const auto none =
      decide({with_p_value("a", 0.004), with_p_value("b", 0.0036), with_p_value("c", 0.009, no)});
  CHECK(verdicts(none) == std::vector{open, open, open});
  for (const double level : levels(none)) CHECK(level == Approx(1.0 / 3));
}

TEST_CASE("an open claim leaves the claims before it decided", "[validation]") {
  const auto all = decide({never("a"), with_p_value("b", 0.0045), with_p_value("c", 0.003, no)});
  CHECK(verdicts(all) == std::vector{open, yes, no});
  CHECK(levels(all)[0] == Approx(1.0));
}

TEST_CASE("equal p-values are taken in the order of declaration", "[validation]") {
  const auto both = decide({with_p_value("b", 0.0045), with_p_value("a", 0.0045)});
  CHECK(ids(both) == std::vector<std::string>{"b", "a"});
  CHECK(verdicts(both) == std::vector{yes, yes});
  CHECK(levels(both)[0] == Approx(0.5));
  CHECK(levels(both)[1] == Approx(1.0));
}

TEST_CASE("a claim that its bias leaves open spends none of the others' level", "[validation]") {
  // Known exactly but for a bias that covers the limit: no level decides it.
  const Assessment biased = synthetic::one_point(ClaimKind::equality, 0.25, 0.0, 0.5, 0.375);
  const auto both = decide({biased, with_p_value("b", 0.006)});
  CHECK(verdicts(both) == std::vector{open, open});  // 0.006 > α/2
}

TEST_CASE("what is known exactly is decided first", "[validation]") {
  const Assessment known = synthetic::one_point(ClaimKind::equality, 0.25, 0.0, 0.5);
  const auto both = decide({with_p_value("b", 0.009), known});
  CHECK(verdicts(both) == std::vector{yes, yes});
}

TEST_CASE("too few runs stay open and take others with them only by their rank", "[validation]") {
  const Assessment few = synthetic::one_point(ClaimKind::equality, 0.0, 1e-9, 1.0, 0.0, 19);
  const auto both = decide({few, with_p_value("b", 0.0045)});
  CHECK(verdicts(both) == std::vector{open, yes});
}

TEST_CASE("the level is the caller's", "[validation]") {
  CHECK(verdicts(decide({with_p_value("a", 0.04)}, 0.05)) == std::vector{yes});
  CHECK(verdicts(decide({with_p_value("a", 1e-4)}, 1e-6)) == std::vector{open});
}

TEST_CASE("a verdict contradicts its expectation only when it is decided", "[validation]") {
  DecidedClaim claim{synthetic::claim(), {}};
  for (const Verdict expected : {yes, no})
    for (const Verdict verdict : {yes, no, open}) {
      claim.claim.expected = expected;
      claim.reading.verdict = verdict;
      CHECK(claim.contradicts_expectation() == (verdict != open && verdict != expected));
    }
}

}  // namespace
}  // namespace sdescent
