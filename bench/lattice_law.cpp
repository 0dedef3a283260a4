#include "bench/benchmarks.hpp"
#include "bench/measure.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_chain.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::bench {

/// The law of x_k at kη = 1 from x_0 = 1, f = ½x², Z ~ N(0, 1), on one core.
void register_lattice_law() {
  for (const std::uint64_t steps : {1'000U, 10'000U, 100'000U})
    benchmark::RegisterBenchmark(
        fmt::format("lattice_law/steps:{}", steps).c_str(),
        [steps](benchmark::State& state) {
          const Eigen::VectorXd one = Eigen::VectorXd::Ones(1);
          const SignSgdChain chain(std::make_shared<AdditiveNoiseProblem>(
                                       std::make_shared<DiagonalQuadratic>(one),
                                       std::make_shared<GaussianNoise>(one, Accuracy::accurate)),
                                   1.0 / static_cast<double>(steps), one);
          double square = 0.0;
          for (auto _ : state) square = chain.laws(1.0, {steps}).front().moment(2);
          count_items(state, static_cast<double>(steps));
          state.counters["E x^2"] = square;
        })
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
}

}  // namespace sdescent::bench
