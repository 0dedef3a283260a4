#include "solvers/scratch.hpp"

#include "tests/support/allocation_count.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <utility>

namespace {

using namespace sdescent;

TEST_CASE("scratch blocks have the shape asked for and do not overlap", "[solvers]") {
  Scratch scratch;
  Scratch::Frame frame(scratch);
  BlockMap a = frame.block(5, 3);
  BlockMap b = frame.block(5, 2);
  CHECK(a.rows() == 5);
  CHECK(a.cols() == 3);
  CHECK(a.outerStride() == 5);
  a.setConstant(1.0);
  b.setConstant(2.0);
  CHECK((a == 1.0).all());
  CHECK((b == 2.0).all());
}

TEST_CASE("columns of a scratch block begin where vectors like it", "[solvers]") {
  Scratch scratch;
  Scratch::Frame frame(scratch);
  CHECK(reinterpret_cast<std::uintptr_t>(frame.block(64, 2).data()) % EIGEN_MAX_ALIGN_BYTES == 0);
}

TEST_CASE("an inner frame leaves the outer frame's blocks alone", "[solvers]") {
  Scratch scratch;
  Scratch::Frame outer(scratch);
  BlockMap first = outer.block(4, 4);
  first.setConstant(1.0);
  const double* inner_memory = nullptr;
  {
    Scratch::Frame inner(scratch);
    // Many and large, so that whatever holds the buffers has to grow.
    for (Index i = 0; i < 100; ++i) {
      BlockMap block = inner.block(100, i + 1);
      if (i == 0) inner_memory = block.data();
      block.setConstant(2.0);
    }
  }
  CHECK((first == 1.0).all());
  BlockMap second = outer.block(100, 1);
  CHECK(second.data() == inner_memory);
  second.setConstant(3.0);
  CHECK((first == 1.0).all());
}

TEST_CASE("a frame's memory is used again after its end", "[solvers]") {
  Scratch scratch;
  const auto memory_of = [&](Index rows, Index cols) {
    Scratch::Frame frame(scratch);
    return frame.block(rows, cols).data();
  };
  const double* first = memory_of(10, 10);
  CHECK(memory_of(10, 10) == first);
  CHECK(memory_of(5, 3) == first);
  CHECK(memory_of(10, 10) == first);
}

TEST_CASE("a block that outgrows its buffer in rows or columns gets a larger one", "[solvers]") {
  for (const auto& [rows, cols] : {std::pair<Index, Index>{1000, 2}, {100, 1000}}) {
    Scratch scratch;
    {
      Scratch::Frame frame(scratch);
      frame.block(100, 2).setZero();
    }
    Scratch::Frame frame(scratch);
    BlockMap large = frame.block(rows, cols);
    BlockMap next = frame.block(rows, cols);
    next.setZero();
    large.setOnes();  // the sanitizer watches
    CHECK(large.sum() == static_cast<double>(rows * cols));
    CHECK((next == 0.0).all());
  }
}

TEST_CASE("an empty scratch block is a block", "[solvers]") {
  Scratch scratch;
  Scratch::Frame frame(scratch);
  CHECK(frame.block(0, 3).cols() == 3);
  CHECK(frame.block(3, 0).rows() == 3);
}

TEST_CASE("a step taken again allocates nothing", "[solvers]") {
  if (!allocation_counting_available()) return;
  Scratch scratch;
  const auto step = [&] {
    Scratch::Frame outer(scratch);
    outer.block(64, 3).setZero();
    {
      Scratch::Frame inner(scratch);
      inner.block(64, 10).setZero();
      inner.block(64, 1).setZero();
    }
    outer.block(64, 5).setZero();
  };
  const AllocationCount first;
  step();
  CHECK(first.so_far() > 0);
  const AllocationCount second;
  step();
  const std::size_t allocated = second.so_far();
  CHECK(allocated == 0);
}

}  // namespace
