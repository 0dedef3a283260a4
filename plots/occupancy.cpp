#include "plots/occupancy.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <initializer_list>
#include <variant>

namespace sdescent::plots {
namespace {

constexpr int kCells = 200;  // Along each axis.

/// The cell of a position; far outside the panel all are one. Both ends of an axis are inside, even
/// where rounding has put them just beyond.
int cell(double position) {
  constexpr double rounding = 1e-9;
  if (std::abs(position) < rounding) return 0;
  if (std::abs(position - 1) < rounding) return kCells - 1;
  return static_cast<int>(std::floor(std::clamp(position, -1.0, 2.0) * kCells));
}

/// A straight edge from one row of a series to the next: its height at both ends.
struct Edge {
  double begin;
  double end;

  double at(double part) const { return begin + part * (end - begin); }
};

/// Touches the cells under the shapes it visits.
struct Painter {
  const Scale& x;
  const Scale& y;
  std::vector<bool>& cells;

  /// The cells of one column from the lowest to the highest of some heights.
  void stroke(int column, std::initializer_list<double> heights) const {
    if (column < 0 || column >= kCells) return;
    const int first = std::max(0, cell(std::min(heights)));
    const int last = std::min(kCells - 1, cell(std::max(heights)));
    for (int row = first; row <= last; ++row)
      cells[static_cast<std::size_t>(column * kCells + row)] = true;
  }

  /// The area between two edges over the same x. Each column gets all that lies over its width,
  /// so that a steep edge leaves no holes.
  void area(const Edge& over, const Edge& lower, const Edge& upper) const {
    const auto [left, right] = std::minmax(over.begin, over.end);
    const int last = std::min(kCells - 1, cell(right));
    for (int column = std::max(0, cell(left)); column <= last; ++column) {
      const double width = over.end - over.begin;
      const auto part = [&](int side) {
        const double at = static_cast<double>(side) / kCells;
        return width == 0 ? 0.0 : std::clamp((at - over.begin) / width, 0.0, 1.0);
      };
      const double from = part(column);
      const double to = width == 0 ? 1.0 : part(column + 1);
      stroke(column, {lower.at(from), lower.at(to), upper.at(from), upper.at(to)});
    }
  }

  void band(const Column& along, const Column& lower, const Column& upper) const {
    for (std::size_t row = 0; row + 1 < along.size(); ++row) {
      const Edge low{y.position(lower[row]), y.position(lower[row + 1])};
      const Edge high{y.position(upper[row]), y.position(upper[row + 1])};
      const bool gap = std::isnan(low.begin + low.end + high.begin + high.end);
      if (!gap) area({x.position(along[row]), x.position(along[row + 1])}, low, high);
    }
  }

  void operator()(const Line& line) const { band(line.x, line.y, line.y); }

  void operator()(const Band& shape) const { band(shape.x, shape.lower, shape.upper); }

  void operator()(const Points& points) const {
    for (std::size_t row = 0; row < points.x.size(); ++row) {
      const double at = y.position(points.y[row]);
      if (points.lower.empty())
        stroke(cell(x.position(points.x[row])), {at});
      else
        stroke(cell(x.position(points.x[row])),
               {at, y.position(points.lower[row]), y.position(points.upper[row])});
    }
  }

  void operator()(const Rule& rule) const {
    if (rule.direction == Direction::vertical) {
      stroke(cell(x.position(rule.at)), {0, 1});
    } else {
      const double at = y.position(rule.at);
      area({0, 1}, {at, at}, {at, at});
    }
  }
};

}  // namespace

Occupancy::Occupancy(const Panel& panel, const Scale& x, const Scale& y)
    : cells_(static_cast<std::size_t>(kCells * kCells)) {
  for (const Series& series : panel.series) std::visit(Painter{x, y, cells_}, series.shape);
}

bool Occupancy::touches(const Rectangle& area) const {
  const int right = std::min(kCells - 1, cell(area.right));
  const int top = std::min(kCells - 1, cell(area.top));
  for (int column = std::max(0, cell(area.left)); column <= right; ++column)
    for (int row = std::max(0, cell(area.bottom)); row <= top; ++row)
      if (cells_[static_cast<std::size_t>(column * kCells + row)]) return true;
  return false;
}

}  // namespace sdescent::plots
