#include "plots/scale.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::plots {
namespace {

constexpr double kNear = 0.05;          // Distance of a near tic, as a part of the axis.
constexpr double kTouch = 0.01;         // Distance of data that touch the frame, likewise.
constexpr double kClearance = 0.03;     // Given to them, likewise.
constexpr double kLeastLength = 1e-10;  // Of an axis, relative to its ends: below are only rounding
                                        // errors, and tics could not be told apart.

double coordinate(bool log, double value) { return log ? std::log10(value) : value; }

double value_at(bool log, double coordinate) {
  return log ? std::pow(10.0, coordinate) : coordinate;
}

bool has_length(const Extent& ends) {
  return ends.max - ends.min > kLeastLength * std::max(std::abs(ends.min), std::abs(ends.max));
}

/// `ends`, with the margin where the end is free; if that has no length, something around it.
Extent widened(const Axis& axis, const Extent& ends, double margin) {
  Extent wide{coordinate(axis.log, ends.min), coordinate(axis.log, ends.max)};
  double by = margin * (wide.max - wide.min);
  if (!has_length(ends)) by = axis.log ? 0.5 : wide.min == 0 ? 1.0 : 0.1 * std::abs(wide.min);
  if (by == 0) return ends;
  if (!axis.min) wide.min -= by;
  if (!axis.max) wide.max += by;
  return {axis.min.value_or(value_at(axis.log, wide.min)),
          axis.max.value_or(value_at(axis.log, wide.max))};
}

/// Moves free ends outwards to round numbers, everywhere or only where they are near.
void extend(Scale& scale, const Axis& axis, const Fit& fit) {
  const Extent rounded =
      axis.log ? round_log(scale.ends) : round_linear(scale.ends, fit.most_steps);
  const double most = fit.round_ends ? HUGE_VAL : kNear;
  const bool extend_min = !axis.min && -scale.position(rounded.min) <= most;
  const bool extend_max = !axis.max && scale.position(rounded.max) - 1 <= most;
  if (extend_min) scale.ends.min = rounded.min;
  if (extend_max) scale.ends.max = rounded.max;
}

/// Moves free ends that touch the data outwards by a little, so that no curve lies on the frame.
void clear(Scale& scale, const Axis& axis, const Extent& data) {
  const double low = coordinate(axis.log, scale.ends.min);
  const double high = coordinate(axis.log, scale.ends.max);
  const double by = kClearance * (high - low);
  const bool touches_min = !axis.min && scale.position(data.min) < kTouch;
  const bool touches_max = !axis.max && scale.position(data.max) > 1 - kTouch;
  if (touches_min) scale.ends.min = value_at(axis.log, low - by);
  if (touches_max) scale.ends.max = value_at(axis.log, high + by);
}

/// An axis of categories.
Scale scale_of_names(const std::vector<std::string>& names) {
  Scale scale{.ends = {0.5, static_cast<double>(names.size()) + 0.5}};
  for (std::size_t i = 0; i < names.size(); ++i)
    scale.tics.push_back({static_cast<double>(i + 1), names[i]});
  return scale;
}

}  // namespace

double Scale::position(double value) const {
  const double low = coordinate(log, ends.min);
  return (coordinate(log, value) - low) / (coordinate(log, ends.max) - low);
}

Scale choose_scale(std::string_view name, const Axis& axis, Extent data, const Fit& fit) {
  if (!axis.names.empty()) return scale_of_names(axis.names);
  Scale scale{.log = axis.log};
  const Extent stated{axis.min.value_or(data.min), axis.max.value_or(data.max)};
  require(stated.min <= stated.max, fmt::format("{}: end", name), "on the other side of the data",
          fmt::format("{}", axis.min ? stated.min : stated.max));
  scale.ends = widened(axis, stated, fit.margin);
  require(has_length(scale.ends), fmt::format("{}: length", name), "above rounding errors",
          fmt::format("{}", scale.ends.max - scale.ends.min));

  extend(scale, axis, fit);
  if (fit.round_ends) clear(scale, axis, data);
  scale.tics = axis.log ? log_tics(scale.ends) : linear_tics(scale.ends, fit.most_steps);
  return scale;
}

}  // namespace sdescent::plots
