#include "solvers/quantile_recorder.hpp"

#include "io/error.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sup_t.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> two_times = {0.5, 2.0};

/// A Cauchy column and its double plus the time's number.
Block values_at(std::size_t i, Index first, Index end, std::uint64_t seed = 3) {
  Block values(end - first, 2);
  Philox(seed).uniforms({.path = static_cast<std::uint64_t>(first), .step = i}, values);
  for (Index r = 0; r < values.rows(); ++r) {
    values(r, 0) = std::tan(M_PI * (values(r, 0) - 0.5));
    values(r, 1) = 2.0 * values(r, 0) + static_cast<double>(i);
  }
  return values;
}

void record(Recorder& recorder, Index first, Index end, std::uint64_t seed = 3) {
  for (std::size_t i = 0; i < two_times.size(); ++i)
    CHECK_FALSE(
        observe(recorder, i, values_at(i, first, end, seed), static_cast<std::uint64_t>(first)));
}

QuantileRecorder recorder_of(SketchSize size = {.scale = 1.0, .buckets = 256}) {
  QuantileRecorder recorder("q", columns({"a", "b"}), size);
  recorder.begin(two_times);
  return recorder;
}

TEST_CASE("quantile curves have a point for each time, of the column asked for", "[solvers]") {
  QuantileRecorder recorder = recorder_of({.scale = 1.0, .buckets = 2048});
  record(recorder, 0, 20'000);
  for (const double p : {0.25, 0.5, 0.8}) {
    const Estimate a = recorder.quantile(p, 0), b = recorder.quantile(p, 1);
    CHECK(a.runs == 20'000);
    CHECK(a.batches() == 64);
    REQUIRE(a.points() == 2);
    for (Index i = 0; i < 2; ++i) {
      const double exact = std::tan(M_PI * (p - 0.5));
      // Four standard deviations √(p(1−p)/n)/f, f = 1/(π(1+x²)).
      const double error = 4.0 * std::sqrt(p * (1 - p) / 20'000) * M_PI * (1 + exact * exact);
      CHECK(std::abs(a.value(i) - exact) < error);
      CHECK(b.value(i) == Approx(2.0 * a.value(i) + static_cast<double>(i))
                              .margin(3.0 * recorder.accuracy(1) * (1.0 + std::abs(b.value(i)))));
    }
  }
  CHECK(recorder.accuracy(0) > 0.0);
  CHECK(recorder.accuracy(0) < 0.05);
}

TEST_CASE("quantiles of recorders merged in any order are the same bits", "[solvers]") {
  QuantileRecorder all = recorder_of();
  record(all, 0, 1984);
  const auto part = [&](Index first, Index end) {
    auto fresh = all.fresh();
    record(*fresh, first, end);
    return fresh;
  };
  QuantileRecorder forth = recorder_of(), back = recorder_of();
  forth.merge(*part(0, 640));
  forth.merge(*part(640, 704));
  forth.merge(*part(704, 1984));
  back.merge(*part(704, 1984));
  back.merge(*part(640, 704));
  back.merge(*part(0, 640));
  CHECK(same_arrays(forth, all));
  CHECK(same_arrays(back, all));
  CHECK(same_bits(forth.quantile(0.3, 1).pseudo_values, all.quantile(0.3, 1).pseudo_values));
}

TEST_CASE("a quantile recorder stored and loaded goes on merging to the same bits", "[solvers]") {
  QuantileRecorder recorder = recorder_of();
  record(recorder, 0, 1280);
  const auto later = recorder.fresh();
  record(*later, 1280, 2000);
  QuantileRecorder loaded = recorder_of();
  loaded.load(saved(recorder));
  CHECK(loaded.times() == two_times);
  CHECK(same_arrays(loaded, recorder));
  CHECK(same_bits(loaded.quantile(0.9, 0).value, recorder.quantile(0.9, 0).value));
  loaded.merge(*later);
  recorder.merge(*later);
  CHECK(same_arrays(loaded, recorder));
  CHECK(loaded.quantile(0.5, 0).runs == 2000);
}

TEST_CASE("quantile recorders of other settings are neither merged nor loaded", "[solvers]") {
  QuantileRecorder recorder = recorder_of();
  record(recorder, 0, 64);
  for (const SketchSize size : {SketchSize{2.0, 256}, SketchSize{1.0, 255}}) {
    QuantileRecorder other = recorder_of(size);
    CHECK_THROWS_AS(recorder.merge(other), InvalidInput);
    CHECK_THROWS_AS(other.load(saved(recorder)), InvalidInput);
  }
  QuantileRecorder wider("q", columns({"a", "b", "c"}), {1.0, 256});
  CHECK_THROWS_MATCHES(wider.load(saved(recorder)), InvalidInput,
                       Message("saved array \"q.level\" must be of shape (2, 3), got (2, 2)"));
  MomentRecorder moments("q", columns({"a", "b"}));
  moments.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(moments), std::bad_cast);
  CHECK_THROWS_AS(recorder.quantile(0.0, 0), InvalidInput);
  CHECK_THROWS_AS(recorder.quantile(1.0, 0), InvalidInput);
}

TEST_CASE("a quantile recorder's memory is bounded whatever the paths", "[solvers]") {
  const QuantileRecorder recorder("q", columns({"a", "b"}), {.scale = 1.0, .buckets = 1000});
  const auto memory = [&](std::uint64_t paths) {
    return recorder.memory({.times = 10, .chunk = 4096, .paths = paths});
  };
  CHECK(memory(10'000'000).whole == 20 * (1001.0 * 280 + 2 * 8 * 4096));
  CHECK(memory(10'000'000).whole == memory(1'000'000).whole);
  CHECK(memory(10'000'000).chunk == 20 * 2.0 * 8 * 4096);
}

TEST_CASE("the jackknife measures the error of a quantile and bands hold the true curve",
          "[solvers][statistical]") {
  // 12 800 paths in each of 40 repetitions (5·10⁵ in all): the mean of the squared standard error
  // against the asymptotic p(1−p)/(n f²), and the number of bands at α = 0.05 that miss.
  const Index n = 12'800;
  const int repetitions = 40;
  for (const double p : {0.5, 0.9}) {
    const double exact = std::tan(M_PI * (p - 0.5));
    const double variance =
        p * (1 - p) / static_cast<double>(n) * std::pow(M_PI * (1 + exact * exact), 2);
    double ratio = 0;
    int missed = 0;
    for (int k = 0; k < repetitions; ++k) {
      QuantileRecorder recorder = recorder_of({.scale = 0.1, .buckets = 1024});
      record(recorder, 0, n, 100 + static_cast<std::uint64_t>(k));
      const Estimate q = recorder.quantile(p, 0);
      ratio += q.standard_error().square().mean() / variance / repetitions;
      const Band band = simultaneous_band(q, 0.05);
      missed += (band.lower > exact || band.upper < exact).any();
    }
    INFO("p = " << p << ", variance ratio " << ratio << ", " << missed << " bands missed");
    // A variance from 64 batches has relative deviation √(2/63) = 0.18; the mean of 80 of them,
    // 0.02 and twice that for the spacings all batches share. Binomial(40, 0.05) exceeds 12 with
    // probability 2e-7.
    CHECK(ratio > 0.8);
    CHECK(ratio < 1.3);
    CHECK(missed <= 12);
  }
}

}  // namespace
