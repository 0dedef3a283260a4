#include "solvers/later_start.hpp"

#include "io/error.hpp"
#include "models/adam.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/support/coupled_quadratic.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Eigen::VectorXd;

TEST_CASE("a start that is put off begins there with the number of its step", "[solvers]") {
  // Adam from a whole state at t₀ = 3η: its first step corrects by 1 − β⁴.
  constexpr double eta = 0.1, beta1 = 0.8, beta2 = 0.9;
  const VectorXd state{{1.0, -0.4, 0.3, 0.2, 0.5, 0.7}};
  const auto adam = std::make_shared<Adam>(
      OptimizerSettings{"adam", coupled_quadratic(), eta, LaterStart(StartPoint(state), 3 * eta)},
      AdamSettings{.beta1 = beta1, .beta2 = beta2, .epsilon = 0, .accuracy = Accuracy::accurate});
  CHECK(adam->start_time() == 3 * eta);
  const Clock clock(eta, 4);
  SampleRecorder all("all", state_field(*adam, 0, "x"), 64), m("m", state_field(*adam, 0, "m"), 64),
      v("v", state_field(*adam, 0, "v"), 64);
  REQUIRE(run({adam}, clock, RecordTimes::at(clock, {3, 4}), 64, Philox(1), {&all, &m, &v}).ok());
  CHECK((all.at(0).rowwise() - state.head(2).transpose().array()).abs().maxCoeff() == 0.0);
  const Block corrected =
      eta / (1 - std::pow(beta1, 4)) * m.at(1) / (v.at(1) / (1 - std::pow(beta2, 4))).sqrt();
  CHECK((all.at(0) - corrected - all.at(1)).abs().maxCoeff() < 1e-14);
}

TEST_CASE("starts that cannot be put off are refused", "[solvers]") {
  const StartPoint here(VectorXd::Zero(2));
  CHECK_THROWS_WITH(LaterStart(here, -1.0), "time of the start must be >= 0, got -1");
  CHECK_THROWS_AS(LaterStart(here, std::numeric_limits<double>::infinity()), InvalidInput);
  CHECK_THROWS_WITH(LaterStart(LaterStart(here, 1.0), 2.0),
                    "the start that is put off must be one at time 0, got one that has a time "
                    "already");
}

}  // namespace
}  // namespace sdescent
