#include "solvers/moment_recorder.hpp"

#include "io/archive.hpp"
#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> two_times = {0.5, 2.0};

/// What path `path` on shows at record time i.
Block values_at(std::size_t i, Index rows, std::uint64_t path = 0) {
  Block values(rows, 2);
  Philox(3).normals({.path = path, .step = i}, values);
  values.col(1) += 2.0 * values.col(0) + static_cast<double>(i);
  return values;
}

void record(MomentRecorder& recorder, Index first, Index end) {
  for (std::size_t i = 0; i < two_times.size(); ++i)
    CHECK_FALSE(observe(recorder, i, values_at(i, end - first, static_cast<std::uint64_t>(first))));
}

TEST_CASE("moment curves have a row for each time and a column for each value", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}), SecondMoments::covariances);
  recorder.begin(two_times);
  record(recorder, 0, 300);
  CHECK(recorder.name() == "m");
  CHECK(recorder.times() == two_times);
  CHECK(recorder.columns() == std::vector<std::string>{"a", "b"});
  CHECK(recorder.batches_used() == 64);
  const MomentCurves curves = recorder.curves();
  CHECK(curves.count == 300.0);
  REQUIRE(curves.mean.rows() == 2);
  REQUIRE(curves.mean.cols() == 2);
  REQUIRE(curves.second.rows() == 2);
  REQUIRE(curves.second.cols() == 3);
  for (Index i = 0; i < 2; ++i) {
    const Block values = values_at(static_cast<std::size_t>(i), 300);
    const Block centred = values.rowwise() - values.colwise().mean();
    CHECK(curves.mean(i, 0) == Approx(values.col(0).mean()).epsilon(1e-12));
    CHECK(curves.mean(i, 1) == Approx(values.col(1).mean()).epsilon(1e-12));
    CHECK(curves.second(i, 0) == Approx(centred.col(0).square().sum() / 299).epsilon(1e-12));
    CHECK(curves.second(i, 1) ==
          Approx((centred.col(0) * centred.col(1)).sum() / 299).epsilon(1e-12));
    CHECK(curves.second(i, 2) == Approx(centred.col(1).square().sum() / 299).epsilon(1e-12));
  }
}

TEST_CASE("moment curves without a batch leave out its paths", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  recorder.begin(two_times);
  record(recorder, 0, 65);
  const MomentCurves curves = recorder.curves(0);  // paths 0 and 64
  const Block values = values_at(1, 65).middleRows(1, 63);
  CHECK(curves.count == 63.0);
  CHECK(curves.mean(1, 1) == Approx(values.col(1).mean()).epsilon(1e-12));
  CHECK(curves.second(1, 1) ==
        Approx((values.col(1) - values.col(1).mean()).square().sum() / 62).epsilon(1e-12));
}

TEST_CASE("batches that saw no path are not counted as used", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  CHECK(recorder.batches_used() == 0);
  recorder.begin(two_times);
  CHECK(recorder.batches_used() == 0);
  record(recorder, 0, 10);
  CHECK(recorder.batches_used() == 10);
}

TEST_CASE("moment recorders of chunks merge into one of all", "[solvers]") {
  MomentRecorder all("m", columns({"a", "b"}), SecondMoments::covariances);
  all.begin(two_times);
  const auto first = all.fresh(), second = all.fresh();
  record(all, 0, 500);
  record(dynamic_cast<MomentRecorder&>(*first), 0, 192);
  record(dynamic_cast<MomentRecorder&>(*second), 192, 500);
  first->merge(*second);
  const MomentCurves merged = dynamic_cast<MomentRecorder&>(*first).curves();
  const MomentCurves once = all.curves();
  CHECK(merged.count == 500.0);
  CHECK((merged.mean - once.mean).abs().maxCoeff() < 1e-13);
  CHECK((merged.second - once.second).abs().maxCoeff() < 1e-12);
}

TEST_CASE("a moment recorder stored and loaded goes on merging to the same bits", "[solvers]") {
  for (const auto kind : {SecondMoments::variances, SecondMoments::covariances}) {
    MomentRecorder recorder("m", columns({"a", "b"}), kind);
    recorder.begin(two_times);
    const auto later = recorder.fresh();
    record(recorder, 0, 128);
    record(dynamic_cast<MomentRecorder&>(*later), 128, 200);
    MomentRecorder loaded("m", columns({"a", "b"}), kind);
    loaded.load(saved(recorder));
    CHECK(same_arrays(loaded, recorder));
    CHECK(loaded.times() == two_times);
    loaded.merge(*later);
    recorder.merge(*later);
    CHECK(same_arrays(loaded, recorder));
    CHECK(loaded.curves().count == 200.0);
  }
}

TEST_CASE("a moment recorder's arrays are by time, batch and column", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}), SecondMoments::covariances);
  recorder.begin(two_times);
  record(recorder, 0, 66);
  const Archive archive = saved(recorder);
  CHECK(archive.get("m.t").values == two_times);
  CHECK(archive.get("m.count").shape == std::vector<std::size_t>{2, 64});
  CHECK(archive.get("m.count").values[64 + 1] == 2.0);
  CHECK(archive.get("m.count").values[64 + 2] == 1.0);
  CHECK(archive.get("m.mean").shape == std::vector<std::size_t>{2, 64, 2});
  CHECK(archive.get("m.mean").values[128 + 2 * 5 + 1] == values_at(1, 66)(5, 1));
  CHECK(archive.get("m.second").shape == std::vector<std::size_t>{2, 64, 3});
}

TEST_CASE("saved arrays of another shape are refused", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  recorder.begin(two_times);
  MomentRecorder wider("m", columns({"a", "b", "c"}));
  CHECK_THROWS_MATCHES(
      wider.load(saved(recorder)), InvalidInput,
      Message("saved array \"m.mean\" must be of shape (2, 64, 3), got (2, 64, 2)"));
  MomentRecorder with_covariances("m", columns({"a", "b"}), SecondMoments::covariances);
  CHECK_THROWS_AS(with_covariances.load(saved(recorder)), InvalidInput);
  MomentRecorder other("n", columns({"a", "b"}));
  CHECK_THROWS_AS(other.load(saved(recorder)), InvalidInput);
}

TEST_CASE("recorders that do not match are not merged", "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  recorder.begin(two_times);
  MomentRecorder shorter("m", columns({"a", "b"}));
  shorter.begin({0.5});
  CHECK_THROWS_MATCHES(recorder.merge(shorter), InvalidInput,
                       Message("recorder merged into \"m\" must be one of the same times, columns "
                               "and settings, got \"m\""));
  MomentRecorder wider("m", columns({"a", "b", "c"}));
  wider.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(wider), InvalidInput);
  MomentRecorder with_covariances("m", columns({"a", "b"}), SecondMoments::covariances);
  with_covariances.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(with_covariances), InvalidInput);
  SampleRecorder samples("m", columns({"a", "b"}), 1);
  samples.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(samples), std::bad_cast);
}

TEST_CASE("moments take 64 batches of counts, means and second moments at each time", "[solvers]") {
  const RecordingSize size{.times = 10, .chunk = 4096, .paths = 1'000'000};
  const auto bytes = [&](SecondMoments kind) {
    const RecorderMemory memory = MomentRecorder("m", columns({"a", "b", "c"}), kind).memory(size);
    CHECK(memory.chunk == memory.whole);
    return memory.whole;
  };
  CHECK(bytes(SecondMoments::variances) == 10 * 64 * 8 * (1 + 3 + 3));
  CHECK(bytes(SecondMoments::covariances) == 10 * 64 * 8 * (1 + 3 + 6));
}

TEST_CASE("covariances of more than 2000 columns are refused with the reason", "[solvers]") {
  const auto wide = [](std::size_t k) { return columns(std::vector<std::string>(k, "x")); };
  CHECK_NOTHROW(MomentRecorder("m", wide(2000), SecondMoments::covariances));
  CHECK_NOTHROW(MomentRecorder("m", wide(2001)));
  CHECK_THROWS_MATCHES(
      MomentRecorder("m", wide(2001), SecondMoments::covariances), InvalidInput,
      Message("columns of recorder \"m\" with covariances must be <= 2000 (64 batches of all pairs "
              "are 1 GB a record time; observe variances, or the covariances of a few "
              "projections), got 2001"));
}

TEST_CASE("a mean, a variance and a covariance are jackknife estimates of the curves",
          "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}), SecondMoments::covariances);
  recorder.begin(two_times);
  record(recorder, 0, 300);
  const MomentCurves all = recorder.curves(), without = recorder.curves(5);
  const auto check = [&](const Estimate& e, const Eigen::ArrayXd& value,
                         const Eigen::ArrayXd& left_out) {
    CHECK(e.runs == 300);
    CHECK((e.value == value).all());
    CHECK((e.pseudo_values.row(5).transpose() == 64.0 * value - 63.0 * left_out).all());
  };
  check(recorder.mean(1), all.mean.col(1), without.mean.col(1));
  check(recorder.variance(1), all.second.col(2), without.second.col(2));
  check(recorder.covariance(0, 1), all.second.col(1), without.second.col(1));
  MomentRecorder variances("m", columns({"a", "b"}));
  variances.begin(two_times);
  CHECK_THROWS_MATCHES(
      variances.covariance(0, 1), InvalidInput,
      Message("second moments of recorder \"m\" must be covariances, got variances only"));
}

TEST_CASE("a recorder of an observable without columns is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(MomentRecorder("m", columns({})), InvalidInput,
                       Message("number of columns of recorder \"m\" must be >= 1, got 0"));
}

TEST_CASE("the first value that is not finite is reported and nothing of the tile is kept",
          "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  recorder.begin(two_times);
  Block values = values_at(0, 64);
  values(40, 1) = std::numeric_limits<double>::quiet_NaN();
  values(50, 0) = std::numeric_limits<double>::infinity();
  CHECK(observe(recorder, 0, values)->row == 40);
  CHECK(observe(recorder, 0, values)->column == 1);
  CHECK(recorder.batches_used() == 0);
  values(40, 1) = 0.0;
  CHECK(observe(recorder, 0, values)->row == 50);
  CHECK(observe(recorder, 0, values)->column == 0);
}

}  // namespace
