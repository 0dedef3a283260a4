#include "solvers/histogram_recorder.hpp"

#include "io/error.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> two_times = {0.5, 2.0};

Block values_at(std::size_t i, Index first, Index end) {
  Block values(end - first, 2);
  Philox(3).normals({.path = static_cast<std::uint64_t>(first), .step = i}, values);
  return values;
}

void record(Recorder& recorder, Index first, Index end) {
  for (std::size_t i = 0; i < two_times.size(); ++i)
    CHECK_FALSE(observe(recorder, i, values_at(i, first, end), static_cast<std::uint64_t>(first)));
}

HistogramRecorder recorder_of(Bins bins = {-1.0, 2.0, 6}) {
  HistogramRecorder recorder("h", columns({"a", "b"}), bins);
  recorder.begin(two_times);
  return recorder;
}

TEST_CASE("bins hold their lower edge and not their upper one", "[solvers]") {
  for (const Bins bins : {Bins{-1.0, 2.0, 6}, Bins{0.1, 0.7, 3}, Bins{-0.3, 0.9, 7},
                          Bins{1e-9, 3e5, 1000}, Bins{-1.7, -1.1, 113}}) {
    CHECK(bins.edge(0) == bins.lo);
    CHECK(bins.edge(bins.count) == bins.hi);
    for (Index j = 0; j <= bins.count; ++j) {
      REQUIRE(bins.cell(bins.edge(j)) == j + 1);
      REQUIRE(bins.cell(std::nextafter(bins.edge(j), -1e300)) == j);
    }
    CHECK(bins.cell(-std::numeric_limits<double>::max()) == 0);
    CHECK(bins.cell(std::numeric_limits<double>::max()) == bins.count + 1);
  }
}

TEST_CASE("a density counts paths in bins over all paths, those outside included", "[solvers]") {
  HistogramRecorder recorder = recorder_of();
  record(recorder, 0, 500);
  for (std::size_t i = 0; i < 2; ++i)
    for (Index c = 0; c < 2; ++c) {
      const auto x = values_at(i, 0, 500).col(c).eval();
      const Estimate density = recorder.density(i, c);
      CHECK(density.runs == 500);
      REQUIRE(density.points() == 6);
      for (Index j = 0; j < 6; ++j) {
        const double edge = -1.0 + 0.5 * static_cast<double>(j);
        const double within = static_cast<double>((x >= edge && x < edge + 0.5).count());
        CHECK(density.value(j) == Approx(within / 500 / 0.5).epsilon(1e-14));
      }
      CHECK(recorder.below(i, c) == static_cast<double>((x < -1.0).count()));
      CHECK(recorder.above(i, c) == static_cast<double>((x >= 2.0).count()));
      CHECK(density.value.sum() * 0.5 + (recorder.below(i, c) + recorder.above(i, c)) / 500 ==
            Approx(1.0));
    }
  CHECK(recorder.bins().centres()(0) == -0.75);
  CHECK(recorder.bins().centres()(5) == 1.75);
}

TEST_CASE("the error of a density is that of its batches", "[solvers]") {
  // Equal batches: pseudo-value b is the density of batch b.
  HistogramRecorder recorder = recorder_of();
  record(recorder, 0, 640);
  const Estimate density = recorder.density(1, 1);
  const Block x = values_at(1, 0, 640);
  for (Index b = 0; b < 64; ++b) {
    double within = 0;
    for (Index r = b; r < 640; r += 64) within += x(r, 1) >= 0.0 && x(r, 1) < 0.5;
    CHECK(density.pseudo_values(b, 2) == Approx(within / 10 / 0.5).margin(1e-12));
  }
}

TEST_CASE("histograms merge to the same bits in any order, and survive being stored", "[solvers]") {
  HistogramRecorder all = recorder_of();
  record(all, 0, 500);
  const auto first = all.fresh(), second = all.fresh();
  record(*first, 0, 192);
  record(*second, 192, 500);
  HistogramRecorder forth = recorder_of(), back = recorder_of();
  forth.merge(*first);
  forth.merge(*second);
  back.merge(*second);
  back.merge(*first);
  CHECK(same_arrays(forth, all));
  CHECK(same_arrays(back, all));
  HistogramRecorder loaded = recorder_of();
  loaded.load(saved(*first));
  loaded.merge(*second);
  CHECK(same_arrays(loaded, all));
  CHECK(saved(all).get("h.count").shape == std::vector<std::size_t>{2, 2, 8, 64});
}

TEST_CASE("histograms of other bins are neither merged nor loaded", "[solvers]") {
  HistogramRecorder recorder = recorder_of();
  for (const Bins bins : {Bins{-1.5, 2.0, 6}, Bins{-1.0, 2.5, 6}, Bins{-1.0, 2.0, 7}}) {
    HistogramRecorder other = recorder_of(bins);
    CHECK_THROWS_AS(recorder.merge(other), InvalidInput);
    CHECK_THROWS_AS(other.load(saved(recorder)), InvalidInput);
  }
  MomentRecorder moments("h", columns({"a", "b"}));
  moments.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(moments), std::bad_cast);
}

TEST_CASE("bins that are none are refused", "[solvers]") {
  CHECK_THROWS_MATCHES(recorder_of({1.0, 1.0, 5}), InvalidInput,
                       Message("upper end of the bins of recorder \"h\" must be > 1, got 1"));
  CHECK_THROWS_MATCHES(recorder_of({0.0, 1.0, 0}), InvalidInput,
                       Message("number of bins of recorder \"h\" must be >= 1, got 0"));
  CHECK_THROWS_AS(recorder_of({0.0, std::numeric_limits<double>::infinity(), 5}), InvalidInput);
  CHECK_THROWS_AS(recorder_of({std::nan(""), 1.0, 5}), InvalidInput);
}

TEST_CASE("a histogram counts in four bytes, and eight for the total of a bin", "[solvers]") {
  const RecorderMemory memory =
      recorder_of({0.0, 1.0, 98}).memory({.times = 7, .chunk = 64, .paths = 64});
  CHECK(memory.whole == 7 * 2 * 100 * (64 * 4 + 8));
  CHECK(memory.chunk == memory.whole);
}

}  // namespace
