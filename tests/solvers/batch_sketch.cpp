#include "solvers/batch_sketch.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace {

using namespace sdescent;
using Catch::Message;

BatchSketch sketch_of(const Block& column, SketchSize size = {}) {
  BatchSketch sketch(size);
  sketch.add(column);
  sketch.settle();
  return sketch;
}

bool same(BatchSketch a, BatchSketch b) {
  a.settle();
  b.settle();
  return a.level() == b.level() && a.edges() == b.edges() && a.counts() == b.counts();
}

/// Sample quantile x₍⌈pn⌉₎.
double sample_quantile(const Block& column, double p) {
  std::vector<double> x(column.data(), column.data() + column.size());
  std::sort(x.begin(), x.end());
  return x[static_cast<std::size_t>(std::ceil(p * static_cast<double>(x.size()))) - 1];
}

/// tan π(u − ½): Cauchy, some values beyond 10⁴ on both sides.
Block cauchy(Index n) {
  Block u(n, 1);
  Philox(1).uniforms({}, u);
  for (Index r = 0; r < n; ++r) u(r, 0) = std::tan(M_PI * (u(r, 0) - 0.5));
  return u;
}

Block normal(Index n, double mean = 0.0, double deviation = 1.0) {
  Block z(n, 1);
  Philox(2).normals({}, z);
  return mean + deviation * z;
}

const double orders[] = {0.0003, 0.01, 0.1, 0.25, 0.5, 0.7, 0.9, 0.999};

TEST_CASE("quantiles of few values are those of the sample", "[solvers]") {
  for (const Block& x : {cauchy(1000), normal(777), Block(normal(640, 1e6, 1e-3))}) {
    const BatchSketch sketch = sketch_of(x, {.scale = 1.0, .buckets = 1000});
    CHECK(sketch.level() == 0);
    for (const double p : orders)
      CHECK(sketch.quantile(p) == Approx(sample_quantile(x, p)).epsilon(1e-15).margin(1e-15));
  }
}

TEST_CASE("quantiles of many values are within the accuracy stated", "[solvers]") {
  for (const double scale : {1e-3, 1.0, 50.0})
    for (const Block& x : {cauchy(50'000), normal(50'000), Block(normal(50'000, 1e6, 1e-3)),
                           Block(normal(50'000, -3.0))}) {
      const BatchSketch sketch = sketch_of(x, {.scale = scale, .buckets = 256});
      CHECK(sketch.buckets() <= 256);
      CHECK(sketch.buckets() > 64);
      CHECK(sketch.accuracy() < 0.6);
      for (const double p : orders) {
        const double exact = sample_quantile(x, p);
        INFO("scale " << scale << ", p = " << p << ", sample quantile " << exact);
        CHECK(std::abs(sketch.quantile(p) - exact) <=
              sketch.accuracy() * (scale + std::abs(exact)));
      }
    }
}

TEST_CASE("within a bucket values are taken to be spread evenly", "[solvers]") {
  // Without interpolation the error would be of the bucket's width.
  const Block x = normal(200'000);
  const BatchSketch sketch = sketch_of(x, {.scale = 0.5, .buckets = 256});
  for (const double p : {0.1, 0.25, 0.5, 0.7, 0.9}) {
    const double exact = sample_quantile(x, p);
    CHECK(std::abs(sketch.quantile(p) - exact) <
          0.03 * sketch.accuracy() * (0.5 + std::abs(exact)) + 1e-5);
  }
}

TEST_CASE("more buckets are more accurate", "[solvers]") {
  const Block x = normal(50'000);
  double last = 1.0;
  for (const Index buckets : {64, 256, 1024, 4096}) {
    const BatchSketch sketch = sketch_of(x, {.scale = 0.1, .buckets = buckets});
    CHECK(sketch.accuracy() <= 0.5 * last);
    last = sketch.accuracy();
  }
  CHECK(last < 0.01);
}

TEST_CASE("a sketch of values in any order, merged in any order, is the same", "[solvers]") {
  // Lanes of 64 keep their batches; within a batch and between sketches the order is free.
  const SketchSize size{.scale = 1.0, .buckets = 128};
  for (const Block& x : {cauchy(6400), Block(normal(6400, 100.0, 0.1))}) {
    const BatchSketch once = sketch_of(x, size);
    CHECK(once.level() > 0);
    BatchSketch backwards(size);
    for (Index first = 6400 - 64; first >= 0; first -= 64) {
      backwards.add(x.middleRows(first, 64));
      if (first % 640 == 0) backwards.settle();
    }
    CHECK(same(backwards, once));
    const auto part = [&](Index first, Index n) { return sketch_of(x.middleRows(first, n), size); };
    // Large into small, small into large; settled and not.
    BatchSketch left = part(0, 64);
    left.merge(part(64, 3200));
    BatchSketch right = part(64 + 3200 + 640, 6400 - 64 - 3200 - 640);
    BatchSketch pending(size);
    pending.add(x.middleRows(64 + 3200, 640));
    right.merge(pending);
    BatchSketch left_first = left, right_first = right;
    left_first.merge(right);
    right_first.merge(left);
    CHECK(same(left_first, once));
    CHECK(same(right_first, once));
  }
}

TEST_CASE("a sketch without a batch is that of the other batches", "[solvers]") {
  const Block x = cauchy(6401);
  const BatchSketch sketch = sketch_of(x, {.scale = 1.0, .buckets = 8000});
  CHECK(sketch.level() == 0);
  CHECK(sketch.count() == 6401);
  CHECK(sketch.count(0) == 6300);
  CHECK(sketch.count(63) == 6301);
  Block others(6300, 1);
  for (Index r = 0, n = 0; r < 6401; ++r)
    if (r % 64 != 0) others(n++, 0) = x(r, 0);
  for (const double p : orders)
    CHECK(std::abs(sketch.quantile(p, 0) - sample_quantile(others, p)) <=
          2.0 * sketch.accuracy() * (1.0 + std::abs(sample_quantile(others, p))));
}

TEST_CASE("a tile that ends within a lane ends the lane", "[solvers]") {
  BatchSketch sketch({});
  sketch.add(Block::Constant(10, 1, 1.0));
  sketch.add(Block::Constant(64, 1, 2.0));
  sketch.settle();
  CHECK(sketch.count(0) == 72);
  CHECK(sketch.count(9) == 72);
  CHECK(sketch.count(10) == 73);
}

TEST_CASE("atoms, zeros of both signs and extreme values are kept", "[solvers]") {
  Block x(8, 1);
  x << 0.0, -0.0, 0.0, -1.5, -1.5, 1e300, -1e300, 5e-324;
  const BatchSketch sketch = sketch_of(x);
  CHECK(sketch.buckets() == 4);  // zeros and what is nothing beside the scale are one
  CHECK(sketch.quantile(0.01) == Approx(-1e300));
  CHECK(sketch.quantile(0.3) == Approx(-1.5));
  CHECK(std::abs(sketch.quantile(0.6)) < 1e-15);
  CHECK(sketch.quantile(0.99) == Approx(1e300));
}

TEST_CASE("values of all magnitudes stay apart as well as the buckets allow", "[solvers]") {
  // 600 octaves on both sides in 64 buckets: buckets of several octaves.
  Block x(2400, 1);
  for (Index r = 0; r < 2400; ++r)
    x(r, 0) = (r % 2 == 0 ? 1.0 : -1.0) *
              std::ldexp(1.0 + 0.1 * static_cast<double>(r % 7), static_cast<int>(r / 4));
  const BatchSketch sketch = sketch_of(x, {.scale = 1.0, .buckets = 64});
  CHECK(sketch.buckets() <= 64);
  CHECK(sketch.buckets() > 32);
  for (const double p : {0.1, 0.4, 0.6, 0.9}) {
    const double exact = sample_quantile(x, p);
    CHECK(std::isfinite(sketch.quantile(p)));
    CHECK(std::abs(sketch.quantile(p) - exact) <= sketch.accuracy() * (1.0 + std::abs(exact)));
  }
}

TEST_CASE("a sketch of nothing has no quantile", "[solvers]") {
  CHECK(std::isnan(BatchSketch({}).quantile(0.5)));
  CHECK(std::isnan(sketch_of(Block::Constant(1, 1, 2.0)).quantile(0.5, 0)));
}

TEST_CASE("a sketch restored from its edges and counts is the same", "[solvers]") {
  const SketchSize size{.scale = 0.3, .buckets = 128};
  const BatchSketch sketch = sketch_of(cauchy(20'000), size);
  BatchSketch restored(size);
  restored.restore(sketch.level(), sketch.edges(), sketch.counts().begin());
  CHECK(same(restored, sketch));
  for (const double p : orders) CHECK(restored.quantile(p) == sketch.quantile(p));
}

TEST_CASE("sketches that cannot be are refused", "[solvers]") {
  CHECK_THROWS_MATCHES(BatchSketch({.scale = 0.0}), InvalidInput,
                       Message("scale of a sketch must be > 0, got 0"));
  CHECK_THROWS_MATCHES(BatchSketch({.scale = 1.0, .buckets = 63}), InvalidInput,
                       Message("number of buckets of a sketch must be >= 64, got 63"));
}

}  // namespace
