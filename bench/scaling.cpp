#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace sdescent::bench {
namespace {

/// W1 with a record every 30 steps, as there.
QuadraticRun sized(std::uint64_t paths, std::uint64_t steps) {
  QuadraticRun size = w1();
  size.paths = paths;
  size.steps = steps;
  size.records = steps / 30;
  return size;
}

void add(const char* axis, std::uint64_t value, const QuadraticRun& size,
         const RunControl& control = {}) {
  register_workload(fmt::format("scaling/{}:{}", axis, value), sign_sgd_sde(size), control);
}

}  // namespace

void register_scaling() {
  for (const std::uint64_t paths : {1'000U, 10'000U, 100'000U, 1'000'000U})
    add("paths", paths, sized(paths, 120));
  for (const std::uint64_t d : {1U, 10U, 100U, 1'000U, 10'000U}) {
    QuadraticRun size = sized(640'000 / d, 120);
    size.eigenvalues = d == 1 ? std::vector<double>{1.0} : evenly_spaced(0.5, 2.0, d);
    add("d", d, size);
  }
  for (const std::uint64_t steps : {300U, 3'000U, 30'000U}) add("steps", steps, sized(2048, steps));
  const unsigned hardware = std::max(1U, std::thread::hardware_concurrency());
  for (unsigned threads = 1; threads < hardware; threads *= 2)
    add("threads", threads, w1(), {.threads = threads});
  add("threads", hardware, w1(), {.threads = hardware});
  for (const Index tile : {64, 128, 256, 512, 1024, 2048, 4096})
    add("tile", static_cast<std::uint64_t>(tile), sized(131'072, 300), {.tile = tile});
}

}  // namespace sdescent::bench
