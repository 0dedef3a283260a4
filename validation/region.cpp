#include "validation/region.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "validation/abscissae.hpp"

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
  require_positive_increasing("values of x of " + d.name, d.x, 3);
  require_positive_increasing("values of y of " + d.name, d.y, 2);
  require_equal("points of " + d.name, d.z.points(), d.x.size() * d.y.size());
  for (Index i = 0; i < d.z.points(); ++i)
    if (!std::isfinite(d.z.value(i)))
      throw NumericalFailure(fmt::format("{}: z is {} at x = {}, y = {}", d.name, d.z.value(i),
                                         d.x(i / d.y.size()), d.y(i % d.y.size())));
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

  double slope(Index j) const { return (height(j + 1) - height(j)) / (log_y(j + 1) - log_y(j)); }

  double linear(Index j) const { return log_y(j) - height(j) / slope(j); }

  /// How far the parabola through a third point moves the crossing: its value at the linear one
  /// over the slope.
  double curvature_error(Index j) const {
    const Index third = j + 2 < height.size() ? j + 2 : j - 1;
    if (third < 0) return 0.0;
    const double outer = (height(third) - height(j + 1)) / (log_y(third) - log_y(j + 1));
    const double second = (outer - slope(j)) / (log_y(third) - log_y(j));
    const double at = linear(j);
    return std::abs(second * (at - log_y(j)) * (at - log_y(j + 1)) / slope(j));
  }
};

/// log y* of one column of the diagram, with the bound of its systematic error.
struct Crossing {
  Estimate value;  // one point
  double bias;
};

/// It moves against log z by the inverse slope, shared between both neighbours.
Crossing crossing_of(const Column& column, Index j, const Estimate& log_z) {
  const double slope = column.slope(j), at = column.linear(j);
  const double share = (at - column.log_y(j)) / (column.log_y(j + 1) - column.log_y(j));
  const auto moved = [&](Index k) -> ArrayXd {
    return log_z.pseudo_values.col(k) - log_z.value(k);
  };
  const ArrayXd both = (1.0 - share) * moved(j) + share * moved(j + 1);
  const ArrayXd square = log_z.standard_error().square();
  const double logarithm = 0.5 * std::max(square(j), square(j + 1)) / std::abs(slope);
  return {{ArrayXd::Constant(1, at), at - both / slope, log_z.runs},
          column.curvature_error(j) + logarithm};
}

/// Why there is no crossing of the level in a column, empty if there is one.
std::string why_no_crossing(const PhaseDiagram& d, const Estimate& z, const Column& column,
                            double x, double level) {
  if (!(z.value > 0).all()) return fmt::format("{}: at x = {} z is not > 0 everywhere", d.name, x);
  const auto j = column.crossing();
  if (!j)
    return fmt::format("{}: at x = {} the level {} is not crossed exactly once", d.name, x, level);
  const ArrayXd signal = z.value / z.standard_error();
  if (!(signal.segment(*j, 2) > least_signal).all())
    return fmt::format("{}: at x = {} z is lost in noise where it crosses {}", d.name, x, level);
  return {};
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
  std::vector<Estimate> log_boundary;
  ArrayXd bias(n);
  for (Index i = 0; i < n; ++i) {
    const Estimate z = points(d.z, i * m, m), log_z = log_of(z);
    const Column column{d.y.log(), log_z.value - std::log(level)};
    const std::string missing = why_no_crossing(d, z, column, d.x(i), level);
    if (!missing.empty()) return {{}, missing};
    const Crossing crossing = crossing_of(column, *column.crossing(), log_z);
    log_boundary.push_back(crossing.value);
    bias(i) = crossing.bias;
  }
  const Estimate y = exp_of(joined(log_boundary));
  return {{d.name, d.x, y, bias.expm1() * y.value}, {}};
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
