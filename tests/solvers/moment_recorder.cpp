#include "solvers/moment_recorder.hpp"

#include "io/archive.hpp"
#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <limits>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> two_times = {0.5, 2.0};

/// The columns of the first process.
Observable columns(std::vector<std::string> names) {
  return {std::move(names),
          [](const Lockstep& blocks, BlockRef out, Scratch&) { out = blocks.state(0); }};
}

ConstBlockMap view(const Block& block) {
  return {block.data(), block.rows(), block.cols(), Eigen::OuterStride<>(block.rows())};
}

std::optional<Index> observe(Recorder& recorder, std::size_t i, const Block& values,
                             std::uint64_t path = 0) {
  Scratch scratch;
  const std::vector<ConstBlockMap> views = {view(values)};
  return recorder.observe(i, {views, path}, scratch);
}

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

Archive saved(const Recorder& recorder) {
  Archive archive;
  recorder.save(archive);
  return archive;
}

bool same_arrays(const Recorder& a, const Recorder& b) {
  const Archive x = saved(a), y = saved(b);
  return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                    [](const NamedArray& u, const NamedArray& v) {
                      return u.name == v.name && u.shape == v.shape && u.values == v.values;
                    });
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
  CHECK_THROWS_MATCHES(wider.load(saved(recorder)), InvalidInput,
                       Message("saved arrays of recorder \"m\" must be of 2 times × 64 batches × 3 "
                               "columns, got another shape"));
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
  CHECK_THROWS_MATCHES(
      recorder.merge(shorter), InvalidInput,
      Message("recorder merged into \"m\" must be one of the same times and columns, got \"m\""));
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

TEST_CASE("more than 1 GiB of moments is refused before any work", "[solvers]") {
  // 64 batches × 8 bytes × 2 numbers × 2^20 times is 1 GiB for one column.
  MomentRecorder recorder("m", columns({"a"}));
  CHECK_THROWS_MATCHES(
      recorder.begin(std::vector<double>((1 << 20) + 1)), InvalidInput,
      Message("memory of recorder \"m\" must be at most 1 GiB a chunk (observe fewer columns, "
              "variances only, or fewer times), got 1.0 GiB"));
  Observable wide = columns(std::vector<std::string>(2000, "x"));
  MomentRecorder covariances("m", wide, SecondMoments::covariances);
  CHECK_THROWS_AS(covariances.begin({0.0, 1.0}), InvalidInput);
  CHECK_NOTHROW(MomentRecorder("m", wide).begin({0.0, 1.0}));
}

TEST_CASE("the first row that is not finite is reported and nothing of the tile is kept",
          "[solvers]") {
  MomentRecorder recorder("m", columns({"a", "b"}));
  recorder.begin(two_times);
  Block values = values_at(0, 64);
  values(40, 1) = std::numeric_limits<double>::quiet_NaN();
  values(50, 0) = std::numeric_limits<double>::infinity();
  CHECK(observe(recorder, 0, values) == std::optional<Index>(40));
  CHECK(recorder.batches_used() == 0);
  values(40, 1) = 0.0;
  CHECK(observe(recorder, 0, values) == std::optional<Index>(50));
}

}  // namespace
