#include "solvers/sample_recorder.hpp"

#include "io/archive.hpp"
#include "io/error.hpp"
#include "solvers/moment_recorder.hpp"
#include "tests/support/recording.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <typeinfo>

namespace {

using namespace sdescent;
using Catch::Message;

const std::vector<double> two_times = {0.5, 2.0};

/// Two columns that name time, path and column.
Block values_at(std::size_t i, Index first, Index end) {
  Block values(end - first, 2);
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < 2; ++c)
      values(r, c) = 1000.0 * static_cast<double>(i) + static_cast<double>(first + r) +
                     0.5 * static_cast<double>(c);
  return values;
}

void record(Recorder& recorder, Index first, Index end) {
  for (std::size_t i = 0; i < two_times.size(); ++i)
    CHECK_FALSE(observe(recorder, i, values_at(i, first, end), static_cast<std::uint64_t>(first)));
}

SampleRecorder recorder_of(std::uint64_t paths) {
  SampleRecorder recorder("s", columns({"a", "b"}), paths);
  recorder.begin(two_times);
  return recorder;
}

TEST_CASE("samples are the first paths in order, tile after tile", "[solvers]") {
  SampleRecorder recorder = recorder_of(100);
  record(recorder, 0, 64);
  record(recorder, 64, 128);
  record(recorder, 128, 192);
  CHECK(recorder.times() == two_times);
  CHECK(recorder.columns() == std::vector<std::string>{"a", "b"});
  for (std::size_t i = 0; i < 2; ++i) CHECK(same_bits(recorder.at(i), values_at(i, 0, 100)));
}

TEST_CASE("samples are no more than there are paths", "[solvers]") {
  SampleRecorder recorder = recorder_of(1000);
  record(recorder, 0, 10);
  CHECK(same_bits(recorder.at(1), values_at(1, 0, 10)));
}

TEST_CASE("samples of chunks are put one after another", "[solvers]") {
  SampleRecorder recorder = recorder_of(150);
  record(recorder, 0, 64);
  for (const auto& [first, end] : {std::pair<Index, Index>{64, 128}, {128, 192}, {192, 256}}) {
    const auto chunk = recorder.fresh();
    record(*chunk, first, end);
    recorder.merge(*chunk);
  }
  for (std::size_t i = 0; i < 2; ++i) CHECK(same_bits(recorder.at(i), values_at(i, 0, 150)));
}

TEST_CASE("samples stored and loaded go on merging", "[solvers]") {
  SampleRecorder recorder = recorder_of(100);
  record(recorder, 0, 64);
  const Archive archive = saved(recorder);
  CHECK(archive.get("s.t").values == two_times);
  CHECK(archive.get("s.values").shape == std::vector<std::size_t>{2, 64, 2});
  CHECK(archive.get("s.values").values[128 + 2 * 5 + 1] == 1005.5);
  SampleRecorder loaded("s", columns({"a", "b"}), 100);
  loaded.load(archive);
  CHECK(loaded.times() == two_times);
  const auto later = recorder.fresh();
  record(*later, 64, 128);
  loaded.merge(*later);
  for (std::size_t i = 0; i < 2; ++i) CHECK(same_bits(loaded.at(i), values_at(i, 0, 100)));
}

TEST_CASE("saved samples of other columns are refused", "[solvers]") {
  SampleRecorder recorder = recorder_of(100);
  record(recorder, 0, 6);
  // 6 paths × 2 columns would also make 4 × 3 or 12 × 1.
  const auto message = [](const std::string& columns_expected) {
    return Message("saved array \"s.values\" must be of shape (2, 6, " + columns_expected +
                   "), got (2, 6, 2)");
  };
  SampleRecorder wider("s", columns({"a", "b", "c"}), 100);
  CHECK_THROWS_MATCHES(wider.load(saved(recorder)), InvalidInput, message("3"));
  SampleRecorder narrower("s", columns({"a"}), 100);
  CHECK_THROWS_MATCHES(narrower.load(saved(recorder)), InvalidInput, message("1"));
  SampleRecorder other("n", columns({"a", "b"}), 100);
  CHECK_THROWS_AS(other.load(saved(recorder)), InvalidInput);
}

TEST_CASE("samples that do not match are not merged", "[solvers]") {
  SampleRecorder recorder = recorder_of(100);
  SampleRecorder shorter("s", columns({"a", "b"}), 100);
  shorter.begin({0.5});
  CHECK_THROWS_MATCHES(recorder.merge(shorter), InvalidInput,
                       Message("recorder merged into \"s\" must be one of the same times, columns "
                               "and settings, got \"s\""));
  SampleRecorder fewer = recorder_of(99);
  CHECK_THROWS_AS(recorder.merge(fewer), InvalidInput);
  SampleRecorder wider("s", columns({"a", "b", "c"}), 100);
  wider.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(wider), InvalidInput);
  MomentRecorder moments("s", columns({"a", "b"}));
  moments.begin(two_times);
  CHECK_THROWS_AS(recorder.merge(moments), std::bad_cast);
}

TEST_CASE("a sample that is not finite is reported, unless its path is not kept", "[solvers]") {
  SampleRecorder recorder = recorder_of(100);
  Block values = values_at(0, 64, 128);
  values(36, 0) = std::numeric_limits<double>::infinity();  // path 100
  CHECK_FALSE(observe(recorder, 0, values, 64));
  values(35, 1) = std::numeric_limits<double>::quiet_NaN();
  CHECK(observe(recorder, 0, values, 64)->row == 35);
}

TEST_CASE("beginning again drops the samples of before", "[solvers]") {
  SampleRecorder recorder = recorder_of(10);
  record(recorder, 0, 10);
  recorder.begin({1.0});
  CHECK(recorder.at(0).rows() == 0);
  CHECK(recorder.times() == std::vector<double>{1.0});
}

TEST_CASE("a sample recorder of no paths is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(recorder_of(0), InvalidInput,
                       Message("paths kept by recorder \"s\" must be >= 1, got 0"));
}

TEST_CASE("samples take as much as the paths kept, a chunk's or the run's", "[solvers]") {
  const SampleRecorder recorder = recorder_of(1000);
  const double a_path = 2.0 * 8 * 2 * 10;  // grown vectors, two columns, ten times
  const auto memory = [&](std::uint64_t chunk, std::uint64_t paths) {
    return recorder.memory({.times = 10, .chunk = chunk, .paths = paths});
  };
  CHECK(memory(64, 100).chunk == 64 * a_path);
  CHECK(memory(64, 100).whole == 100 * a_path);
  CHECK(memory(4096, 1'000'000).chunk == 1000 * a_path);
  CHECK(memory(4096, 1'000'000).whole == 1000 * a_path);
}

TEST_CASE("a sample recorder of an observable without columns is refused", "[solvers]") {
  CHECK_THROWS_MATCHES(SampleRecorder("s", columns({}), 1), InvalidInput,
                       Message("number of columns of recorder \"s\" must be >= 1, got 0"));
}

}  // namespace
