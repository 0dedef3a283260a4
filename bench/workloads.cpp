#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"

#include <fmt/format.h>

namespace sdescent::bench {

void register_workloads() {
  for (const unsigned threads : {1U, 2U}) {
    const auto add = [&](const char* name, const Workload& workload) {
      register_workload(fmt::format("{}/threads:{}", name, threads), workload,
                        {.threads = threads});
    };
    add("W1", sign_sgd_sde(w1()));
    add("W2", sign_sgd_sde(w2()));
    add("W3", rmsprop_sde(w3()));
    add("W4/noise", sign_sgd(w1(), SignDraw::noise));
    add("W4/threshold", sign_sgd(w1(), SignDraw::threshold));
  }
}

}  // namespace sdescent::bench
