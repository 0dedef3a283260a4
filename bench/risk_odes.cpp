#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "bench/risk_run.hpp"
#include "models/feature_covariance.hpp"

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
    add("curve", risk_by_curve);
  }
  const auto add = [](const char* name, Index d, auto make, auto solve) {
    benchmark::RegisterBenchmark(fmt::format("risk_curve/{}/d:{}", name, d).c_str(),
                                 [d, make, solve](benchmark::State& state) {
                                   const auto covariance = make(d);
                                   double risk = 0.0;
                                   for (auto _ : state) risk = solve(covariance);
                                   count_items(state, static_cast<double>(d));
                                   state.counters["risk"] = risk;
                                 })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  };
  add(
      "diagonal", 10'000, [](Index d) { return power_law_spectrum(1.0, d); }, diagonal_to_curve);
  add(
      "dense", 2000,
      [](Index d) { return rotated_covariance(log_spaced(1.0, 0.01, d), 1).matrix(); },
      dense_to_curve);
}

}  // namespace sdescent::bench
