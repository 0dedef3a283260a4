#include "models/schedule.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_integration.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;

struct Case {
  Schedule schedule;
  std::vector<double> joints;  ///< with 0 and a time after the last
};

std::vector<Case> schedules() {
  return {
      {Schedule(), {0.0, 2.0}},
      {Schedule::power(0.0), {0.0, 2.0}},
      {Schedule::power(0.5), {0.0, 2.0}},
      {Schedule::power(1.0), {0.0, 2.0}},
      {Schedule::power(2.5), {0.0, 2.0}},
      {Schedule::cosine(1.25, 0.1), {0.0, 1.25, 2.0}},
      {Schedule::warmup(0.5, 0.2), {0.0, 0.5, 2.0}},
      {Schedule::stable_decay(0.75, 1.5, 0.1), {0.0, 0.75, 1.5, 2.0}},
      {Schedule::stable_decay(0.0, 1.5), {0.0, 1.5, 2.0}},
      {Schedule::warmup_stable_decay(0.25, 1.0, 1.5, 0.1, 0.3), {0.0, 0.25, 1.0, 1.5, 2.0}},
      {Schedule::warmup_stable_decay(0.5, 0.5, 1.5), {0.0, 0.5, 1.5, 2.0}},
  };
}

TEST_CASE("schedules have the values worked out by hand", "[models]") {
  CHECK(Schedule()(0.0) == 1);
  CHECK(Schedule()(1e9) == 1);

  const Schedule power = Schedule::power(0.5);
  CHECK(power(0.0) == 1);
  CHECK(power(3.0) == Approx(0.5));
  CHECK(power(99.0) == Approx(0.1));

  const Schedule cosine = Schedule::cosine(2.0, 0.2);
  CHECK(cosine(0.0) == 1);
  CHECK(cosine(0.5) == Approx(0.2 + 0.4 * (1 + std::sqrt(0.5))));
  CHECK(cosine(1.0) == Approx(0.6));
  CHECK(cosine(2.0) == 0.2);
  CHECK(cosine(5.0) == 0.2);

  const Schedule warmup = Schedule::warmup(0.5, 0.2);
  CHECK(warmup(0.0) == 0.2);
  CHECK(warmup(0.25) == Approx(0.6));
  CHECK(warmup(0.5) == 1);
  CHECK(warmup(7.0) == 1);
  CHECK(Schedule::warmup(0.5)(0.0) == 0);

  const Schedule decay = Schedule::stable_decay(1.0, 3.0, 0.5);
  CHECK(decay(0.0) == 1);
  CHECK(decay(1.0) == 1);
  CHECK(decay(2.0) == Approx(0.75));
  CHECK(decay(3.0) == 0.5);
  CHECK(decay(30.0) == 0.5);
  CHECK(Schedule::stable_decay(1.0, 3.0)(3.0) == 0);

  const Schedule wsd = Schedule::warmup_stable_decay(0.5, 1.0, 3.0, 0.2, 0.5);
  CHECK(wsd(0.0) == 0.2);
  CHECK(wsd(0.25) == Approx(0.6));
  CHECK(wsd(0.75) == 1);
  CHECK(wsd(2.0) == Approx(0.75));
  CHECK(wsd(4.0) == 0.5);
}

TEST_CASE("schedules do not jump where their pieces meet", "[models]") {
  for (const Case& c : schedules())
    for (const double t : c.joints) {
      INFO(c.schedule.description() << ", t = " << t);
      const double beside = c.schedule(t > 0 ? t - 1e-9 : 1e-9);
      CHECK(c.schedule(t) == Approx(beside).margin(1e-7));
    }
}

TEST_CASE("the derivative of a schedule is its slope, from the right at the kinks", "[models]") {
  for (const Case& c : schedules())
    for (std::size_t i = 1; i < c.joints.size(); ++i) {
      const double left = c.joints[i - 1], width = c.joints[i] - left, h = 1e-4 * width;
      for (const double part : {0.0, 0.3, 0.7}) {
        const double t = left + part * width;
        INFO(c.schedule.description() << ", t = " << t);
        // One-sided, of second order: exact for pieces of degree 2.
        const double slope =
            (4.0 * c.schedule(t + h) - c.schedule(t + 2 * h) - 3.0 * c.schedule(t)) / (2.0 * h);
        CHECK(c.schedule.derivative(t) == Approx(slope).margin(1e-6));
      }
    }
}

TEST_CASE("derivatives of schedules have the values worked out by hand", "[models]") {
  CHECK(Schedule().derivative(3.0) == 0);
  CHECK(Schedule::power(0.5).derivative(3.0) == Approx(-0.0625));
  CHECK(Schedule::cosine(2.0, 0.2).derivative(1.0) == Approx(-0.2 * std::acos(-1.0)));
  CHECK(Schedule::cosine(2.0, 0.2).derivative(2.0) == 0);
  const Schedule wsd = Schedule::warmup_stable_decay(0.5, 1.0, 3.0, 0.2, 0.5);
  CHECK(wsd.derivative(0.0) == Approx(1.6));
  CHECK(wsd.derivative(0.5) == 0);
  CHECK(wsd.derivative(1.0) == -0.25);
  CHECK(wsd.derivative(3.0) == 0);
}

/// A closed form of the integral from 0 of `value`, both functions of schedule and time.
void check_integral(double (*value)(double, void*), double (*integral)(const Schedule&, double)) {
  gsl_integration_glfixed_table* table = gsl_integration_glfixed_table_alloc(20);
  for (const Case& c : schedules()) {
    INFO(c.schedule.description());
    const gsl_function f{value, const_cast<Schedule*>(&c.schedule)};
    double sum = 0;
    CHECK(integral(c.schedule, 0.0) == 0);
    for (std::size_t i = 1; i < c.joints.size(); ++i) {
      const double left = c.joints[i - 1], right = c.joints[i], middle = 0.5 * (left + right);
      const double half = gsl_integration_glfixed(&f, left, middle, table);
      CHECK(integral(c.schedule, middle) == Approx(sum + half).epsilon(1e-13));
      sum += half + gsl_integration_glfixed(&f, middle, right, table);
      CHECK(integral(c.schedule, right) == Approx(sum).epsilon(1e-13));
    }
  }
  gsl_integration_glfixed_table_free(table);
}

double value_of(double t, void* schedule) { return (*static_cast<const Schedule*>(schedule))(t); }

TEST_CASE("the integral of a schedule is its integral", "[models]") {
  check_integral(value_of, [](const Schedule& s, double t) { return s.integral(t); });
}

TEST_CASE("the integral of a schedule's square is its integral", "[models]") {
  check_integral([](double t, void* schedule) { return std::pow(value_of(t, schedule), 2); },
                 [](const Schedule& s, double t) { return s.square_integral(t); });
}

TEST_CASE("a power next to one integrates to the logarithm", "[models]") {
  CHECK(Schedule::power(1 + 1e-12).integral(9.0) == Approx(std::log(10.0)).epsilon(1e-11));
  CHECK(Schedule::power(1 - 1e-12).integral(9.0) == Approx(std::log(10.0)).epsilon(1e-11));
}

TEST_CASE("NaN passes through schedules", "[models]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Case& c : schedules()) {
    if (c.schedule.description() == "power, exponent = 0") continue;  // pow(NaN, 0) is 1
    INFO(c.schedule.description());
    CHECK(std::isnan(c.schedule(nan)));
    CHECK(std::isnan(c.schedule.derivative(nan)));
    CHECK(std::isnan(c.schedule.integral(nan)));
    CHECK(std::isnan(c.schedule.square_integral(nan)));
  }
}

TEST_CASE("schedules describe themselves", "[models]") {
  CHECK(Schedule().name() == "constant");
  CHECK(Schedule().description() == "constant");
  CHECK(Schedule::power(0.5).name() == "power");
  CHECK(Schedule::power(0.5).description() == "power, exponent = 0.5");
  CHECK(Schedule::cosine(2.0).description() == "cosine, duration = 2, floor = 0");
  CHECK(Schedule::warmup(0.5, 0.1).description() == "warmup, duration = 0.5, initial = 0.1");
  CHECK(Schedule::stable_decay(1, 2, 0.1).description() ==
        "stable_decay, decay from 1 to 2, floor = 0.1");
  CHECK(Schedule::warmup_stable_decay(0.5, 1, 2).description() ==
        "warmup_stable_decay, warm-up to 0.5 from 0, decay from 1 to 2, floor = 0");
}

TEST_CASE("schedules that are none are refused", "[models]") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refused = [](auto make, const std::string& message) {
    CHECK_THROWS_MATCHES(make(), InvalidInput, Message(message));
  };
  refused([] { return Schedule::power(-0.5); },
          "exponent of the power schedule must be >= 0, got -0.5");
  refused([] { return Schedule::cosine(0); }, "duration of the cosine schedule must be > 0, got 0");
  refused([] { return Schedule::cosine(1, 1.5); },
          "floor of the cosine schedule must be in [0, 1], got 1.5");
  refused([] { return Schedule::warmup(-1); }, "duration of the warm-up must be > 0, got -1");
  refused([=] { return Schedule::warmup(1, nan); },
          "initial value of the warm-up must be in [0, 1], got nan");
  refused([] { return Schedule::stable_decay(-1, 2); },
          "beginning of the decay must be >= 0, got -1");
  refused([] { return Schedule::stable_decay(2, 2); },
          "end of the decay must be > its beginning 2, got 2");
  refused([] { return Schedule::stable_decay(1, 2, -0.1); },
          "floor of the decay must be in [0, 1], got -0.1");
  refused([] { return Schedule::warmup_stable_decay(1.5, 1, 2); },
          "beginning of the decay must be >= the end of the warm-up 1.5, got 1");
  refused([] { return Schedule::warmup_stable_decay(0, 1, 2); },
          "duration of the warm-up must be > 0, got 0");
  CHECK_THROWS_AS(Schedule::power(nan), InvalidInput);
  CHECK_THROWS_AS(Schedule::stable_decay(1, nan), InvalidInput);
  CHECK_THROWS_AS(Schedule::cosine(nan), InvalidInput);
}

}  // namespace
}  // namespace sdescent
