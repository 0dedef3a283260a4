#pragma once
/// \file
/// How a benchmark counts what it does.

#include "bench/workload.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace sdescent::bench {

/// `items` per iteration, as items per second and as `per_item`, seconds for each.
void count_items(benchmark::State& state, double items);

/// record_loss() on wall-clock time: path-coordinate-steps, and the counter `loss` for E f at the
/// end, so that a fast wrong result is seen.
void register_workload(const std::string& name, const Workload& workload,
                       const RunControl& control = {});

}  // namespace sdescent::bench
