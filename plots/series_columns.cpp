#include "plots/series_columns.hpp"

namespace sdescent::plots {
namespace {

using Columns = std::vector<NamedColumn>;

struct AlongX {
  Columns operator()(const Line& line) const { return {{"x", line.x.values(), false}}; }
  Columns operator()(const Band& band) const { return {{"x", band.x.values(), false}}; }
  Columns operator()(const Points& points) const { return {{"x", points.x.values(), false}}; }
  Columns operator()(const Rule& rule) const {
    if (rule.direction == Direction::horizontal) return {};
    return {{"x", std::span(&rule.at, 1), false}};
  }
};

struct AlongY {
  Columns operator()(const Line& line) const { return {{"y", line.y.values(), true}}; }
  Columns operator()(const Band& band) const {
    return {{"lower", band.lower.values(), true}, {"upper", band.upper.values(), true}};
  }
  Columns operator()(const Points& points) const {
    Columns columns{{"y", points.y.values(), false}};
    if (points.lower.empty() && points.upper.empty()) return columns;
    columns.push_back({"lower", points.lower.values(), false});
    columns.push_back({"upper", points.upper.values(), false});
    return columns;
  }
  Columns operator()(const Rule& rule) const {
    if (rule.direction == Direction::vertical) return {};
    return {{"y", std::span(&rule.at, 1), false}};
  }
};

}  // namespace

std::vector<NamedColumn> x_columns(const Shape& shape) { return std::visit(AlongX{}, shape); }

std::vector<NamedColumn> y_columns(const Shape& shape) { return std::visit(AlongY{}, shape); }

}  // namespace sdescent::plots
