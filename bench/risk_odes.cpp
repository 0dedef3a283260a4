#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "bench/risk_run.hpp"

#include <fmt/format.h>

namespace sdescent::bench {

void register_risk_odes() {
  for (const std::size_t d : {500U, 2000U}) {
    const auto add = [&](const char* solver, double (*solve)(const RiskRun&)) {
      benchmark::RegisterBenchmark(fmt::format("W5/{}/d:{}", solver, d).c_str(),
                                   [solve, run = RiskRun(d)](benchmark::State& state) {
                                     double risk = 0.0;
                                     for (auto _ : state) risk = solve(run);
                                     count_items(state, static_cast<double>(run.lambda.size()));
                                     state.counters["risk"] = risk;
                                   })
          ->UseRealTime()
          ->Unit(benchmark::kMillisecond);
    };
    add("library", risk_by_library);
    add("by_hand", risk_by_hand);
  }
}

}  // namespace sdescent::bench
