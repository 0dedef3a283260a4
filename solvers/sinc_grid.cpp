#include "solvers/sinc_grid.hpp"

#include "io/require.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {

using Eigen::ArrayXd;
using Eigen::Index;
using std::numbers::pi;

SincGrid::SincGrid(double spacing, double reach) : spacing_(spacing) {
  require_positive("spacing of a sinc grid", spacing);
  require_positive("reach of a sinc grid", reach);
  require(reach <= 1000.0 * spacing, "reach of a sinc grid", "<= 1000 spacings",
          std::to_string(reach / spacing));
  const auto half = static_cast<Index>(std::ceil(reach / spacing - 1e-9));
  const Index n = 2 * half + 1;
  nodes_ = spacing * ArrayXd::LinSpaced(n, -static_cast<double>(half), static_cast<double>(half));
  first_.resize(n, n);
  second_.resize(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const auto apart = static_cast<double>(i - j);
      const double sign = (i - j) % 2 == 0 ? 1.0 : -1.0;
      first_(i, j) = i == j ? 0.0 : sign / (apart * spacing);
      second_(i, j) =
          (i == j ? -pi * pi / 3.0 : -2.0 * sign / (apart * apart)) / (spacing * spacing);
    }
  cosine_ = (0.9 * pi / spacing * nodes_).cos();
  sine_ = (0.9 * pi / spacing * nodes_).sin();
}

double SincGrid::interpolate(const ArrayXd& f, double y) const {
  const double place = (y - nodes_(0)) / spacing_;
  if (place < 0.0 || place > static_cast<double>(size() - 1)) return 0.0;
  const auto nearest = static_cast<Index>(std::lround(place));
  const double from_nearest = place - static_cast<double>(nearest);
  if (std::abs(from_nearest) < 1e-13) return f(nearest);
  // sin π(place − j) = (−1)^{nearest − j} sin π(place − nearest).
  double sum = 0.0;
  for (Index j = 0; j < size(); ++j) {
    const double term = f(j) / (place - static_cast<double>(j));
    sum += (nearest - j) % 2 == 0 ? term : -term;
  }
  return std::sin(pi * from_nearest) / pi * sum;
}

double SincGrid::at_ends(const ArrayXd& f) const {
  return std::max(f.head(2).abs().maxCoeff(), f.tail(2).abs().maxCoeff());
}

double SincGrid::at_highest_frequency(const ArrayXd& f) const {
  return spacing_ * std::hypot((f * cosine_).sum(), (f * sine_).sum());
}

}  // namespace sdescent
