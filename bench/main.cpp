/// sdescent_bench [Google Benchmark's options]: times and prints; or
/// sdescent_bench --peak-memory PATHS: the bytes that W1 needs with so many paths, and nothing
/// else.

#include "bench/benchmarks.hpp"
#include "bench/peak_memory.hpp"
#include "io/error.hpp"
#include "solvers/kernels/kernels.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string_view>

namespace {

using namespace sdescent;

int print_peak_memory(std::string_view paths) {
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(paths.data(), paths.data() + paths.size(), count);
  if (error != std::errc() || end != paths.data() + paths.size()) {
    fmt::print(stderr, "error: --peak-memory must be a whole number, got \"{}\"\n", paths);
    return 2;
  }
  fmt::print("{:.0f}\n", bench::peak_memory(count));
  return 0;
}

int run_benchmarks(int argc, char** argv) {
  bench::register_workloads();
  bench::register_risk_odes();
  bench::register_path_loops();
  bench::register_kernels();
  bench::register_scalar_functions();
  bench::register_catalogue();
  bench::register_lattice_law();
  bench::register_scaling();
  benchmark::AddCustomContext("instruction_set", kernels().instruction_set);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 3 && std::string_view(argv[1]) == "--peak-memory")
      return print_peak_memory(argv[2]);
    return run_benchmarks(argc, argv);
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 2;
  }
}
