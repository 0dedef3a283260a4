#include "plots/require_drawable.hpp"

#include "io/require.hpp"
#include "plots/series_columns.hpp"
#include "plots/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace sdescent {
namespace {

using namespace plots;

// Beyond these, axes have no room for their tics and gnuplot takes numbers for undefined.
constexpr double kLargest = 1e200;
constexpr double kSmallest = 1e-200;

bool has_place(double value) { return std::abs(value) <= kLargest; }

void require_values(const std::string& name, const NamedColumn& column) {
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    const double value = column.values[row];
    if (has_place(value) || (column.may_have_gaps && std::isnan(value))) continue;
    require(
        false, fmt::format("{}: {}[{}]", name, column.name, row),
        column.may_have_gaps ? "at most 1e200 in size, or NaN for a gap" : "at most 1e200 in size",
        fmt::format("{}", value));
  }
  const auto gap = [](double value) { return std::isnan(value); };
  require(!std::all_of(column.values.begin(), column.values.end(), gap),
          fmt::format("{}: {}", name, column.name), "a number somewhere", "NaN everywhere");
}

void require_positive_values(const std::string& name, const NamedColumn& column) {
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    const double value = column.values[row];
    if (value >= kSmallest || std::isnan(value)) continue;
    require(false, fmt::format("{}: {}[{}]", name, column.name, row),
            "> 0 (at least 1e-200) on a logarithmic axis", fmt::format("{}", value));
  }
}

void require_style(const std::string& name, const Style& style) {
  require_positive(fmt::format("{}: width", name), style.width);
  require(style.opacity > 0 && style.opacity <= 1, fmt::format("{}: opacity", name), "in (0, 1]",
          fmt::format("{}", style.opacity));
}

void require_axis(const std::string& name, const Axis& axis) {
  require_text(fmt::format("{}: label", name), axis.label);
  for (const std::string& category : axis.names)
    require_text(fmt::format("{}: name of a category", name), category);
  require(axis.names.empty() || !(axis.log || axis.min || axis.max), fmt::format("{}: names", name),
          "alone, without log, min or max", "both");
  for (const std::optional<double>& end : {axis.min, axis.max}) {
    if (!end) continue;
    require(has_place(*end), fmt::format("{}: end", name), "at most 1e200 in size",
            fmt::format("{}", *end));
    require(!axis.log || *end >= kSmallest, fmt::format("{}: end", name),
            "> 0 (at least 1e-200) on a logarithmic axis", fmt::format("{}", *end));
  }
  if (axis.min && axis.max)
    require(*axis.min < *axis.max, fmt::format("{}: max", name),
            fmt::format("> min = {}", *axis.min), fmt::format("{}", *axis.max));
}

void require_series(const std::string& name, const Series& series, const Panel& panel) {
  require_text(fmt::format("{}: label", name), series.label);
  require_style(name, series.style);
  require_columns(name, series);
  if (panel.x.log)
    for (const NamedColumn& column : x_columns(series.shape)) require_positive_values(name, column);
  if (panel.y.log)
    for (const NamedColumn& column : y_columns(series.shape)) require_positive_values(name, column);
}

void require_drawable(const Panel& panel, const std::string& name) {
  require_text(fmt::format("{}: title", name), panel.title);
  require_axis(fmt::format("{}, x axis", name), panel.x);
  require_axis(fmt::format("{}, y axis", name), panel.y);
  require_at_least(fmt::format("{}: number of series", name),
                   static_cast<std::int64_t>(panel.series.size()), 1);
  for (std::size_t i = 0; i < panel.series.size(); ++i)
    require_series(series_name(name, panel.series[i], i + 1), panel.series[i], panel);
}

void require_file_name(const std::string& name) {
  const auto allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  };
  const bool valid = !name.empty() && name.front() != '.' && name.front() != '-' &&
                     std::all_of(name.begin(), name.end(), allowed);
  require(valid, "name of a figure",
          "letters, digits, '-', '_' and '.', not beginning with '-' or '.'",
          fmt::format("\"{}\"", name));
}

}  // namespace

void plots::require_columns(const std::string& name, const Series& series) {
  std::vector<NamedColumn> columns = x_columns(series.shape);
  for (const NamedColumn& column : y_columns(series.shape)) columns.push_back(column);
  const auto rows = static_cast<std::int64_t>(columns.front().values.size());
  require_at_least(fmt::format("{}: number of rows", name), rows, 1);
  for (const NamedColumn& column : columns) {
    require_equal(fmt::format("{}: number of values in {}", name, column.name),
                  static_cast<std::int64_t>(column.values.size()), rows);
    require_values(name, column);
  }
}

std::string plots::panel_name(const Panel& panel, std::size_t number) {
  return panel.title.empty() ? fmt::format("panel {}", number)
                             : fmt::format("panel \"{}\"", panel.title);
}

std::string plots::series_name(const std::string& panel, const Series& series, std::size_t number) {
  return series.label.empty() ? fmt::format("{}, series {}", panel, number)
                              : fmt::format("{}, series \"{}\"", panel, series.label);
}

void require_drawable(const Figure& figure) {
  require_file_name(figure.name);
  require_text("caption of a figure", figure.caption);
  require_at_least("columns of a figure", figure.columns, 0);
  require_at_least("number of panels", static_cast<std::int64_t>(figure.panels.size()), 1);
  for (std::size_t i = 0; i < figure.panels.size(); ++i)
    require_drawable(figure.panels[i], panel_name(figure.panels[i], i + 1));
}

}  // namespace sdescent
