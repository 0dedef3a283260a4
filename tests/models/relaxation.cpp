#include "models/relaxation.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <limits>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

const Relaxation example{.linear = 3.0, .quadratic = 0.7, .source = 0.2};

/// ∫ exp(−(A_t − A_s)) s η_s² ds over [left, right], A from the closed integrals of the schedule.
struct Duhamel {
  const Relaxation& of;
  const Schedule& schedule;
  double t;

  double exponent(double s) const {
    return of.linear * schedule.integral(s) + of.quadratic * schedule.square_integral(s);
  }
  static double integrand(double s, void* self) {
    const auto& d = *static_cast<const Duhamel*>(self);
    return std::exp(d.exponent(s) - d.exponent(d.t)) * d.of.source * std::pow(d.schedule(s), 2);
  }
  double operator()(double y0, int panels) {
    gsl_integration_glfixed_table* table = gsl_integration_glfixed_table_alloc(20);
    const gsl_function f{integrand, this};
    double y = y0 * std::exp(-exponent(t));
    for (int i = 0; i < panels; ++i)
      y += gsl_integration_glfixed(&f, t * i / panels, t * (i + 1) / panels, table);
    gsl_integration_glfixed_table_free(table);
    return y;
  }
};

TEST_CASE("a relaxation under a schedule is Duhamel's integral", "[models]") {
  // Joints at multiples of 1/8, where panels meet.
  const std::vector<Schedule> schedules{Schedule(), Schedule::power(0.5), Schedule::power(1.5),
                                        Schedule::cosine(2.0, 0.1),
                                        Schedule::warmup_stable_decay(0.5, 1.0, 2.0, 0.25, 0.0)};
  const ArrayXd t{{0.0, 0.125, 1.0, 2.0, 8.0}};
  for (const Schedule& schedule : schedules) {
    INFO(schedule.description());
    const ArrayXd y = example(1.5, schedule, t);
    CHECK(y(0) == 1.5);
    for (Index k = 1; k < t.size(); ++k)
      CHECK(
          y(k) ==
          Approx(Duhamel{example, schedule, t(k)}(1.5, static_cast<int>(8 * t(k)))).epsilon(1e-10));
  }
}

TEST_CASE("a relaxation without a schedule is that under the constant one", "[models]") {
  const ArrayXd t{{0.0, 1e-9, 0.1, 1.0, 30.0}};
  const ArrayXd closed = example(1.5, t), solved = example(1.5, Schedule(), t);
  for (Index k = 0; k < t.size(); ++k) CHECK(closed(k) == Approx(solved(k)).epsilon(1e-10));
  CHECK(closed(4) == Approx(0.2 / 3.7).epsilon(1e-14));
  CHECK(example(0.0, t)(1) == Approx(0.2e-9).epsilon(1e-8));
  CHECK(std::isnan(example(1.5, ArrayXd{{std::nan("")}})(0)));
}

TEST_CASE("a relaxation has the asymptote η_t s/a where η̇_t/η_t² → 0", "[models]") {
  const ArrayXd t{{1e2, 1e4}};
  for (const double exponent : {0.25, 0.5, 0.8}) {
    INFO("exponent " << exponent);
    const Schedule schedule = Schedule::power(exponent);
    const ArrayXd error = example(1.5, schedule, t) / example.asymptote(schedule, t) - 1.0;
    CHECK(std::abs(error(1)) < 0.1);
    CHECK(std::abs(error(1)) < 0.5 * std::abs(error(0)));
  }
}

TEST_CASE("under η_t = 1/(t+1) a relaxation has another constant, or another rate", "[models]") {
  const ArrayXd t{{1e3, 1e5}};
  const Schedule schedule = Schedule::power(1.0);
  for (const double a : {0.5, 3.0}) {
    INFO("a = " << a);
    const Relaxation y{.linear = a, .quadratic = 0.0, .source = 0.2};
    const ArrayXd solved = y(1.5, schedule, t);
    for (Index k = 0; k < t.size(); ++k) {
      const double power = std::pow(1 + t(k), -a);
      const double exact = 1.5 * power + 0.2 / (a - 1) * (1 / (1 + t(k)) - power);
      CHECK(solved(k) == Approx(exact).epsilon(1e-9));
    }
    const double ratio = (solved / y.asymptote(schedule, t))(1);
    if (a > 1)
      CHECK(ratio == Approx(a / (a - 1)).epsilon(1e-3));
    else
      CHECK(ratio > 100);
  }
}

TEST_CASE("a relaxation refuses times that run backwards", "[models]") {
  CHECK_THROWS_AS(example(1.0, Schedule(), ArrayXd{{1.0, 0.5}}), InvalidInput);
  CHECK_THROWS_AS(example(1.0, Schedule(), ArrayXd{{-1.0, 0.5}}), InvalidInput);
  CHECK_THROWS_AS(example(1.0, Schedule(), ArrayXd()), InvalidInput);
}

}  // namespace
}  // namespace sdescent
