#include "validation/adaptive/phase_windows.hpp"

#include "io/require.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::Index;

/// ∫_a^b in pieces of the width over which erf varies: far out the integrands are constant.
template <class Integrand>
double integral(Integrand f, double a, double b) {
  using Rule = boost::math::quadrature::gauss_kronrod<double, 31>;
  constexpr double flat = 6.0;
  const double middle = std::clamp(flat, a, b);
  return Rule::integrate(f, a, middle, 8, 1e-10) + Rule::integrate(f, middle, b, 8, 1e-10);
}

}  // namespace

PhaseWindows::PhaseWindows(DiagonalSetting setting, double margin)
    : setting_(std::move(setting)), margin_(margin) {
  loss_bound_setting(setting_);
  require_positive("margin", margin);
}

double PhaseWindows::start(Index i) const {
  return setting_.lambda(i) * std::abs(setting_.x0(i)) / (setting_.sigma(i) * std::numbers::sqrt2);
}

double PhaseWindows::time_to(Index i, double y) const {
  const double unit = setting_.sigma(i) * std::numbers::sqrt2 / setting_.lambda(i);
  return unit * integral([](double u) { return 1.0 / std::erf(u); }, y, start(i));
}

double PhaseWindows::deviation(Index i, double y) const {
  const double rate = setting_.lambda(i) / (setting_.sigma(i) * std::numbers::sqrt2);
  const auto injected = [](double u) {
    const double q = std::erfc(u);
    return q * (2.0 - q) / std::erf(u);
  };
  return std::sqrt(setting_.eta * rate * integral(injected, y, start(i)));
}

double PhaseWindows::passage(Index i, double level, double sides) const {
  if (start(i) <= level) return 0.0;
  const auto above = [&](double y) { return y + sides * deviation(i, y) - level; };
  // Below this, noise and phases are of one size and no window is left.
  const double lowest = 0.25 * level;
  require(above(lowest) < 0, "eta", "small enough for |Y| to leave a phase along its mean",
          fmt::format("{}", setting_.eta));
  std::uintmax_t most = 100;
  const auto bracket = boost::math::tools::toms748_solve(
      above, lowest, start(i), boost::math::tools::eps_tolerance<double>(40), most);
  return time_to(i, 0.5 * (bracket.first + bracket.second));
}

PhaseWindow PhaseWindows::phase_one() const {
  for (Index i = 0; i < setting_.lambda.size(); ++i)
    require(start(i) > 1.5, fmt::format("|Y_{}| of the start", i + 1), "> 3/2 (Phase 1)",
            fmt::format("{}", start(i)));
  return {0.0, first_passage(1.5, -margin_)};
}

PhaseWindow PhaseWindows::phase_two() const {
  const double begin = below(1.5);
  double end = passage(0, 1.0, -margin_);
  for (Index i = 1; i < setting_.lambda.size(); ++i) end = std::min(end, passage(i, 1.0, -margin_));
  require(begin < end, "x0 and eta", "such that all coordinates are in Phase 2 at one time",
          fmt::format("one that enters at {:.4g} when another has left at {:.4g}", begin, end));
  return {begin, end};
}

double PhaseWindows::first_at(double level) const { return first_passage(level, 0.0); }

double PhaseWindows::spread(double t) const {
  double sum = 0;
  for (Index i = 0; i < setting_.lambda.size(); ++i) {
    const double unit = setting_.sigma(i) * std::numbers::sqrt2 / setting_.lambda(i);
    const auto late = [&](double y) { return t - time_to(i, y); };
    std::uintmax_t most = 100;
    const auto y = boost::math::tools::toms748_solve(
        late, 1e-3 * start(i), start(i), boost::math::tools::eps_tolerance<double>(40), most);
    const double s = unit * deviation(i, 0.5 * (y.first + y.second));
    sum += s * s;
  }
  return sum;
}

double PhaseWindows::first_passage(double level, double sides) const {
  double first = passage(0, level, sides);
  for (Index i = 1; i < setting_.lambda.size(); ++i)
    first = std::min(first, passage(i, level, sides));
  return first;
}

double PhaseWindows::below(double level) const {
  double begin = 0.0;
  for (Index i = 0; i < setting_.lambda.size(); ++i)
    begin = std::max(begin, passage(i, level, margin_));
  return begin;
}

}  // namespace sdescent::adaptive
