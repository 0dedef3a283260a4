#include "validation/region.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

void check(const PhaseDiagram& d, double level) {
  require_positive("level of the boundary " + d.name, level);
  require_at_least("values of x of " + d.name, d.x.size(), 3);
  require_at_least("values of y of " + d.name, d.y.size(), 2);
  require_equal("points of " + d.name, d.z.points(), d.x.size() * d.y.size());
  require(d.y(0) > 0 && std::is_sorted(d.y.begin(), d.y.end()), "values of y of " + d.name,
          "positive and increasing", fmt::format("first {}", d.y(0)));
  require((d.z.value > 0).all(), "z of " + d.name, "> 0", fmt::format("{}", d.z.value.minCoeff()));
}

/// One column of the diagram: log z over log y, from the level.
struct Column {
  ArrayXd log_y, height;

  /// The j with a change of sign between j and j + 1, if there is exactly one.
  std::optional<Index> crossing() const {
    std::optional<Index> found;
    for (Index j = 0; j + 1 < height.size(); ++j) {
      if ((height(j) > 0) == (height(j + 1) > 0)) continue;
      if (found) return {};
      found = j;
    }
    return found;
  }

  double linear(Index j) const {
    return log_y(j) - height(j) * (log_y(j + 1) - log_y(j)) / (height(j + 1) - height(j));
  }

  /// How far the parabola through a third point moves the crossing: its value at the linear one
  /// over the slope.
  double curvature_error(Index j) const {
    const Index third = j + 2 < height.size() ? j + 2 : j - 1;
    if (third < 0) return 0.0;
    const double slope = (height(j + 1) - height(j)) / (log_y(j + 1) - log_y(j));
    const double outer = (height(third) - height(j + 1)) / (log_y(third) - log_y(j + 1));
    const double second = (outer - slope) / (log_y(third) - log_y(j));
    const double at = linear(j);
    return std::abs(second * (at - log_y(j)) * (at - log_y(j + 1)) / slope);
  }
};

/// log y* of all batches: it moves against z by the inverse slope, shared between both neighbours.
void add_crossing(const Column& column, Index j, Index first, const Estimate& log_z, Index i,
                  Estimate& log_boundary) {
  const double slope =
      (column.height(j + 1) - column.height(j)) / (column.log_y(j + 1) - column.log_y(j));
  const double at = column.linear(j);
  const double share = (at - column.log_y(j)) / (column.log_y(j + 1) - column.log_y(j));
  log_boundary.value(i) = at;
  const auto moved = [&](Index k) -> ArrayXd {
    return log_z.pseudo_values.col(first + k) - log_z.value(first + k);
  };
  log_boundary.pseudo_values.col(i) =
      at - ((1.0 - share) * moved(j) + share * moved(j + 1)) / slope;
}

/// exp of an estimate by the delta method.
Estimate exp_of(const Estimate& e) {
  const ArrayXd value = e.value.exp();
  Eigen::ArrayXXd pseudo = e.pseudo_values.rowwise() - e.value.transpose();
  pseudo = (pseudo.rowwise() * value.transpose()).eval().rowwise() + value.transpose();
  return {value, pseudo, e.runs};
}

}  // namespace

Boundary boundary_of(const PhaseDiagram& d, double level) {
  check(d, level);
  const Index n = d.x.size(), m = d.y.size();
  const Estimate log_z = log_of(d.z);
  Estimate log_boundary{ArrayXd::Zero(n), Eigen::ArrayXXd::Zero(log_z.batches(), n), log_z.runs};
  ArrayXd bias(n);
  for (Index i = 0; i < n; ++i) {
    const Column column{d.y.log(), log_z.value.segment(i * m, m) - std::log(level)};
    const auto j = column.crossing();
    if (!j)
      return {{},
              fmt::format("{}: at x = {} the level {} is not crossed exactly once", d.name, d.x(i),
                          level)};
    add_crossing(column, *j, i * m, log_z, i, log_boundary);
    bias(i) = column.curvature_error(*j);
  }
  const Estimate y = exp_of(log_boundary);
  return {{d.name, d.x, y, bias * y.value}, {}};
}

Evidence region_evidence(const PhaseDiagram& diagram, double level, double stated,
                         double tolerance) {
  const Boundary boundary = boundary_of(diagram, level);
  if (boundary.missing.empty()) return exponent_evidence({boundary.law}, stated, tolerance);
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  Evidence evidence{{ArrayXd::Constant(1, unknown),
                     Eigen::ArrayXXd::Constant(diagram.z.batches(), 1, unknown), diagram.z.runs},
                    ArrayXd::Constant(1, stated),
                    ArrayXd::Constant(1, tolerance),
                    ArrayXd::Zero(1)};
  evidence.unfit = boundary.missing;
  return evidence;
}

}  // namespace sdescent
