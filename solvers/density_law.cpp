#include "solvers/density_law.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/halved_quadrature.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>

#include <cmath>
#include <cstdint>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

void check(const ArrayXd& breaks, double tail) {
  require_at_least("number of breaks of a density", breaks.size(), 2);
  for (Index i = 0; i < breaks.size(); ++i) {
    require_finite("break of a density", breaks(i));
    require(i == 0 || breaks(i) > breaks(i - 1), "breaks of a density", "increasing",
            fmt::format("{}", breaks(i)));
  }
  require_non_negative("probability beyond the breaks of a density", tail);
}

/// Integral of the density, roughly: enough to know what is nothing against it.
double rough_mass(const RealFunction& density, const ArrayXd& breaks) {
  double mass = 0.0;
  for (Index i = 1; i < breaks.size(); ++i)
    mass += ChebyshevPanel(density, breaks(i - 1), breaks(i)).integral();
  return mass;
}

PiecewiseChebyshev resolved(const RealFunction& density, const ArrayXd& breaks, double tail,
                            DensityAccuracy accuracy) {
  check(breaks, tail);
  PanelAccuracy panels;
  panels.relative = accuracy.relative;
  panels.integral = accuracy.floor * std::abs(rough_mass(density, breaks));
  panels.halvings = 60;
  return {density, breaks, panels};
}

}  // namespace

DensityLaw::DensityLaw(const RealFunction& density, const ArrayXd& breaks, double tail,
                       DensityAccuracy accuracy)
    : density_(resolved(density, breaks, tail, accuracy)), tail_(tail) {
  const auto& panels = density_.panels();
  const auto n = static_cast<Index>(panels.size());
  knots_.resize(n + 1);
  below_.setZero(n + 1);
  above_.setZero(n + 1);
  knots_(0) = density_.lo();
  for (Index i = 0; i < n; ++i) {
    const ChebyshevPanel& panel = panels[static_cast<std::size_t>(i)];
    knots_(i + 1) = panel.right();
    below_(i + 1) = below_(i) + panel.integral();
  }
  for (Index i = n; i > 0; --i)
    above_(i - 1) = above_(i) + panels[static_cast<std::size_t>(i) - 1].integral();
  mass_ = below_(n);
  if (!(mass_ > 0.0 && std::isfinite(mass_)))
    throw NumericalFailure(fmt::format("the integral of a density is {}", mass_));
}

double DensityLaw::mean(const RealFunction& h) const {
  const auto integrand = [&h](const ChebyshevPanel& panel) -> RealFunction {
    return [&panel, &h](double x) { return panel(x) * h(x); };
  };
  double scale = 0.0;
  for (const ChebyshevPanel& panel : density_.panels()) {
    double absolute = 0.0;
    boost::math::quadrature::gauss<double, 20>::integrate(integrand(panel), panel.left(),
                                                          panel.right(), &absolute);
    scale += absolute;
  }
  if (!std::isfinite(scale)) throw NumericalFailure("E h of a density: h is not finite");
  double sum = 0.0;
  for (const ChebyshevPanel& panel : density_.panels())
    sum += integral_by_halving(integrand(panel), panel.left(), panel.right(), 1e-15 * scale);
  return sum / mass_;
}

double DensityLaw::below(double x, std::size_t panel) const {
  return below_(static_cast<Index>(panel)) + density_.panels()[panel].integral_to(x);
}

double DensityLaw::above(double x, std::size_t panel) const {
  const ChebyshevPanel& of = density_.panels()[panel];
  return above_(static_cast<Index>(panel) + 1) + (of.integral() - of.integral_to(x));
}

double DensityLaw::cdf(double x) const {
  if (x <= lower()) return 0.0;
  if (x >= upper()) return 1.0;
  const std::size_t panel = density_.panel_of(x);
  const double left = below(x, panel);
  return left <= 0.5 * mass_ ? left / mass_ : 1.0 - above(x, panel) / mass_;
}

double DensityLaw::survival(double x) const {
  if (x <= lower()) return 1.0;
  if (x >= upper()) return 0.0;
  const std::size_t panel = density_.panel_of(x);
  const double right = above(x, panel);
  return right <= 0.5 * mass_ ? right / mass_ : 1.0 - below(x, panel) / mass_;
}

double DensityLaw::quantile(double p) const {
  require(p > 0.0 && p < 1.0, "probability of a quantile", "in (0, 1)", fmt::format("{}", p));
  // What lies below the quantile, less what should; counted from the nearer end.
  const auto excess = [&](double x, std::size_t panel) {
    return p <= 0.5 ? below(x, panel) - p * mass_ : (1.0 - p) * mass_ - above(x, panel);
  };
  std::size_t panel = 0;
  const std::size_t last = density_.panels().size() - 1;
  while (panel < last && excess(density_.panels()[panel].right(), panel) < 0.0) ++panel;
  const double left = density_.panels()[panel].left(), right = density_.panels()[panel].right();
  const double low = excess(left, panel), high = excess(right, panel);
  if (low >= 0.0) return left;
  if (high <= 0.0) return right;
  std::uintmax_t evaluations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      [&](double x) { return excess(x, panel); }, left, right, low, high,
      boost::math::tools::eps_tolerance<double>(52), evaluations);
  return bracket.second;
}

double DensityLaw::density(double x) const {
  return x < lower() || x > upper() ? 0.0 : density_(x) / mass_;
}

}  // namespace sdescent
