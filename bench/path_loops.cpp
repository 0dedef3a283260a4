#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "bench/peers/path_loop.hpp"

#include <fmt/format.h>

namespace sdescent::bench {

void register_path_loops() {
  using peers::Library;
  using Walk = peers::LossCurves (*)(const QuadraticRun&, Library);
  const auto add = [](const char* workload, const char* name, Library library, QuadraticRun run,
                      Walk walk) {
    run.paths /= 10;  // the cost is linear in paths and the wait is long
    benchmark::RegisterBenchmark(fmt::format("peer/{}/{}", workload, name).c_str(),
                                 [run, library, walk](benchmark::State& state) {
                                   double loss = 0.0;
                                   for (auto _ : state) loss = walk(run, library).mean.back();
                                   count_items(state, run.work());
                                   state.counters["loss"] = loss;
                                 })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
  };
  const auto add_all = [&](const char* name, Library library) {
    add("W1", name, library, w1(), peers::sign_sgd_sde_by_path);
    add("W2", name, library, w2(), peers::sign_sgd_sde_by_path);
    add("W3", name, library, w3(), peers::rmsprop_sde_by_path);
    add("W4", name, library, w1(), peers::sign_sgd_by_path);
  };
  add_all("std", Library::standard);
  add_all("Boost", Library::boost);
  add_all("GSL", Library::gsl);
}

}  // namespace sdescent::bench
