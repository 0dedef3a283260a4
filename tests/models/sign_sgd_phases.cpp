#include "models/sign_sgd_phases.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Bound = SignSgdPhases::Bound;

std::shared_ptr<const Problem> problem(const VectorXd& lambda, GaussianNoise noise) {
  return std::make_shared<AdditiveNoiseProblem>(std::make_shared<DiagonalQuadratic>(lambda),
                                                std::make_shared<GaussianNoise>(std::move(noise)));
}

TEST_CASE("Phase 2's lines are the paper's secant and tangent of erf", "[models]") {
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  CHECK(line.slope == Approx(0.246809).epsilon(0).margin(5e-7));
  CHECK(line.secant == Approx(0.595892).epsilon(0).margin(5e-7));
  CHECK(line.tangent == Approx(0.614478).epsilon(0).margin(5e-7));
  for (double y = 1.0; y <= 1.5; y += 0.01) {
    CHECK(line.slope * y + line.secant <= std::erf(y) + 1e-15);
    CHECK(line.slope * y + line.tangent >= std::erf(y) - 1e-15);
  }
}

TEST_CASE("SignSGD's phases follow one another at the times of the closed forms", "[models]") {
  const double lambda = 2.0, sigma = 0.1, length = sigma * std::numbers::sqrt2 / lambda;
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  for (const double sign : {1.0, -1.0})
    for (const Bound bound : {Bound::lower, Bound::upper}) {
      INFO("sign " << sign << ", upper " << (bound == Bound::upper));
      const SignSgdPhases model(problem(VectorXd{{lambda}}, GaussianNoise(VectorXd{{sigma}})),
                                bound);
      const OdeSolution x(model, VectorXd{{2.0 * sign * length}}, 0.0, 20.0 * length);
      // dE X/dt is largest where x moves down slowest and up fastest.
      const double q = (bound == Bound::upper) == (sign > 0) ? line.secant : line.tangent;
      const double t1 = 0.5 * length;
      const double t2 =
          t1 + length / line.slope * std::log((1.5 * line.slope + q) / (line.slope + q));
      REQUIRE(x.events().size() == 2);
      CHECK(x.events()[0].t == Approx(t1).epsilon(1e-12));
      CHECK(x.events()[1].t == Approx(t2).epsilon(1e-9));
      CHECK(x.events()[1].to == PhaseMode{2});
      const double in_two = 0.5 * (t1 + t2), in_three = t2 + 2.0 * length;
      CHECK(sign * x.at(in_two)(0) / length ==
            Approx((1.5 + q / line.slope) * std::exp(-line.slope * (in_two - t1) / length) -
                   q / line.slope)
                .epsilon(1e-9));
      CHECK(sign * x.at(in_three)(0) / length ==
            Approx(std::exp(-4.0 / std::sqrt(std::numbers::pi))).epsilon(1e-8));
    }
}

TEST_CASE("the two bounds of Phase 2 enclose the flow of the exact drift", "[models]") {
  const auto f = problem(VectorXd{{1.0, 2.0}}, GaussianNoise(VectorXd{{0.1, 0.2}}));
  const SignSgdPhases lower(f, Bound::lower), upper(f, Bound::upper);
  for (double y = -1.49; y < 1.5; y += 0.01) {
    const Index phase = y < -1 ? 1 : y < 1 ? 2 : 3;
    if (phase == 2) continue;
    CHECK(-lower.output(0, phase, y) <= -std::erf(y) + 1e-15);
    CHECK(-upper.output(0, phase, y) >= -std::erf(y) - 1e-15);
  }
}

TEST_CASE("under a schedule the phases are passed through at the pace of its integral",
          "[models]") {
  const auto f = problem(VectorXd{{1.0, 2.0}}, GaussianNoise(VectorXd{{0.1, 0.2}}));
  const Schedule schedule = Schedule::power(0.5);
  const double t1 = 3.0;
  const VectorXd start{{0.5, -0.6}};
  const OdeSolution scheduled(SignSgdPhases(f, Bound::upper, schedule), start, 0.0, t1);
  const OdeSolution plain(SignSgdPhases(f, Bound::upper), start, 0.0, schedule.integral(t1));
  REQUIRE(scheduled.events().size() == 4);
  REQUIRE(plain.events().size() == 4);
  for (const double t : {0.2, 0.7, 1.5, 3.0})
    CHECK((scheduled.at(t) - plain.at(schedule.integral(t))).cwiseAbs().maxCoeff() < 1e-8);
}

TEST_CASE("SignSGD's phases refuse noise that they are not for", "[models]") {
  CHECK_THROWS_AS(
      SignSgdPhases(problem(VectorXd::Ones(2), GaussianNoise(VectorXd{{0.1, 0.0}})), Bound::upper),
      InvalidInput);
  CHECK_THROWS_AS(SignSgdPhases(problem(VectorXd::Ones(2), GaussianNoise::with_covariance(
                                                               MatrixXd{{1.0, 0.1}, {0.1, 1.0}})),
                                Bound::upper),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
