#include "validation/law/hidden_error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent::law {
namespace {

const SmoothFunction cosine{"cos",
                            "cos",
                            [](double x) { return std::cos(x); },
                            [](double x) { return -std::sin(x); },
                            [](double x) { return -std::cos(x); },
                            [](double x) { return std::sin(x); }};

TEST_CASE("the hidden coefficient under much noise is that of a linear flow", "[validation]") {
  // m is linear, so the flow is x ↦ (y/x) x: ∂³u = h''' (y/x)³, and m² is nothing.
  const SignDescent descent{1.0, 1000.0, 1.0, 0.0};
  const double y = 0.4;
  const double expected = std::sin(y) * y * y * y * 0.5 * (1.0 / (y * y) - 1.0) / 3.0;
  CHECK(hidden_coefficient(descent, y, cosine) == Approx(expected).epsilon(1e-5));
}

TEST_CASE("the hidden coefficient is the third derivative along the flow", "[validation]") {
  // ∂³u by differences of the flow, which carries x to y in the time ∫_y^x dx/m.
  const SignDescent descent{1.0, 1.0, 1.0, 0.0};
  const double step = 1e-3;
  const auto run = [&](double x, double time, int steps) {
    for (int n = 0; n < steps; ++n) {
      const double dt = time / steps;
      const auto a = [&](double z) { return -descent.mean_sign(z); };
      const double k1 = a(x), k2 = a(x + 0.5 * dt * k1), k3 = a(x + 0.5 * dt * k2);
      const double k4 = a(x + dt * k3);
      x += dt / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
    }
    return x;
  };
  const int pieces = 64;
  const double duration = 1.0;
  double expected = 0.0;
  for (int i = 0; i < pieces; ++i) {  // midpoint rule in t
    const double t = (i + 0.5) * duration / pieces, x = run(1.0, t, 64), m = descent.mean_sign(x);
    const auto u = [&](double from) { return std::cos(run(from, duration - t, 64)); };
    const double third = (u(x + 2 * step) - 2 * u(x + step) + 2 * u(x - step) - u(x - 2 * step)) /
                         (2 * step * step * step);
    expected += m * (1.0 - m * m) * third * duration / pieces / 3.0;
  }
  CHECK(hidden_coefficient(descent, run(1.0, duration, 256), cosine) ==
        Approx(expected).epsilon(1e-3));
}

TEST_CASE("a smoothed indicator has the derivatives it says", "[validation]") {
  const SmoothFunction h = smoothed_indicator(0.5, 0.25);
  const double step = 1e-4;
  for (const double x : {0.1, 0.5, 0.7}) {
    const auto slope = [&](const RealFunction& f) {
      return (f(x + step) - f(x - step)) / (2.0 * step);
    };
    CHECK(h.first(x) == Approx(slope(h.value)).epsilon(1e-6).margin(1e-6));
    CHECK(h.second(x) == Approx(slope(h.first)).epsilon(1e-6).margin(1e-5));
    CHECK(h.third(x) == Approx(slope(h.second)).epsilon(1e-6).margin(1e-4));
  }
}

}  // namespace
}  // namespace sdescent::law
