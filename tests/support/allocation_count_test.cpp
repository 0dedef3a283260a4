#include "tests/support/allocation_count.hpp"

#include <Eigen/Core>
#include <catch2/catch.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <thread>
#include <vector>

namespace {

using namespace sdescent;

/// Allocations made by `act`, whose result is kept alive and seen by the optimiser.
template <class Act>
std::size_t allocations_of(Act act) {
  const AllocationCount count;
  auto result = act();
  asm volatile("" : : "r"(&result) : "memory");
  return count.so_far();
}

TEST_CASE("every way to take memory is counted", "[support]") {
  if (!allocation_counting_available()) return;
  CHECK(allocations_of([] { return 1; }) == 0);
  CHECK(allocations_of([] { return std::make_unique<int>(1); }) == 1);
  CHECK(allocations_of([] { return std::vector<double>(1000); }) == 1);
  CHECK(allocations_of([] { return Eigen::ArrayXXd(10, 10); }) == 1);
  struct alignas(128) Wide {
    double values[16];
  };
  CHECK(allocations_of([] { return std::make_unique<Wide>(); }) == 1);
  using Memory = std::unique_ptr<void, decltype(&std::free)>;
  CHECK(allocations_of([] { return Memory(std::malloc(10), &std::free); }) == 1);
  CHECK(allocations_of([] { return Memory(std::calloc(3, 10), &std::free); }) == 1);
  CHECK(allocations_of([] { return Memory(std::realloc(std::malloc(10), 1000), &std::free); }) ==
        2);
  CHECK(allocations_of([] { return Memory(std::aligned_alloc(64, 128), &std::free); }) == 1);
  CHECK(allocations_of([] {
          void* memory = nullptr;
          if (posix_memalign(&memory, 64, 10) != 0) memory = nullptr;
          return Memory(memory, &std::free);
        }) == 1);
}

TEST_CASE("allocations of other threads are not counted", "[support]") {
  if (!allocation_counting_available()) return;
  std::atomic<bool> go = false, done = false;
  std::size_t by_other = 0;
  std::jthread other([&] {
    go.wait(false);
    by_other = allocations_of([] { return std::make_unique<int>(1); });
    done = true;
    done.notify_all();
  });
  CHECK(allocations_of([&] {
          go = true;
          go.notify_all();
          done.wait(false);
          return 0;
        }) == 0);
  CHECK(by_other == 1);
}

}  // namespace
