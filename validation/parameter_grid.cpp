#include "validation/parameter_grid.hpp"

#include "io/nearest.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Values = std::vector<std::pair<std::string, double>>;

constexpr double largest_count =
    9007199254740992.0;  // above 2⁵³ not every whole number is a double

void require_name(std::string_view what, std::string_view name) {
  const bool plain =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") ==
      std::string_view::npos;
  require(plain && !name.empty(), what, "of letters, digits, '_', '-' and '.'",
          fmt::format("\"{}\"", name));
}

Values sorted(Values values) {
  std::sort(values.begin(), values.end());
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto& [name, value] = values[i];
    if (value == 0.0) value = 0.0;  // −0 and 0 are one point
    require_name("a parameter's name", name);
    require_finite(name, value);
    require(i == 0 || values[i - 1].first != name, name, "given once", "twice");
  }
  return values;
}

std::string key_of(std::string_view label, const Values& values) {
  require_name("a grid's label", label);
  std::string key = fmt::format("{}(", label);
  const char* separator = "";
  for (const auto& [name, value] : values) {
    key += fmt::format("{}{}={}", separator, name, value);
    separator = ",";
  }
  return key + ")";
}

void require_axis(const GridAxis& axis) {
  require(axis.values.size() > 0, axis.name, "given at least one value", "none");
  for (Eigen::Index i = 0; i < axis.values.size(); ++i)
    for (Eigen::Index j = 0; j < i; ++j)
      require(axis.values(i) != axis.values(j), axis.name, "given distinct values",
              fmt::format("{} twice", axis.values(i)));
}

}  // namespace

ParameterPoint::ParameterPoint(std::string label, Values values)
    : values_(sorted(std::move(values))), key_(key_of(label, values_)) {}

double ParameterPoint::real(std::string_view name) const {
  std::vector<std::string> names;
  for (const auto& [known, value] : values_) {
    if (known == name) return value;
    names.push_back(known);
  }
  throw_unknown("parameter of " + key_, name, names);
}

std::uint64_t ParameterPoint::count(std::string_view name) const {
  const double value = real(name);
  require(value >= 0.0 && value <= largest_count && value == std::floor(value), name,
          "a whole number in [0, 2^53]", fmt::format("{}", value));
  return static_cast<std::uint64_t>(value);
}

ParameterGrid::ParameterGrid(std::string label, const std::vector<GridAxis>& axes)
    : label_(std::move(label)) {
  require(!axes.empty(), "a grid", "made of at least one axis", "none");
  std::vector<Values> combinations(1);
  for (const GridAxis& axis : axes) {
    require_axis(axis);
    std::vector<Values> longer;
    for (const Values& values : combinations)
      for (const double value : axis.values) {
        longer.push_back(values);
        longer.back().emplace_back(axis.name, value);
      }
    combinations = std::move(longer);
  }
  for (Values& values : combinations) points_.emplace_back(label_, std::move(values));
}

}  // namespace sdescent
