#include "solvers/coarsened.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>

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
  Scratch scratch;
  const Coarsened same(philox, 1, scratch);
  CHECK(same_bits(normals(same, key), normals(philox, key)));
  Block u(50, 3), expected(50, 3);
  same.uniforms(key, u);
  philox.uniforms(key, expected);
  CHECK(same_bits(u, expected));
}

TEST_CASE("coarse normals are sums of the fine steps they cover", "[solvers]") {
  const Philox philox(1);
  Scratch scratch;
  for (const std::uint64_t m : {2u, 3u, 8u, 100u}) {
    const Block coarse = normals(Coarsened(philox, m, scratch), key);
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
  Scratch scratch;
  const double time = 3.0;
  const std::uint64_t fine_steps = 24;
  const auto end_point = [&](std::uint64_t m) {
    const std::uint64_t steps = fine_steps / m;
    const Coarsened source(philox, m, scratch);
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
  Scratch scratch;
  const Coarsened by_two(philox, 2, scratch);
  const Coarsened by_six(by_two, 3, scratch);
  CHECK((normals(by_six, key) - normals(Coarsened(philox, 6, scratch), key)).abs().maxCoeff() <
        1e-14);
}

TEST_CASE("coarsening leaves the caller's temporaries alone", "[solvers]") {
  const Philox philox(4);
  Scratch scratch;
  Scratch::Frame frame(scratch);
  BlockMap mine = frame.block(50, 3);
  mine.setConstant(1.5);
  BlockMap out = frame.block(50, 3);
  Coarsened(philox, 2, scratch).normals(key, out);
  CHECK((mine == 1.5).all());
}

TEST_CASE("a coarsening factor of 0 and sums of uniforms are refused", "[solvers]") {
  const Philox philox(5);
  Scratch scratch;
  CHECK_THROWS_MATCHES(Coarsened(philox, 0, scratch), InvalidInput,
                       Message("coarsening factor must be >= 1, got 0"));
  Block u(2, 2);
  CHECK_THROWS_MATCHES(Coarsened(philox, 2, scratch).uniforms(key, u), InvalidInput,
                       Message("coarsening factor of a source of uniforms must be 1, got 2"));
}

}  // namespace
