#include "solvers/batch_moments.hpp"

#include "solvers/philox.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <vector>

namespace {

using namespace sdescent;

/// Correlated columns of different size and place.
Block data(Index rows, Index cols, double shift = 3.0) {
  Block values(rows, cols);
  Philox(12).normals({}, values);
  for (Index c = 1; c < cols; ++c) values.col(c) += 0.5 * values.col(c - 1);
  for (Index c = 0; c < cols; ++c)
    values.col(c) = (1.0 + static_cast<double>(c)) * values.col(c) + shift;
  return values;
}

struct Naive {
  long double count;
  std::vector<long double> mean;
  std::vector<std::vector<long double>> covariance;
};

/// Two passes in long double over the rows that are not in batch `without`.
Naive naive(const Block& values, Index without = -1) {
  const auto k = static_cast<std::size_t>(values.cols());
  Naive result{0, std::vector<long double>(k, 0.0L),
               std::vector<std::vector<long double>>(k, std::vector<long double>(k, 0.0L))};
  const auto for_each_row = [&](auto act) {
    for (Index r = 0; r < values.rows(); ++r)
      if (r % 64 != without) act(r);
  };
  const auto value = [&](Index r, std::size_t c) {
    return static_cast<long double>(values(r, static_cast<Index>(c)));
  };
  for_each_row([&](Index r) {
    result.count += 1;
    for (std::size_t c = 0; c < k; ++c) result.mean[c] += value(r, c);
  });
  for (auto& mean : result.mean) mean /= result.count;
  for_each_row([&](Index r) {
    for (std::size_t p = 0; p < k; ++p)
      for (std::size_t q = 0; q < k; ++q)
        result.covariance[p][q] += (value(r, p) - result.mean[p]) * (value(r, q) - result.mean[q]);
  });
  for (auto& row : result.covariance)
    for (auto& entry : row) entry /= result.count - 1;
  return result;
}

/// Compares with the two-pass result: means against their own size, covariances against that of
/// the deviations of their columns.
void check(const Moments& moments, const Naive& expected, SecondMoments kind, double tolerance) {
  const std::size_t k = expected.mean.size();
  CHECK(moments.count == static_cast<double>(expected.count));
  REQUIRE(moments.second.size() == second_moment_count(kind, static_cast<Index>(k)));
  Index pair = 0;
  for (std::size_t p = 0; p < k; ++p) {
    CHECK(moments.mean(static_cast<Index>(p)) ==
          Approx(static_cast<double>(expected.mean[p])).epsilon(tolerance));
    for (std::size_t q = p; q < (kind == SecondMoments::variances ? p + 1 : k); ++q) {
      INFO("pair " << p << ", " << q);
      const double scale =
          static_cast<double>(std::sqrt(expected.covariance[p][p] * expected.covariance[q][q]));
      CHECK(moments.second(pair++) == Approx(static_cast<double>(expected.covariance[p][q]))
                                          .epsilon(0)
                                          .margin(tolerance * scale));
    }
  }
}

BatchMoments moments_of(SecondMoments kind, const Block& values) {
  BatchMoments moments(kind, values.cols());
  moments.add(values);
  return moments;
}

TEST_CASE("second moments are counted", "[solvers]") {
  CHECK(second_moment_count(SecondMoments::variances, 5) == 5);
  CHECK(second_moment_count(SecondMoments::covariances, 5) == 15);
  CHECK(second_moment_count(SecondMoments::covariances, 1) == 1);
}

TEST_CASE("moments agree with two passes in long double", "[solvers]") {
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances})
    for (const Index rows : {2, 63, 64, 65, 1000}) {
      INFO(rows << " rows");
      const Block values = data(rows, 4);
      check(moments_of(kind, values).total(), naive(values), kind, 1e-13);
    }
}

TEST_CASE("moments without a batch are those of the remaining paths", "[solvers]") {
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances})
    for (const Index rows : {70, 1000}) {
      const Block values = data(rows, 3);
      const BatchMoments moments = moments_of(kind, values);
      for (const Index without : {0, 5, 6, 40, 63}) {
        INFO(rows << " rows without batch " << without);
        check(moments.total(without), naive(values, without), kind, 1e-13);
      }
    }
}

TEST_CASE("path p belongs to batch p mod 64", "[solvers]") {
  Block values(130, 1);
  for (Index r = 0; r < 130; ++r) values(r) = static_cast<double>(r);
  const BatchMoments moments = moments_of(SecondMoments::variances, values);
  for (Index b = 0; b < 64; ++b) {
    const double n = b < 2 ? 3.0 : 2.0;
    const double b_as_double = static_cast<double>(b);
    CHECK(moments.count()(b) == n);
    CHECK(moments.mean()(b, 0) == b_as_double + 32.0 * (n - 1));
    CHECK(moments.second()(b, 0) == 64.0 * 64.0 * (n == 3.0 ? 2.0 : 0.5));
  }
}

TEST_CASE("moments of chunks merged are those of all at once", "[solvers]") {
  const Block values = data(1000, 3);
  const Naive expected = naive(values);
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances}) {
    BatchMoments merged(kind, 3);
    for (const auto& [first, end] :
         {std::pair<Index, Index>{0, 64}, {64, 640}, {640, 640}, {640, 1000}}) {
      BatchMoments chunk(kind, 3);
      chunk.add(values.middleRows(first, end - first));
      merged.merge(chunk);
    }
    check(merged.total(), expected, kind, 1e-13);
    for (const Index without : {0, 63})
      check(merged.total(without), naive(values, without), kind, 1e-13);
  }
}

TEST_CASE("adding tile by tile is adding all at once, to the bit", "[solvers]") {
  const Block values = data(1000, 3);
  const BatchMoments once = moments_of(SecondMoments::covariances, values);
  BatchMoments tiles(SecondMoments::covariances, 3);
  for (Index first = 0; first < 1000; first += 192)
    tiles.add(values.middleRows(first, std::min<Index>(192, 1000 - first)));
  CHECK(same_bits(once.mean(), tiles.mean()));
  CHECK(same_bits(once.second(), tiles.second()));
  CHECK((once.count() == tiles.count()).all());
}

TEST_CASE("merging into an empty object or an empty object changes nothing", "[solvers]") {
  // With 10 rows some batches are empty on both sides.
  for (const Index rows : {10, 100}) {
    const BatchMoments some = moments_of(SecondMoments::covariances, data(rows, 2));
    BatchMoments empty(SecondMoments::covariances, 2);
    BatchMoments sum = some;
    sum.merge(empty);
    empty.merge(some);
    for (const BatchMoments* same : {&sum, &empty}) {
      CHECK(same_bits(same->mean(), some.mean()));
      CHECK(same_bits(same->second(), some.second()));
    }
  }
}

TEST_CASE("a large mean does not drown a small variance", "[solvers]") {
  // Sums of squares would leave 1e16 · 2⁻⁵³, that is no digit, of a variance of 1.
  const Block values = data(10'000, 2, 1e8);
  const Naive expected = naive(values);
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances}) {
    check(moments_of(kind, values).total(), expected, kind, 1e-8);
    BatchMoments merged(kind, 2);
    for (Index first = 0; first < 10'000; first += 1024)
      merged.merge(
          moments_of(kind, values.middleRows(first, std::min<Index>(1024, 10'000 - first))));
    check(merged.total(), expected, kind, 1e-8);
  }
}

TEST_CASE("moments of one path have no variance", "[solvers]") {
  const Moments one = moments_of(SecondMoments::variances, data(1, 2)).total();
  CHECK(one.count == 1.0);
  CHECK(one.mean(0) == data(1, 2)(0, 0));
  CHECK(one.second.isNaN().all());
}

TEST_CASE("restored moments go on as if never stored", "[solvers]") {
  const Block values = data(500, 2);
  BatchMoments moments = moments_of(SecondMoments::covariances, values.topRows(256));
  BatchMoments restored(SecondMoments::covariances, 2);
  restored.restore(moments.count(), moments.mean(), moments.second());
  moments.add(values.bottomRows(244));
  restored.add(values.bottomRows(244));
  CHECK(same_bits(restored.mean(), moments.mean()));
  CHECK(same_bits(restored.second(), moments.second()));
  check(restored.total(), naive(values), SecondMoments::covariances, 1e-13);
}

TEST_CASE("adding a tile allocates nothing", "[solvers]") {
  if (!allocation_counting_available()) return;
  const Block values = data(200, 3);
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances}) {
    BatchMoments moments(kind, 3);
    const AllocationCount count;
    moments.add(values);
    const std::size_t allocated = count.so_far();
    CHECK(allocated == 0);
  }
}

}  // namespace
