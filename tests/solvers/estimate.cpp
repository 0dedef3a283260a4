#include "solvers/estimate.hpp"

#include "io/error.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

namespace sdescent {
namespace {

using Eigen::ArrayXd;

/// A number for every path in two columns, of which the second follows the first.
double value_of(Index path, Index column) {
  const auto p = static_cast<double>(path);
  const double first = 0.5 + std::fmod(p * 0.6180339887, 1.0);
  return column == 0 ? first : 1.0 + 2.0 * first + 0.3 * std::fmod(p * 0.7548776662, 1.0);
}

/// Records `columns` numbers of `paths` paths at two times.
MomentRecorder recorded(Index paths, Index columns) {
  FunctionProcessParts parts;
  parts.layout = {{"x", columns}};
  parts.start = [columns](const At& at, const Lockstep&, BlockRef state) {
    for (Index r = 0; r < state.rows(); ++r)
      for (Index c = 0; c < columns; ++c)
        state(r, c) = value_of(static_cast<Index>(at.path) + r, c);
  };
  const auto process = make_process(parts);
  MomentRecorder recorder("x", state_field(*process, 0, "x"));
  const Clock clock(1.0, 1);
  run({process}, clock, RecordTimes::evenly(clock, 1), static_cast<std::uint64_t>(paths), Philox(1),
      {&recorder});
  return recorder;
}

ArrayXd column_of(Index paths, Index column, Index without_batch = -1) {
  std::vector<double> values;
  for (Index p = 0; p < paths; ++p)
    if (p % replicate_batches != without_batch) values.push_back(value_of(p, column));
  return Eigen::Map<const ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

double variance_of(const ArrayXd& x) {
  return (x - x.mean()).square().sum() / static_cast<double>(x.size() - 1);
}

ArrayXd mean_of_first(const MomentCurves& m) { return m.mean.col(0); }
ArrayXd variance_of_first(const MomentCurves& m) { return m.second.col(0); }
ArrayXd ratio_of_means(const MomentCurves& m) { return m.mean.col(0) / m.mean.col(1); }

/// The jackknife of `statistic` by its definition, at one point.
Estimate by_hand(Index paths, Index batches, const std::function<double(Index)>& statistic) {
  Estimate e{ArrayXd::Constant(1, statistic(-1)), Eigen::ArrayXXd(batches, 1),
             static_cast<double>(paths)};
  const auto b = static_cast<double>(batches);
  for (Index i = 0; i < batches; ++i)
    e.pseudo_values(i, 0) = b * e.value(0) - (b - 1) * statistic(i);
  return e;
}

void check_equal(const Estimate& measured, const Estimate& expected) {
  REQUIRE(measured.batches() == expected.batches());
  CHECK(measured.runs == expected.runs);
  for (Index t = 0; t < measured.points(); ++t) {
    CHECK(measured.value(t) == Approx(expected.value(0)).epsilon(1e-12));
    CHECK((measured.pseudo_values.col(t) - expected.pseudo_values.col(0)).abs().maxCoeff() < 1e-10);
    CHECK(measured.standard_error()(t) == Approx(expected.standard_error()(0)).epsilon(1e-10));
  }
}

TEST_CASE("the jackknife of a mean over one path a batch is the classical one", "[solvers]") {
  const ArrayXd x = column_of(64, 0);
  const Estimate mean = jackknife(recorded(64, 1), mean_of_first);
  REQUIRE(mean.points() == 2);
  CHECK(mean.batches() == 64);
  CHECK(mean.runs == 64);
  for (Index t = 0; t < 2; ++t) {
    CHECK(mean.value(t) == Approx(x.mean()).epsilon(1e-13));
    CHECK((mean.pseudo_values.col(t) - x).abs().maxCoeff() < 1e-11);
    CHECK(mean.standard_error()(t) == Approx(std::sqrt(variance_of(x) / 64)).epsilon(1e-11));
  }
}

TEST_CASE("with batches of equal size the mean's error is that of the batch means", "[solvers]") {
  const Index each = 5;
  ArrayXd batch_means = ArrayXd::Zero(64);
  for (Index p = 0; p < 64 * each; ++p) batch_means(p % 64) += value_of(p, 0) / each;
  const Estimate mean = jackknife(recorded(64 * each, 1), mean_of_first);
  CHECK(mean.standard_error()(0) ==
        Approx(std::sqrt(variance_of(batch_means) / 64)).epsilon(1e-11));
}

TEST_CASE("the jackknife leaves out one batch after the other, also of unequal size", "[solvers]") {
  const Index paths = 150;  // batches of two and three paths
  const MomentRecorder recorder = recorded(paths, 2);
  check_equal(jackknife(recorder, mean_of_first), by_hand(paths, 64, [&](Index without) {
                return column_of(paths, 0, without).mean();
              }));
  check_equal(jackknife(recorder, variance_of_first), by_hand(paths, 64, [&](Index without) {
                return variance_of(column_of(paths, 0, without));
              }));
  check_equal(jackknife(recorder, ratio_of_means), by_hand(paths, 64, [&](Index without) {
                return column_of(paths, 0, without).mean() / column_of(paths, 1, without).mean();
              }));
}

TEST_CASE("fewer paths than batches leave the others out", "[solvers]") {
  const Index paths = 21;
  check_equal(jackknife(recorded(paths, 1), mean_of_first), by_hand(paths, 21, [&](Index without) {
                return column_of(paths, 0, without).mean();
              }));
}

TEST_CASE("the jackknife removes the bias of a ratio to first order", "[solvers]") {
  // θ = x̄², whose bias is σ²/n: the mean of the pseudo-values is x̄² − s²/n exactly.
  const ArrayXd x = column_of(64, 0);
  const Estimate square = jackknife(
      recorded(64, 1), [](const MomentCurves& m) -> ArrayXd { return m.mean.col(0).square(); });
  CHECK(square.pseudo_values.col(0).mean() ==
        Approx(x.mean() * x.mean() - variance_of(x) / 64).epsilon(1e-11));
}

TEST_CASE("fewer than two batches have no standard error", "[solvers]") {
  for (const Index batches : {0, 1}) {
    const Estimate e{ArrayXd::Zero(2), Eigen::ArrayXXd::Zero(batches, 2), 1};
    REQUIRE(e.standard_error().size() == 2);
    CHECK(e.standard_error().isNaN().all());
  }
}

TEST_CASE("a difference of coupled columns has the error of the difference", "[solvers]") {
  const MomentRecorder recorder = recorded(64, 2);
  const auto mean = [](Index column) {
    return [column](const MomentCurves& m) -> ArrayXd { return m.mean.col(column); };
  };
  const Estimate a = jackknife(recorder, mean(0)), b = jackknife(recorder, mean(1));
  const Estimate difference = a - b;
  const ArrayXd d = column_of(64, 0) - column_of(64, 1);
  CHECK(difference.runs == 64);
  CHECK(difference.value(0) == Approx(d.mean()).epsilon(1e-12));
  CHECK(difference.standard_error()(0) == Approx(std::sqrt(variance_of(d) / 64)).epsilon(1e-10));
  // Not what independent columns would have.
  const double uncoupled = std::hypot(a.standard_error()(0), b.standard_error()(0));
  CHECK(std::abs(difference.standard_error()(0) - uncoupled) > 0.05 * uncoupled);
  CHECK((a - a).standard_error()(0) == 0.0);
}

TEST_CASE("a known curve shifts an estimate and leaves its error", "[solvers]") {
  const Estimate a = jackknife(recorded(64, 1), mean_of_first);
  const Estimate shifted = a - ArrayXd(Eigen::Array2d(1.0, 3.0));
  CHECK(shifted.value(0) == Approx(a.value(0) - 1.0));
  CHECK(shifted.value(1) == Approx(a.value(1) - 3.0));
  CHECK((shifted.pseudo_values.col(1) - (a.pseudo_values.col(1) - 3.0)).abs().maxCoeff() < 1e-12);
  CHECK(shifted.standard_error()(1) == Approx(a.standard_error()(1)).epsilon(1e-11));
  CHECK_THROWS_AS(a - ArrayXd(ArrayXd::Zero(3)), InvalidInput);
}

TEST_CASE("estimates that do not match are not subtracted", "[solvers]") {
  const Estimate a = jackknife(recorded(64, 1), mean_of_first);
  CHECK_THROWS_WITH(a - from_point(a, 1), Catch::Contains("points of the estimate subtracted"));
  const Estimate few = jackknife(recorded(21, 1), mean_of_first);
  CHECK_THROWS_WITH(a - few, Catch::Contains("batches of the estimate subtracted must be 64, got"));
}

TEST_CASE("from_point drops the first points of values and pseudo-values", "[solvers]") {
  Estimate e{ArrayXd(Eigen::Array3d(1, 2, 3)), Eigen::ArrayXXd(2, 3), 40};
  e.pseudo_values << 10, 20, 30, 11, 21, 31;
  const Estimate later = from_point(e, 1);
  CHECK(later.points() == 2);
  CHECK(later.value(0) == 2);
  CHECK(later.value(1) == 3);
  CHECK(later.pseudo_values(1, 0) == 21);
  CHECK(later.pseudo_values(0, 1) == 30);
  CHECK(later.runs == 40);
}

TEST_CASE("joined estimates keep their points in order and their errors", "[validation]") {
  Estimate a{ArrayXd(Eigen::Array2d(1, 2)), Eigen::ArrayXXd(2, 2), 40};
  Estimate b{ArrayXd::Constant(1, 3), Eigen::ArrayXXd(2, 1), 20};
  a.pseudo_values << 10, 20, 11, 21;
  b.pseudo_values << 30, 33;
  const Estimate all = joined({a, b});
  REQUIRE(all.points() == 3);
  CHECK((all.value == Eigen::Array3d(1, 2, 3)).all());
  CHECK((all.pseudo_values.row(1).transpose() == Eigen::Array3d(11, 21, 33)).all());
  CHECK(all.standard_error()(2) == b.standard_error()(0));
  CHECK(all.runs == 20);
  CHECK(joined({b, a}).runs == 20);
  CHECK_THROWS_AS(joined({}), InvalidInput);
  CHECK_THROWS_AS(joined({a, Estimate{b.value, Eigen::ArrayXXd(3, 1), 20}}), InvalidInput);
}

TEST_CASE("the bound on the error of a time step is Richardson's with four standard errors",
          "[solvers]") {
  Estimate coarse{ArrayXd(Eigen::Array2d(1.5, -2.0)), Eigen::ArrayXXd(2, 2), 40};
  Estimate fine{ArrayXd(Eigen::Array2d(1.2, -1.0)), Eigen::ArrayXXd(2, 2), 40};
  coarse.pseudo_values << 1.4, -2.5, 1.6, -1.5;
  fine.pseudo_values << 1.2, -1.0, 1.2, -1.0;
  // Standard errors of the difference of two batches: half the distance of the pseudo-values.
  const ArrayXd first = discretisation_bias(coarse, fine, 4);
  CHECK(first(0) == Approx((0.3 + 4 * 0.1) / 3));
  CHECK(first(1) == Approx((1.0 + 4 * 0.5) / 3));
  const ArrayXd second = discretisation_bias(coarse, fine, 4, 2);
  CHECK(second(1) == Approx((1.0 + 4 * 0.5) / 15));
  for (const double m : {1.0, 0.5, std::nan("")})
    CHECK_THROWS_WITH(discretisation_bias(coarse, fine, m),
                      Catch::StartsWith("refinement of a discretisation bias must be > 1, got "));
  CHECK_THROWS_AS(discretisation_bias(coarse, fine, 4, 0.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
