#include "solvers/first_passage_recorder.hpp"

#include "io/error.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sup_t.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> four_times = {0.0, 1.0, 2.0, 3.0};

FirstPassageRecorder recorder_of(Crossing crossing, std::vector<double> times = four_times) {
  FirstPassageRecorder recorder("p", columns({"a", "b"}), crossing);
  recorder.begin(times);
  return recorder;
}

/// Path p's first column at the four times depends on p mod 4 as in `paths`; the second is
/// 10 minus it.
void record(Recorder& recorder, Index first, Index end) {
  const double paths[4][4] = {{5, 0, 0, 0}, {0, 1, 5, 1}, {0, 1, 2, 3}, {0, 4, 0, 6}};
  for (std::size_t i = 0; i < 4; ++i) {
    Block values(end - first, 2);
    for (Index r = 0; r < values.rows(); ++r)
      values.row(r) << paths[(first + r) % 4][i], 10.0 - paths[(first + r) % 4][i];
    CHECK_FALSE(observe(recorder, i, values, static_cast<std::uint64_t>(first)));
  }
}

TEST_CASE("a path counts where it first is at the level or above", "[solvers]") {
  FirstPassageRecorder recorder = recorder_of(at_or_above(4.0));
  record(recorder, 0, 64);
  record(recorder, 64, 100);
  for (const auto& [i, count] : {std::pair<std::size_t, double>{0, 25}, {1, 25}, {2, 25}, {3, 0}})
    CHECK(recorder.count(i, 0) == count);
  CHECK(recorder.censored(0) == 25);
  const Estimate distribution = recorder.distribution(0);
  CHECK(distribution.runs == 100);
  CHECK((distribution.value == Eigen::Array4d(0.25, 0.5, 0.75, 0.75)).all());
  // The second column is above 4 from the start.
  CHECK(recorder.count(0, 1) == 100);
  CHECK(recorder.censored(1) == 0);
}

TEST_CASE("a path counts where it first is at the level or below", "[solvers]") {
  FirstPassageRecorder recorder = recorder_of(at_or_below(5.0));
  record(recorder, 0, 100);
  CHECK(recorder.count(0, 0) == 100);
  CHECK(recorder.count(0, 1) == 25);  // path 0: 10 − 5
  CHECK(recorder.count(2, 1) == 25);  // path 1
  CHECK(recorder.count(3, 1) == 25);  // path 3: 10 − 6
  CHECK(recorder.censored(1) == 25);
}

TEST_CASE("with a single record time paths are there or censored", "[solvers]") {
  FirstPassageRecorder recorder = recorder_of(at_or_above(1.0), {2.0});
  Block values(3, 2);
  values << 0.0, 2.0, 1.0, 0.0, 3.0, 0.5;
  CHECK_FALSE(observe(recorder, 0, values));
  CHECK(recorder.count(0, 0) == 2);
  CHECK(recorder.censored(0) == 1);
  CHECK(recorder.censored(1) == 2);
}

TEST_CASE("first passages merge in any order and survive being stored", "[solvers]") {
  FirstPassageRecorder all = recorder_of(at_or_above(4.0));
  record(all, 0, 300);
  const auto first = all.fresh(), second = all.fresh();
  record(*first, 0, 128);
  record(*second, 128, 300);
  FirstPassageRecorder forth = recorder_of(at_or_above(4.0)), back = forth, loaded = forth;
  forth.merge(*first);
  forth.merge(*second);
  back.merge(*second);
  back.merge(*first);
  loaded.load(saved(*first));
  loaded.merge(*second);
  CHECK(same_arrays(forth, all));
  CHECK(same_arrays(back, all));
  CHECK(same_arrays(loaded, all));
  CHECK(saved(all).get("p.count").shape == std::vector<std::size_t>{2, 5, 64});
}

TEST_CASE("first passages of another level are neither merged nor loaded", "[solvers]") {
  FirstPassageRecorder recorder = recorder_of(at_or_above(4.0));
  for (const Crossing crossing : {at_or_above(5.0), at_or_below(4.0)}) {
    FirstPassageRecorder other = recorder_of(crossing);
    CHECK_THROWS_AS(recorder.merge(other), InvalidInput);
    CHECK_THROWS_AS(other.load(saved(recorder)), InvalidInput);
  }
  FirstPassageRecorder shorter = recorder_of(at_or_above(4.0), {0.0, 1.0});
  CHECK_THROWS_AS(recorder.merge(shorter), InvalidInput);
  MomentRecorder moments("p", columns({"a", "b"}));
  moments.begin(four_times);
  CHECK_THROWS_AS(recorder.merge(moments), std::bad_cast);
  CHECK_THROWS_MATCHES(recorder_of(at_or_above(std::nan(""))), InvalidInput,
                       Message("level of recorder \"p\" must be finite, got nan"));
}

TEST_CASE("the distribution of a random walk's first passage is in its band",
          "[solvers][statistical]") {
  // S_n a simple random walk, τ = min{n: S_n = 3}: by reflection
  // P(τ <= n) = P(S_n >= 3) + P(S_n > 3).
  FunctionProcessParts parts;
  parts.advance = [](const At& at, BlockRef x) {
    Scratch::Frame frame(at.scratch);
    BlockMap u = frame.block(x.rows(), 1);
    at.noise.uniforms(at.key(), u);
    for (Index r = 0; r < x.rows(); ++r) x(r, 0) += u(r, 0) < 0.5 ? -1.0 : 1.0;
  };
  const auto walk = make_process(parts);
  FirstPassageRecorder passages("tau", state_field(*walk, 0, "x"), at_or_above(3.0));
  const Clock clock(1.0, 15);
  REQUIRE(run({walk}, clock, RecordTimes::every(clock, 1), 200'000, Philox(12), {&passages},
              {.threads = 2})
              .ok());
  Eigen::ArrayXd exact(16);
  for (int n = 0; n <= 15; ++n) {
    double p = 0;
    for (int k = 0; k <= n; ++k) {  // k steps up, S_n = 2k − n
      const double weight =
          std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)) *
          std::ldexp(1.0, -n);
      p += weight * ((2 * k - n >= 3) + (2 * k - n > 3));
    }
    exact(n) = p;
  }
  CHECK(exact(3) == Approx(0.125));
  const Band band = simultaneous_band(passages.distribution(0), 1e-6);
  CHECK((band.lower <= exact + 1e-12).all());
  CHECK((band.upper >= exact - 1e-12).all());
  CHECK((band.upper - band.lower)(15) < 0.02);
}

}  // namespace
