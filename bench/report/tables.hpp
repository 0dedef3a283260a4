#pragma once
/// \file
/// The measurements as Markdown.

#include "bench/report/results.hpp"

#include <string>

namespace sdescent::bench {

/// Peak memory by number of paths.
struct PeakMemory {
  std::string paths;
  double bytes;
};

/// Every table of docs/performance.md: workloads beside yardstick and naive loops, threads,
/// signODE, memory, primitives, catalogue, tiles. A dash stands for what was not measured.
std::string performance_tables(const Results& results, const std::vector<PeakMemory>& memory);

}  // namespace sdescent::bench
