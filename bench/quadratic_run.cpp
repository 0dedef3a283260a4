#include "bench/quadratic_run.hpp"

namespace sdescent::bench {

std::vector<double> evenly_spaced(double first, double last, std::size_t count) {
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = first + (last - first) * (static_cast<double>(i) / static_cast<double>(count - 1));
  return values;
}

QuadraticRun w1() {
  return {.eigenvalues = {1.0, 2.0},
          .sigma = 0.1,
          .eta = 1e-3,
          .start = 0.1,
          .steps = 3000,
          .paths = 10'000,
          .records = 100};
}

QuadraticRun w2() {
  QuadraticRun run = w1();
  run.eigenvalues = evenly_spaced(0.5, 2.0, 1000);
  run.steps = 1000;
  run.paths = 200;
  return run;
}

QuadraticRun w3() {
  return {.eigenvalues = {10.0, 2.0},
          .sigma = 0.1,
          .eta = 0.01,
          .start = 1.0,
          .steps = 2000,
          .paths = 10'000,
          .records = 100,
          .beta = 0.99};
}

}  // namespace sdescent::bench
