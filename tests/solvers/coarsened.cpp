#include "solvers/coarsened.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/function_process.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <utility>

namespace {

using namespace sdescent;
using Catch::Message;

const DrawKey key = {.path = 64, .step = 7, .column = 3, .stream = 1, .node = 2, .draw = 4};

Block normals(const NoiseSource& source, const DrawKey& of) {
  Block out(50, 3);
  source.normals(of, out);
  return out;
}

TEST_CASE("noise coarsened by 1 is the noise itself", "[solvers]") {
  const Philox philox(1);
  const Coarsened same(philox, 1);
  CHECK(same_bits(normals(same, key), normals(philox, key)));
  Block u(50, 3), expected(50, 3);
  same.uniforms(key, u);
  philox.uniforms(key, expected);
  CHECK(same_bits(u, expected));
}

TEST_CASE("coarse normals are sums of the fine steps they cover", "[solvers]") {
  const Philox philox(1);
  for (const std::uint64_t m : {2u, 3u, 8u, 100u}) {
    const Block coarse = normals(Coarsened(philox, m), key);
    Block sum = Block::Zero(50, 3);
    for (std::uint64_t j = 0; j < m; ++j) {
      DrawKey fine = key;
      fine.step = key.step * m + j;
      sum += normals(philox, fine);
    }
    INFO("factor " << m);
    CHECK((coarse - sum / std::sqrt(static_cast<double>(m))).abs().maxCoeff() < 1e-14);
  }
}

TEST_CASE("a Brownian path is the same on a grid and on coarser ones", "[solvers]") {
  const Philox philox(2);
  const double time = 3.0;
  const std::uint64_t fine_steps = 24;
  const auto end_point = [&](std::uint64_t m) {
    const std::uint64_t steps = fine_steps / m;
    const Coarsened source(philox, m);
    Block w = Block::Zero(50, 3);
    for (std::uint64_t n = 0; n < steps; ++n)
      w += std::sqrt(time / static_cast<double>(steps)) * normals(source, {.step = n});
    return w;
  };
  const Block fine = end_point(1);
  for (const std::uint64_t m : {2u, 3u, 4u, 6u, 8u, 12u, 24u}) {
    INFO("factor " << m);
    CHECK((end_point(m) - fine).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("coarsening twice is coarsening by the product", "[solvers]") {
  const Philox philox(3);
  const Coarsened by_two(philox, 2);
  const Coarsened by_six(by_two, 3);
  CHECK((normals(by_six, key) - normals(Coarsened(philox, 6), key)).abs().maxCoeff() < 1e-14);
}

TEST_CASE("blocks larger than the sum's own memory are sums too", "[solvers]") {
  // More rows than fit, and rows that leave room for few columns.
  const Philox philox(4);
  for (const auto& [rows, cols] : {std::pair<Index, Index>{5000, 2}, {1000, 9}, {1, 5000}}) {
    Block coarse(rows, cols), sum = Block::Zero(rows, cols), z = sum;
    Coarsened(philox, 3).normals(key, coarse);
    for (std::uint64_t j = 0; j < 3; ++j) {
      DrawKey fine = key;
      fine.step = key.step * 3 + j;
      philox.scaled_normals(fine, 1.0 / std::sqrt(3.0), z);
      sum += z;
    }
    CHECK(same_bits(coarse, sum));
  }
}

TEST_CASE("coarsening allocates nothing", "[solvers]") {
  if (!allocation_counting_available()) return;
  const Philox philox(4);
  Block out(512, 3);
  const AllocationCount count;
  Coarsened(philox, 4).normals(key, out);
  CHECK(count.so_far() == 0);
}

/// A Brownian motion at t = 0, 0.5, … 4 along 200 paths, in steps of h driven by `noise`.
Block brownian_path(double h, const NoiseSource& noise) {
  FunctionProcessParts parts;
  parts.time_per_step = h;
  parts.advance = [](const At& at, BlockRef x) {
    Scratch::Frame frame(at.scratch);
    BlockMap z = frame.block(x.rows(), 1);
    at.noise.normals(at.key(), z);
    x += std::sqrt(at.dt) * z;
  };
  const auto process = make_process(parts);
  SampleRecorder samples("w", state_field(*process, 0, "x"), 200);
  const Clock clock(0.5, 8);
  REQUIRE(run({process}, clock, RecordTimes::every(clock, 1), 200, noise, {&samples},
              {.threads = 3, .tile = 64})
              .ok());
  Block path(200, 9);
  for (std::size_t i = 0; i < 9; ++i) path.col(static_cast<Index>(i)) = samples.at(i).col(0);
  return path;
}

TEST_CASE("a run at h and runs at h/2^m see one Brownian path", "[solvers]") {
  const Philox philox(6);
  const std::uint64_t finest = 64;
  const Block path = brownian_path(0.5 / finest, philox);
  for (int m = 0; m < 6; ++m) {
    const std::uint64_t steps = std::uint64_t{1} << m;
    INFO("h/" << steps);
    const Coarsened noise(philox, finest / steps);
    const Block coarse = brownian_path(0.5 / static_cast<double>(steps), noise);
    CHECK((coarse - path).abs().maxCoeff() < 2e-14);
  }
  CHECK((path.col(8) - path.col(7)).abs().minCoeff() > 0.0);
}

TEST_CASE("a coarsening factor of 0 and sums of uniforms are refused", "[solvers]") {
  const Philox philox(5);
  CHECK_THROWS_MATCHES(Coarsened(philox, 0), InvalidInput,
                       Message("coarsening factor must be >= 1, got 0"));
  Block u(2, 2);
  CHECK_THROWS_MATCHES(Coarsened(philox, 2).uniforms(key, u), InvalidInput,
                       Message("coarsening factor of a source of uniforms must be 1, got 2"));
}

}  // namespace
