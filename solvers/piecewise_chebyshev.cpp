#include "solvers/piecewise_chebyshev.hpp"

#include "io/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent {
namespace {

bool resolves(const ChebyshevPanel& panel, const PanelAccuracy& accuracy) {
  const double unresolved = panel.unresolved();
  return unresolved < accuracy.absolute + accuracy.relative * panel.largest() ||
         unresolved * (panel.right() - panel.left()) < accuracy.integral;
}

}  // namespace

PiecewiseChebyshev::PiecewiseChebyshev(const std::function<double(double)>& f, double lo, double hi,
                                       double tolerance)
    : PiecewiseChebyshev(f, Eigen::ArrayXd{{lo, hi}}, PanelAccuracy{tolerance}) {}

PiecewiseChebyshev::PiecewiseChebyshev(const std::function<double(double)>& f,
                                       const Eigen::ArrayXd& breaks,
                                       const PanelAccuracy& accuracy) {
  for (Eigen::Index i = 1; i < breaks.size(); ++i)
    add(f, breaks(i - 1), breaks(i), accuracy, accuracy.halvings);
}

void PiecewiseChebyshev::add(const std::function<double(double)>& f, double lo, double hi,
                             const PanelAccuracy& accuracy, int halvings_left) {
  const ChebyshevPanel panel(f, lo, hi);
  if (resolves(panel, accuracy)) {
    panels_.push_back(panel);
    return;
  }
  if (halvings_left == 0)
    throw NumericalFailure(fmt::format("a table does not reach the tolerance {} between {} and {}",
                                       accuracy.absolute + accuracy.relative, lo, hi));
  const double middle = 0.5 * (lo + hi);
  add(f, lo, middle, accuracy, halvings_left - 1);
  add(f, middle, hi, accuracy, halvings_left - 1);
}

std::size_t PiecewiseChebyshev::panel_of(double x) const {
  const auto after =
      std::upper_bound(panels_.begin() + 1, panels_.end(), x,
                       [](double at, const ChebyshevPanel& panel) { return at < panel.left(); });
  return static_cast<std::size_t>(after - panels_.begin()) - 1;
}

}  // namespace sdescent
