#include "validation/ordering.hpp"

#include "io/error.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Eigen::Array2d;
using Eigen::ArrayXd;

Assessment::Reading read(const Estimate& smaller, const Estimate& larger, double bias = 0.0) {
  const Evidence evidence =
      ordering_evidence(smaller, larger, ArrayXd::Constant(larger.points(), bias));
  return Assessment(synthetic::claim(ClaimKind::ordering), evidence).read(0.01);
}

Estimate coupled(double a, double b, double se) {
  return synthetic::estimate(Array2d(a, b), Array2d(se, se), synthetic::Points::identical);
}

TEST_CASE("what is smaller beyond doubt at every point is ordered", "[validation]") {
  CHECK(read(coupled(1, 2, 0.1), coupled(2, 3, 0.2)).verdict == Verdict::holds);
  CHECK(read(coupled(2, 3, 0.1), coupled(1, 2, 0.2)).verdict == Verdict::fails);
  CHECK(read(coupled(1, 4, 0.1), coupled(2, 3, 0.2)).verdict == Verdict::fails);
  CHECK(read(coupled(1, 2.9, 0.1), coupled(2, 3, 0.2)).verdict == Verdict::undecided);
}

TEST_CASE("noise that both share does not blur their order", "[validation]") {
  CHECK(read(coupled(1, 2, 5.0), coupled(1.1, 2.1, 5.001)).verdict == Verdict::holds);
  const Estimate independent = synthetic::estimate(Array2d(1, 2), Array2d(5, 5));
  CHECK(read(independent, coupled(1.1, 2.1, 5.0)).verdict == Verdict::undecided);
}

TEST_CASE("what is exactly equal is not smaller", "[validation]") {
  const auto exact = [](double a, double b) {
    return synthetic::estimate(Array2d(a, b), Array2d(0, 0));
  };
  CHECK(read(exact(1, 2), exact(1, 3)).verdict == Verdict::fails);
  CHECK(read(exact(1, 2), exact(1, 2)).verdict == Verdict::fails);
  CHECK(read(exact(0.5, 2), exact(1, 3)).verdict == Verdict::holds);
  CHECK(read(exact(1, 2), exact(1, 3), 0.5).verdict == Verdict::undecided);
  CHECK(read(exact(0.5, 2), exact(1, 3), 0.5).verdict == Verdict::undecided);
}

TEST_CASE("a condition at its limit is met even where order must be strict", "[validation]") {
  Evidence evidence =
      ordering_evidence(synthetic::estimate(Array2d(0.5, 0.25), Array2d(0, 0)),
                        synthetic::estimate(Array2d(1, 0), Array2d(0, 0)), Array2d(0, 0));
  evidence.tolerance(1) = 0.25;
  evidence.conditions.push_back({"small", Condition::Reach::at_most});
  const auto verdict = [&] {
    return Assessment(synthetic::claim(ClaimKind::ordering), evidence).read(0.01).verdict;
  };
  CHECK(verdict() == Verdict::holds);
  evidence.tolerance(1) = 0.2499;
  CHECK(verdict() == Verdict::fails);
}

TEST_CASE("an ordering is read as the smaller against the larger", "[validation]") {
  const Assessment::Reading reading = read(coupled(1, 2, 0.1), coupled(2, 4, 0.2));
  CHECK(reading.point == 0);
  CHECK(reading.measured == 1);
  CHECK(reading.predicted == 2);
  CHECK(reading.tolerance == 0);
  CHECK(reading.upper < 0);
  CHECK_FALSE(reading.slack);
}

TEST_CASE("curves of two lengths have no order", "[validation]") {
  const Estimate one = synthetic::estimate(ArrayXd::Zero(1), ArrayXd::Ones(1));
  CHECK_THROWS_AS(ordering_evidence(one, coupled(1, 2, 0.1), Array2d(0, 0)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
