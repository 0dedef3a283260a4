#include "plots/figure.hpp"

#include "plots/require_drawable.hpp"

#include <utility>

namespace sdescent {
namespace {

using namespace plots;

Panel& add(Panel& panel, Series series) {
  // Not yet part of a figure, a panel has no number.
  const std::string name = panel.title.empty() ? "panel" : panel_name(panel, 0);
  require_columns(series_name(name, series, panel.series.size() + 1), series);
  panel.series.push_back(std::move(series));
  return panel;
}

}  // namespace

Panel& Panel::line(Column x_values, Column y_values, std::string label, Style look) {
  return add(*this, {Line{std::move(x_values), std::move(y_values)}, std::move(label), look});
}

Panel& Panel::band(Column x_values, Column lower, Column upper, std::string label, Style look) {
  return add(*this, {Band{std::move(x_values), std::move(lower), std::move(upper)},
                     std::move(label), look});
}

Panel& Panel::points(Column x_values, Column y_values, std::string label, Style look) {
  return points(std::move(x_values), std::move(y_values), {}, {}, std::move(label), look);
}

Panel& Panel::points(Column x_values, Column y_values, Column lower, Column upper,
                     std::string label, Style look) {
  return add(*this,
             {Points{std::move(x_values), std::move(y_values), std::move(lower), std::move(upper)},
              std::move(label), look});
}

Panel& Panel::horizontal(double at, std::string label, Style look) {
  return add(*this, {Rule{Direction::horizontal, at}, std::move(label), look});
}

Panel& Panel::vertical(double at, std::string label, Style look) {
  return add(*this, {Rule{Direction::vertical, at}, std::move(label), look});
}

}  // namespace sdescent
