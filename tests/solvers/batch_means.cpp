#include "solvers/batch_means.hpp"

#include "io/error.hpp"
#include "solvers/batch_means_recorder.hpp"
#include "solvers/philox.hpp"
#include "tests/support/autoregression.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Catch::Contains;
using Eigen::ArrayXd;
using Eigen::ArrayXXd;

Estimate mean_of(const BatchMeans& batches) {
  return jackknife(batches, [](const ArrayXd& means) { return means; });
}

/// Columns x and x².
std::vector<ArrayXXd> with_squares(std::vector<ArrayXXd> series) {
  for (ArrayXXd& s : series) {
    s.conservativeResize(Eigen::NoChange, 2);
    s.col(1) = s.col(0).square();
  }
  return series;
}

TEST_CASE("four pieces are a batch, and what does not fill a piece is burnt", "[solvers]") {
  const SeriesCut one(2621, 50, 1);
  CHECK(one.per_path == 256);
  CHECK(one.length == 10);
  CHECK(one.first == 61);
  const SeriesCut many(80, 0, 32);
  CHECK(many.per_path == 8);
  CHECK(many.length == 10);
  CHECK(many.first == 0);
}

TEST_CASE("batch means are the means of contiguous times of one path", "[solvers]") {
  std::vector<ArrayXXd> series(2, ArrayXXd(1 + 128 * 3, 1));
  for (std::size_t p = 0; p < 2; ++p)
    series[p].col(0) = 1000.0 * static_cast<double>(p) + ArrayXd::LinSpaced(385, -1, 383);
  const BatchMeans batches = batch_means(series, 1);
  REQUIRE(batches.means().rows() == 64);
  // Twelve times in a batch, 32 batches for each path.
  for (const Index b : {0, 1, 31}) {
    CHECK(batches.means()(b, 0) == Approx(12.0 * static_cast<double>(b) + 5.5));
    CHECK(batches.means()(32 + b, 0) == Approx(1000 + 12.0 * static_cast<double>(b) + 5.5));
  }
}

TEST_CASE("an estimate from batch means is a jackknife of 64 runs", "[solvers]") {
  const Autoregression ar{.phi = 0.5};
  const BatchMeans batches = batch_means(with_squares({ar.series(1, 25'600)}), 0);
  const Estimate mean = mean_of(batches);
  CHECK(mean.runs == 64);
  CHECK(mean.batches() == 64);
  // Pseudo-values of a mean are the batches themselves.
  CHECK((mean.pseudo_values - batches.means()).abs().maxCoeff() < 1e-12);
  const Estimate variance = jackknife(batches, [](const ArrayXd& m) -> ArrayXd {
    return ArrayXd::Constant(1, m(1) - m(0) * m(0));
  });
  const double error = variance.standard_error()(0);
  CHECK(std::abs(variance.value(0) - ar.variance()) < 5 * error);
  CHECK(error > 0.2 * ar.variance() / std::sqrt(25'600));
}

TEST_CASE("the standard error of a mean counts the memory of its series", "[solvers]") {
  // σ/((1 − φ)√n), to the 9 % that 63 degrees of freedom leave, at five standard deviations.
  for (const double phi : {-0.8, 0.0, 0.8})
    for (const std::uint64_t paths : {1U, 8U, 32U}) {
      const Autoregression ar{.phi = phi, .mean = 3.0};
      const Index times = 51'200 / static_cast<Index>(paths);
      std::vector<ArrayXXd> series;
      for (std::uint64_t p = 0; p < paths; ++p) series.push_back(ar.series(11 + p, times));
      const BatchMeans batches = batch_means(series, 0);
      INFO("phi " << phi << ", " << paths << " paths: " << batches.unfit());
      CHECK(batches.unfit().empty());
      const Estimate mean = mean_of(batches);
      const double expected = 1.0 / ((1.0 - phi) * std::sqrt(51'200.0));
      CHECK(mean.standard_error()(0) == Approx(expected).epsilon(0.45));
      CHECK(std::abs(mean.value(0) - 3.0) < 5 * expected);
    }
}

TEST_CASE("a burn-in that is too short is refused, one that is long enough is not", "[solvers]") {
  // The start is 1000 e^{−k/20} of memory: 2·10⁴ in all, 10 standard errors of the first tenth.
  const Autoregression far{.phi = 0.95, .start = 1'000.0};
  for (const std::uint64_t paths : {1U, 4U, 32U}) {
    const Index times = 2'048 + 102'400 / static_cast<Index>(paths);
    std::vector<ArrayXXd> series;
    for (std::uint64_t p = 0; p < paths; ++p) series.push_back(far.series(5 + p, times));
    CHECK_THAT(batch_means(series, 0).unfit(), Contains("burn-in too short: functional 1 begins"));
    CHECK(batch_means(series, 2'048).unfit() == "");
  }
}

TEST_CASE("of several functionals one that has not settled is enough", "[solvers]") {
  // Starts at both sides of its mean: only x² drifts.
  std::vector<ArrayXXd> series;
  for (std::uint64_t p = 0; p < 32; ++p) {
    const Autoregression ar{.phi = 0.95, .start = p % 2 == 0 ? 200.0 : -200.0};
    series.push_back(ar.series(50 + p, 8'000));
  }
  CHECK(batch_means(series, 0).unfit() == "");
  CHECK_THAT(batch_means(with_squares(series), 0).unfit(), Contains("functional 2 begins"));
}

TEST_CASE("batches that are too short are refused, long ones are not", "[solvers]") {
  const Autoregression slow{.phi = 0.99};
  // 100 steps of memory: pieces of 100, and of 2000.
  CHECK_THAT(batch_means({slow.series(3, 25'600)}, 0).unfit(), Contains("batches too short"));
  CHECK(batch_means({slow.series(3, 512'000)}, 0).unfit() == "");
  // Oscillation is memory, too: x of one sign in one piece and of the other in the next.
  ArrayXXd waves(2'560, 1);
  Block z(2'560, 1);
  Philox(4).normals({}, z);
  for (Index i = 0; i < waves.rows(); ++i) waves(i, 0) = (i / 10 % 2 == 0 ? 1.0 : -1.0) + z(i, 0);
  CHECK_THAT(batch_means({waves}, 0).unfit(), Contains("autocorrelation -"));
}

TEST_CASE("what never changes is stationary, and exactly known", "[solvers]") {
  const BatchMeans batches = batch_means({ArrayXXd::Constant(1'000, 1, 0.1)}, 0);
  CHECK(batches.unfit() == "");
  CHECK(mean_of(batches).standard_error()(0) < 1e-15);
}

TEST_CASE("a series that is no number gives none", "[solvers]") {
  ArrayXXd series = Autoregression{}.series(1, 2'560);
  series(700, 0) = std::nan("");
  CHECK(std::isnan(mean_of(batch_means({series}, 0)).value(0)));
}

TEST_CASE("series that cannot be cut are refused", "[solvers]") {
  const ArrayXXd series = ArrayXXd::Zero(300, 1);
  CHECK_THROWS_WITH(batch_means({}, 0), Contains("series of batch means"));
  CHECK_THROWS_WITH(batch_means({series}, 45),
                    "times of batch means after the burn-in must be >= 256, got 255");
  CHECK_THROWS_AS(batch_means({series}, -1), InvalidInput);
  CHECK_THROWS_WITH(batch_means({series, series, series}, 0),
                    "paths of batch means must be a divisor of 32, got 3");
  CHECK_THROWS_AS(batch_means(std::vector<ArrayXXd>(64, series), 0), InvalidInput);
  CHECK_THROWS_AS(batch_means({series, ArrayXXd::Zero(301, 1)}, 0), InvalidInput);
  CHECK_THROWS_AS(batch_means({series, ArrayXXd::Zero(300, 2)}, 0), InvalidInput);
  for (const double level : {0.0, 1.0, std::nan("")})
    CHECK_THROWS_WITH(batch_means({series}, 0, level), Contains("level of batch means"));
}

TEST_CASE("stationary series are refused as rarely as the level says", "[solvers][statistical]") {
  // 4000 series, two checks at level 1/100 each: binomial(4000, 0.02) exceeds 127 with probability
  // 4e-7; the checks are not asleep.
  constexpr int series = 4'000;
  int refused = 0;
  for (std::uint64_t k = 0; k < series; ++k)
    refused += !batch_means({Autoregression{.phi = 0.5}.series(9'000 + k, 12'800)}, 0, 0.01)
                    .unfit()
                    .empty();
  CHECK(refused <= 127);
  CHECK(refused > 20);
}

// The recorder.

constexpr Index paths = 4, times = 600;

Block values_at(const std::vector<ArrayXXd>& series, Index i, Index rows) {
  Block values = Block::Constant(rows, 2, 1e9);
  for (Index p = 0; p < std::min(rows, paths); ++p)
    values.row(p) = series[static_cast<std::size_t>(p)].row(i);
  return values;
}

std::vector<ArrayXXd> four_series() {
  std::vector<ArrayXXd> all;
  for (std::uint64_t p = 0; p < paths; ++p) all.push_back(Autoregression{}.series(p, times));
  return with_squares(all);
}

BatchMeansRecorder recorder(double burn_in = 6.0) {
  BatchMeansRecorder r("b", columns({"x", "x2"}), paths, burn_in);
  std::vector<double> t;
  for (Index i = 0; i < times; ++i) t.push_back(0.1 * static_cast<double>(i));
  r.begin(t);
  return r;
}

void record(Recorder& r, const std::vector<ArrayXXd>& series, Index rows) {
  for (Index i = 0; i < times; ++i)
    observe(r, static_cast<std::size_t>(i), values_at(series, i, rows));
  for (Index i = 0; i < times; ++i)  // a tile of paths that are not wanted
    observe(r, static_cast<std::size_t>(i), Block::Constant(64, 2, 1e9), 64);
}

TEST_CASE("a recorder's batch means are those of the series", "[solvers]") {
  const auto series = four_series();
  BatchMeansRecorder r = recorder();
  record(r, series, 64);
  // Times 0, 0.1, … 5.9 are burnt.
  const BatchMeans expected = batch_means(series, 60);
  CHECK((r.batch_means().means() - expected.means()).abs().maxCoeff() < 1e-13);
  CHECK(r.batch_means().unfit() == expected.unfit());
  CHECK((r.batch_means().means() - batch_means(series, 0).means()).abs().maxCoeff() > 1e-3);
}

TEST_CASE("a recorder of batch means goes on after it was merged, stored and loaded", "[solvers]") {
  const auto series = four_series();
  BatchMeansRecorder whole = recorder();
  record(whole, series, 4);
  BatchMeansRecorder merged = recorder();
  const auto first = merged.fresh(), later = merged.fresh();
  record(*first, series, 64);
  for (Index i = 0; i < times; ++i)
    observe(*later, static_cast<std::size_t>(i), Block::Constant(64, 2, 1e9), 64);
  merged.merge(*first);
  merged.merge(*later);
  CHECK(same_arrays(merged, whole));
  BatchMeansRecorder loaded("b", columns({"x", "x2"}), paths, 6.0);
  loaded.load(saved(whole));
  CHECK(same_arrays(loaded, whole));
  CHECK((loaded.batch_means().means() == whole.batch_means().means()).all());
}

TEST_CASE("a recorder of batch means refuses what it cannot cut", "[solvers]") {
  CHECK_THROWS_WITH(BatchMeansRecorder("b", columns({"x"}), 3, 0.0),
                    "paths of batch means must be a divisor of 32, got 3");
  CHECK_THROWS_WITH(BatchMeansRecorder("b", columns({"x"}), 4, -1.0),
                    "burn-in of recorder \"b\" must be >= 0, got -1");
  CHECK_THROWS_WITH(recorder(54.0), "times of batch means after the burn-in must be >= 64, got 60");
  BatchMeansRecorder few = recorder();
  record(few, four_series(), 3);
  CHECK_THROWS_WITH(few.batch_means(), "paths seen by recorder \"b\" must be 4, got 3");
  BatchMeansRecorder other("b", columns({"x", "x2"}), paths, 2.0);
  other.begin(few.times());
  CHECK_THROWS_AS(few.merge(other), InvalidInput);
}

}  // namespace
}  // namespace sdescent
