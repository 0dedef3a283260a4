#include "solvers/coarsened_process.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace {

using namespace sdescent;

/// Brownian motion in steps of h, with a name.
std::shared_ptr<const Process> brownian(std::string name, double h) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.time_per_step = h;
  parts.stream = 3;
  parts.advance = [](const At& at, BlockRef x) {
    Scratch::Frame frame(at.scratch);
    BlockMap z = frame.block(x.rows(), 1);
    at.noise.normals(at.key(), z);
    x += std::sqrt(at.dt) * z;
  };
  return make_process(std::move(parts));
}

TEST_CASE("a process on coarsened noise walks along the fine grid's Brownian path", "[solvers]") {
  const std::vector<std::shared_ptr<const Process>> processes{
      brownian("fine", 0.125), std::make_shared<CoarsenedProcess>(brownian("coarse", 0.5), 4)};
  std::vector<Observable> states;
  for (std::size_t i = 0; i < 2; ++i) states.push_back(state_field(*processes[i], i, "x"));
  SampleRecorder samples("w", side_by_side(states), 20);
  const Clock clock(0.5, 6);
  REQUIRE(run(processes, clock, RecordTimes::every(clock, 1), 20, Philox(1), {&samples}).ok());
  for (std::size_t k = 0; k <= 6; ++k) {
    const Block w = samples.at(k);
    CHECK((w.col(0) - w.col(1)).abs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("coarsened by 0, or drawing uniforms, is refused at the first step", "[solvers]") {
  FunctionProcessParts parts;
  parts.advance = [](const At& at, BlockRef x) { at.noise.uniforms(at.key(), x); };
  const Clock clock(1.0, 1);
  for (const std::uint64_t factor : {0u, 2u}) {
    const auto process = std::make_shared<CoarsenedProcess>(make_process(parts), factor);
    CHECK_THROWS_AS(run({process}, clock, RecordTimes::every(clock, 1), 1, Philox(1), {}),
                    InvalidInput);
  }
}

}  // namespace
