// How often the verdict engine is wrong when the truth is known: synthetic experiments on Gaussian
// data, with seeds that make every count reproducible.
#include "solvers/philox.hpp"
#include "tests/validation/synthetic.hpp"
#include "validation/decide.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

constexpr Eigen::Index points = 4;
constexpr std::size_t claims = 3;
constexpr double alpha = 0.05;  // larger than that of experiments, to need fewer of them

/// Batch means of a claim whose points deviate by `truth` standard errors, with correlation ½
/// between neighbouring points, as a run would leave them.
Estimate observed(const ArrayXd& truth, std::uint64_t experiment, std::size_t claim) {
  Block z(synthetic::batches, points + 1);
  Philox(2025).normals({.path = synthetic::batches * experiment, .step = claim}, z);
  Eigen::ArrayXXd batch_means = z.leftCols(points) + z.rightCols(points);  // variance 2
  batch_means *= std::sqrt(synthetic::batches / 2.0);
  batch_means.rowwise() += truth.transpose();
  return {batch_means.colwise().mean().transpose(), batch_means, 6400};
}

/// Verdicts of one experiment with tolerance `tolerance` standard errors.
std::vector<Verdict> verdicts(const ArrayXd& truth, ClaimKind kind, double tolerance,
                              std::uint64_t experiment) {
  std::vector<Assessment> assessments;
  for (std::size_t c = 0; c < claims; ++c)
    assessments.emplace_back(synthetic::claim(kind),
                             Evidence{observed(truth, experiment, c), ArrayXd::Zero(points),
                                      ArrayXd::Constant(points, tolerance), ArrayXd::Zero(points)});
  std::vector<Verdict> verdicts;
  for (const DecidedClaim& decided : decide(assessments, alpha))
    verdicts.push_back(decided.reading.verdict);
  return verdicts;
}

struct Count {
  int holds = 0, fails = 0;  // experiments with at least one such verdict
};

constexpr int experiments = 400;
/// An error in at most 5 % of 400 experiments: this many or more happen by chance less than
/// once in 10⁵ (binomial). The seed is fixed, so the counts are the same at every run.
constexpr int too_many_errors = 42;

Count count(const ArrayXd& truth, ClaimKind kind, double tolerance) {
  Count count;
  for (std::uint64_t e = 0; e < experiments; ++e) {
    const auto all = verdicts(truth, kind, tolerance, e);
    count.holds += std::count(all.begin(), all.end(), Verdict::holds) > 0;
    count.fails += std::count(all.begin(), all.end(), Verdict::fails) > 0;
  }
  return count;
}

ArrayXd everywhere(double deviation) { return ArrayXd::Constant(points, deviation); }

TEST_CASE("one point at the edge of the tolerance is rarely called equal",
          "[validation][statistical]") {
  ArrayXd edge = everywhere(0.0);
  edge(2) = 8.0;
  const Count found = count(edge, ClaimKind::equality, 8.0);
  CHECK(found.holds < too_many_errors);
  CHECK(found.fails < too_many_errors);
  CHECK(found.holds > 0);  // the level is used, not wasted
}

TEST_CASE("deviations at the edge of the tolerance are rarely called different",
          "[validation][statistical]") {
  const Count found = count(everywhere(8.0), ClaimKind::equality, 8.0);
  CHECK(found.holds < too_many_errors);
  CHECK(found.fails < too_many_errors);
  CHECK(found.fails > 0);
}

TEST_CASE("equal curves rarely fail even with no tolerance", "[validation][statistical]") {
  const Count found = count(everywhere(0.0), ClaimKind::equality, 0.0);
  CHECK(found.fails < too_many_errors);
  CHECK(found.fails > 0);
  CHECK(found.holds == 0);
}

TEST_CASE("a bound that is met exactly is rarely decided wrongly", "[validation][statistical]") {
  const Count found = count(everywhere(0.0), ClaimKind::bound, 0.0);
  CHECK(found.fails < too_many_errors);
  CHECK(found.holds < too_many_errors);
  CHECK(found.fails > 0);
}

TEST_CASE("equality is found where there is room, and a planted difference too",
          "[validation][statistical]") {
  // A tolerance of eight standard errors leaves eight of them to a deviation of 0 and to one of
  // twice the tolerance: less than one experiment in 10⁴ leaves a claim open by chance.
  const std::vector<Verdict> hold(claims, Verdict::holds), fail(claims, Verdict::fails);
  for (std::uint64_t e = 0; e < 50; ++e) {
    CHECK(verdicts(everywhere(0.0), ClaimKind::equality, 8.0, e) == hold);
    CHECK(verdicts(everywhere(16.0), ClaimKind::equality, 8.0, e) == fail);
    CHECK(verdicts(everywhere(-16.0), ClaimKind::bound, 0.0, e) == hold);
    CHECK(verdicts(everywhere(16.0), ClaimKind::bound, 0.0, e) == fail);
  }
}

}  // namespace
}  // namespace sdescent
