#include "models/schedule.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace sdescent {
namespace {

using std::numbers::pi;

void require_fraction(const char* name, double value) {
  require(value >= 0 && value <= 1, name, "in [0, 1]", fmt::format("{}", value));
}

}  // namespace

struct Schedule::Power final : Shape {
  explicit Power(double exponent_) : exponent(exponent_) {}

  double value(double t) const override { return std::pow(t + 1.0, -exponent); }
  double derivative(double t) const override {
    return -exponent * std::pow(t + 1.0, -exponent - 1.0);
  }
  double integral(double t) const override {
    const double left = 1.0 - exponent, log = std::log1p(t);
    return left == 0 ? log : std::expm1(left * log) / left;
  }
  double square_integral(double t) const override { return Power(2.0 * exponent).integral(t); }

  double exponent;
};

struct Schedule::Cosine final : Shape {
  Cosine(double duration_, double floor_) : duration(duration_), floor(floor_) {}

  double value(double t) const override {
    if (t >= duration) return floor;
    return floor + (1.0 - floor) * 0.5 * (1.0 + std::cos(pi * t / duration));
  }
  double derivative(double t) const override {
    if (t >= duration) return 0.0;
    return -(1.0 - floor) * 0.5 * pi / duration * std::sin(pi * t / duration);
  }
  double integral(double t) const override {
    const double s = std::min(duration, t);
    return floor * t + (1.0 - floor) * 0.5 * (s + duration / pi * std::sin(pi * s / duration));
  }
  double square_integral(double t) const override {
    const double s = std::min(duration, t), unit = duration / pi, angle = s / unit;
    const double mean = 0.5 * (1.0 + floor), swing = 0.5 * (1.0 - floor);
    return floor * floor * (t - s) + mean * mean * s + 2.0 * mean * swing * unit * std::sin(angle) +
           swing * swing * (0.5 * s + 0.25 * unit * std::sin(2.0 * angle));
  }

  double duration, floor;
};

/// Linear between knots, constant after the last; the first is at t = 0.
struct Schedule::PiecewiseLinear final : Shape {
  struct Knot {
    double t, value;
  };

  explicit PiecewiseLinear(std::vector<Knot> knots_) : knots(std::move(knots_)) {}

  double value(double t) const override {
    for (std::size_t i = 1; i < knots.size(); ++i)
      if (t < knots[i].t) return between(knots[i - 1], knots[i], t);
    return std::isnan(t) ? t : knots.back().value;
  }
  double derivative(double t) const override {
    for (std::size_t i = 1; i < knots.size(); ++i)
      if (t < knots[i].t)
        return (knots[i].value - knots[i - 1].value) / (knots[i].t - knots[i - 1].t);
    return std::isnan(t) ? t : 0.0;
  }
  double integral(double t) const override {
    return sum_of_pieces(t, [](double left, double right) { return 0.5 * (left + right); });
  }
  double square_integral(double t) const override {
    return sum_of_pieces(t, [](double left, double right) {
      return (left * left + left * right + right * right) / 3.0;
    });
  }

  /// Sum over the pieces before t of length × mean(value on the left, value on the right).
  template <class Mean>
  double sum_of_pieces(double t, Mean mean) const {
    double sum = 0;
    for (std::size_t i = 1; i < knots.size(); ++i) {
      const Knot &left = knots[i - 1], &right = knots[i];
      if (t < right.t) return sum + (t - left.t) * mean(left.value, between(left, right, t));
      sum += (right.t - left.t) * mean(left.value, right.value);
    }
    return sum + (t - knots.back().t) * mean(knots.back().value, knots.back().value);
  }

  static double between(const Knot& left, const Knot& right, double t) {
    return std::lerp(left.value, right.value, (t - left.t) / (right.t - left.t));
  }

  std::vector<Knot> knots;
};

Schedule::Schedule(std::string name, const std::string& parameters,
                   std::shared_ptr<const Shape> shape)
    : name_(std::move(name)), description_(name_ + parameters), shape_(std::move(shape)) {}

Schedule::Schedule()
    : Schedule("constant", "",
               std::make_shared<PiecewiseLinear>(std::vector<PiecewiseLinear::Knot>{{0.0, 1.0}})) {}

Schedule Schedule::constant(double factor) {
  require_positive("factor of a constant schedule", factor);
  return {"constant", fmt::format(", factor = {}", factor),
          std::make_shared<PiecewiseLinear>(std::vector<PiecewiseLinear::Knot>{{0.0, factor}})};
}

Schedule Schedule::power(double exponent) {
  require_non_negative("exponent of the power schedule", exponent);
  return {"power", fmt::format(", exponent = {}", exponent), std::make_shared<Power>(exponent)};
}

Schedule Schedule::cosine(double duration, double floor) {
  require_positive("duration of the cosine schedule", duration);
  require_fraction("floor of the cosine schedule", floor);
  return {"cosine", fmt::format(", duration = {}, floor = {}", duration, floor),
          std::make_shared<Cosine>(duration, floor)};
}

Schedule Schedule::warmup(double duration, double initial) {
  require_positive("duration of the warm-up", duration);
  require_fraction("initial value of the warm-up", initial);
  return {"warmup", fmt::format(", duration = {}, initial = {}", duration, initial),
          std::make_shared<PiecewiseLinear>(
              std::vector<PiecewiseLinear::Knot>{{0.0, initial}, {duration, 1.0}})};
}

Schedule Schedule::stable_decay(double decay_from, double decay_until, double floor) {
  require_non_negative("beginning of the decay", decay_from);
  require(std::isfinite(decay_until) && decay_until > decay_from, "end of the decay",
          fmt::format("> its beginning {}", decay_from), fmt::format("{}", decay_until));
  require_fraction("floor of the decay", floor);
  return {"stable_decay",
          fmt::format(", decay from {} to {}, floor = {}", decay_from, decay_until, floor),
          std::make_shared<PiecewiseLinear>(std::vector<PiecewiseLinear::Knot>{
              {0.0, 1.0}, {decay_from, 1.0}, {decay_until, floor}})};
}

Schedule Schedule::warmup_stable_decay(double warmup_duration, double decay_from,
                                       double decay_until, double initial, double floor) {
  warmup(warmup_duration, initial);
  stable_decay(decay_from, decay_until, floor);
  require(decay_from >= warmup_duration, "beginning of the decay",
          fmt::format(">= the end of the warm-up {}", warmup_duration),
          fmt::format("{}", decay_from));
  return {"warmup_stable_decay",
          fmt::format(", warm-up to {} from {}, decay from {} to {}, floor = {}", warmup_duration,
                      initial, decay_from, decay_until, floor),
          std::make_shared<PiecewiseLinear>(std::vector<PiecewiseLinear::Knot>{
              {0.0, initial}, {warmup_duration, 1.0}, {decay_from, 1.0}, {decay_until, floor}})};
}

}  // namespace sdescent
