#include "bench/measure.hpp"

namespace sdescent::bench {

void count_items(benchmark::State& state, double items) {
  using benchmark::Counter;
  state.SetItemsProcessed(static_cast<std::int64_t>(items) * state.iterations());
  state.counters["per_item"] =
      Counter(items, Counter::kIsIterationInvariantRate | Counter::kInvert);
}

void register_workload(const std::string& name, const Workload& workload,
                       const RunControl& control) {
  const auto timed = [workload, control](benchmark::State& state) {
    MomentCurves f;
    for (auto _ : state) f = record_loss(workload, control).curves();
    count_items(state, workload.size.work());
    state.counters["loss"] = f.mean(f.mean.rows() - 1, 0);
  };
  benchmark::RegisterBenchmark(name.c_str(), timed)->UseRealTime()->Unit(benchmark::kMillisecond);
}

}  // namespace sdescent::bench
