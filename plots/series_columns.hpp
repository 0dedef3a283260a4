#pragma once
/// \file
/// One view of all kinds of series: the columns they have along each axis.

#include "plots/series.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace sdescent::plots {

/// A column of a series and what it is called in messages ("x", "lower").
struct NamedColumn {
  std::string_view name;
  std::span<const double> values;
  bool may_have_gaps;
};

/// The columns of `shape` that run along x and along y, valid as long as `shape` is.
std::vector<NamedColumn> x_columns(const Shape& shape);
std::vector<NamedColumn> y_columns(const Shape& shape);

}  // namespace sdescent::plots
