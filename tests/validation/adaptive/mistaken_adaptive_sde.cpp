// Each mistake against the equation with that mistake, written out at one state.
#include "validation/adaptive/mistaken_adaptive_sde.hpp"

#include "io/error.hpp"
#include "validation/adaptive/gaussian_problem.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace sdescent;
using namespace sdescent::adaptive;

namespace {

constexpr double lambda = 3.0, sigma = 0.5, eta = 0.01, x = 0.7, m = 0.4, v = 0.3, t = 0.2;

AdaptiveMethod adam() {
  return {.kind = AdaptiveMethod::Kind::adam,
          .eta = eta,
          .beta1 = 0.9,
          .beta2 = 0.98,
          .decay = 0.1,
          .epsilon = 0.2};
}

AdaptiveMethod rmsprop() {
  AdaptiveMethod method = adam();
  method.kind = AdaptiveMethod::Kind::rmsprop;
  return method;
}

ProblemPointer problem() {
  return gaussian_quadratic(Eigen::ArrayXd::Constant(1, lambda),
                            Eigen::ArrayXd::Constant(1, sigma));
}

struct Coefficients {
  Block drift, diagonal;
};

Coefficients of(const SdeModel& model) {
  const Index columns = model.layout().size();
  Block state(1, columns);
  if (columns == 3)
    state << x, m, v;
  else
    state << x, v;
  Coefficients c{Block(1, columns), Block(1, 1)};
  Scratch scratch;
  model.coefficients(t, state, c.drift, c.diagonal, scratch);
  return c;
}

const double g = lambda * x, rho1 = 10.0, rho2 = 2.0;
const double iota1 = 1.0 - std::exp(-rho1 * t), iota2 = 1.0 - std::exp(-rho2 * t);

}  // namespace

TEST_CASE("mistaken Adam SDEs are the right one with one mistake", "[validation]") {
  const double target = g * g + sigma * sigma, p = std::sqrt(v) + 0.2 * std::sqrt(iota2);
  const double correction = std::sqrt(iota2) / iota1;
  const auto drift = [](AdaptiveMistake mistake) {
    return of(*mistaken_sde_of(adam(), problem(), mistake)).drift;
  };
  const auto is = [](const Block& found, double dx, double dm, double dv) {
    CHECK(found(0) == Approx(dx).epsilon(1e-11));
    CHECK(found(1) == Approx(dm).epsilon(1e-11));
    CHECK(found(2) == Approx(dv).epsilon(1e-11));
  };
  const double lagged = m + eta * rho1 * (g - m), dm = rho1 * (g - m), dv = rho2 * (target - v);
  is(drift(AdaptiveMistake::malladi), -correction * m / p - 0.1 * x, dm,
     rho2 * (sigma * sigma - v));
  is(drift(AdaptiveMistake::without_lag), -correction * m / p - 0.1 * x, dm, dv);
  is(drift(AdaptiveMistake::without_correction), -lagged / (std::sqrt(v) + 0.2) - 0.1 * x, dm, dv);
  is(drift(AdaptiveMistake::epsilon_inside_root),
     -correction * lagged / std::sqrt(v + 0.2 * iota2) - 0.1 * x, dm, dv);
  is(drift(AdaptiveMistake::doubled_decay), -correction * lagged / p - 0.2 * x, dm, dv);
  const Coefficients silent =
      of(*mistaken_sde_of(adam(), problem(), AdaptiveMistake::without_noise));
  is(silent.drift, -correction * lagged / p - 0.1 * x, dm, dv);
  CHECK(silent.diagonal(0) == 0.0);
  const double regular = g + 0.1 * x;
  is(drift(AdaptiveMistake::coupled_decay), -correction * (m + eta * rho1 * (regular - m)) / p,
     rho1 * (regular - m), rho2 * (regular * regular + sigma * sigma - v));
}

TEST_CASE("mistaken RMSprop SDEs are the right one with one mistake", "[validation]") {
  const Coefficients inside =
      of(*mistaken_sde_of(rmsprop(), problem(), AdaptiveMistake::epsilon_inside_root));
  CHECK(inside.drift(0) == Approx(-g / std::sqrt(v + 0.2) - 0.1 * x).epsilon(1e-11));
  CHECK(inside.drift(1) == Approx(rho2 * (g * g + sigma * sigma - v)).epsilon(1e-11));
  CHECK(inside.diagonal(0) == Approx(-std::sqrt(eta) * sigma / std::sqrt(v + 0.2)).epsilon(1e-11));
  const Coefficients malladi = of(*mistaken_sde_of(rmsprop(), problem(), AdaptiveMistake::malladi));
  CHECK(malladi.drift(1) == Approx(rho2 * (sigma * sigma - v)).epsilon(1e-11));
  CHECK_THROWS_AS(mistaken_sde_of(rmsprop(), problem(), AdaptiveMistake::without_lag),
                  InvalidInput);
  CHECK_THROWS_AS(mistaken_sde_of(rmsprop(), problem(), AdaptiveMistake::without_correction),
                  InvalidInput);
}

TEST_CASE("a model without bias correction keeps its learning rate", "[validation]") {
  AdaptiveMethod method = adam();
  const double plain =
      of(*mistaken_sde_of(method, problem(), AdaptiveMistake::without_correction)).drift(0);
  method.kappa = 2.0;
  CHECK(of(*mistaken_sde_of(method, problem(), AdaptiveMistake::without_correction)).drift(0) ==
        Approx(2.0 * plain).epsilon(1e-11));
}
