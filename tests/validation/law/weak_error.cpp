#include "validation/law/weak_error.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "tests/models/sde_coefficients.hpp"
#include "validation/law/richardson.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;

WeakErrorCase scheduled() {
  const auto noise = [](double sigma) {
    return std::make_shared<GaussianNoise>(Eigen::VectorXd{{sigma}}, Accuracy::accurate);
  };
  return {"",
          "",
          scalar_problem(2.0, noise(1.0)),
          scalar_problem(2.0, noise(0.5)),
          Schedule::warmup(0.4, 0.25),
          {0.4}};
}

TEST_CASE("Richardson's extrapolation takes away what a polynomial is", "[validation]") {
  const ArrayXd eta{{0.1, 0.2, 0.4, 0.5}};
  const ArrayXd cubic = 3.0 - eta + 2.0 * eta.square() + eta.cube();
  const Richardson limit = richardson(eta, cubic, ArrayXd::Zero(4));
  CHECK(limit.value == Approx(3.0).epsilon(1e-13));
  // Without the last value a parabola is left, which misses the cubic by η_1 η_2 η_3.
  CHECK(limit.bound == Approx(0.1 * 0.2 * 0.4).epsilon(1e-10));
  CHECK(richardson(eta, cubic, ArrayXd::Ones(4)).bound > 1.0);
}

TEST_CASE("planted mistakes are what they are called", "[validation]") {
  const WeakErrorCase of = scheduled();
  const double eta = 0.09, t = 0.2, g = 0.6;  // ∂f at x = 0.3
  const auto at = [&](Mistake mistake) {
    return coefficients(MistakenSde(of, eta, mistake), Block::Constant(1, 1, 0.3), t);
  };
  const double rate = of.schedule(t), m = std::erf(g / std::sqrt(2.0));
  const double deviation = std::sqrt(eta * (1.0 - m * m));
  const auto is = [&](Mistake mistake, double drift, double diffusion) {
    const SdeCoefficients c = at(mistake);
    CHECK(c.drift(0, 0) == Approx(-drift).epsilon(1e-13));
    CHECK(std::abs(c.diagonal(0, 0)) == Approx(diffusion).epsilon(1e-13));
  };
  is(Mistake::none, rate * m, rate * deviation);
  is(Mistake::linear_sign, rate * g * std::sqrt(2.0 / std::acos(-1.0)), rate * deviation);
  is(Mistake::without_mean, rate * m, rate * std::sqrt(eta));
  is(Mistake::times_eta, rate * m, rate * deviation * std::sqrt(eta));
  is(Mistake::noise_free, rate * m, 0.0);
  is(Mistake::root_schedule, rate * m, std::sqrt(rate) * deviation);
  const double next = of.schedule(t + eta), sharp = std::erf(2.0 * g / std::sqrt(2.0));
  is(Mistake::next_step, next * m, next * deviation);
  is(Mistake::wrong_noise, rate * sharp, rate * std::sqrt(eta * (1.0 - sharp * sharp)));
  CHECK(MistakenSde(of, eta, Mistake::next_step).kinks().front() == Approx(0.4 - eta));
}

TEST_CASE("settings of weak errors that cannot be are refused", "[validation]") {
  const auto setting = [](const std::vector<std::string>& settings) {
    return weak_error_setting(ParameterValues(weak_error_parameters(), Effort::quick, settings));
  };
  CHECK(setting({}).steps(0.004) == 250);
  CHECK_THROWS_AS(setting({"eta=0.1,0.2"}), InvalidInput);
  CHECK_THROWS_WITH(setting({"eta=0.001,0.002,0.0035,0.01,0.1"}),
                    "eta must be a whole part of duration = 1, got 0.0035");
  CHECK_THROWS_WITH(setting({"x0=1,2"}), "number of coordinates of x0 must be 1, got 2");
  // An indicator narrower than the law has no expansion at these η.
  CHECK_THROWS_WITH(expansion_window(setting({"width=0.05"}), {{{}, 0.5, {}, 0.1}}),
                    "eta must be <= 0.0005 (w²/10V) for at least three values, got 0 that are");
  CHECK(expansion_window(setting({}), {{{}, 0.5, {}, 0.1}}) == 4);
}

}  // namespace
}  // namespace sdescent::law
