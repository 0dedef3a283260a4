#include "solvers/law_distance.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/compensated_sum.hpp"
#include "solvers/halved_quadrature.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

bool both_atomic(const Law& a, const Law& b) { return a.is_atomic() && b.is_atomic(); }
bool both_dense(const Law& a, const Law& b) { return !a.is_atomic() && !b.is_atomic(); }

const AtomicLaw& atoms_of(const Law& law) { return dynamic_cast<const AtomicLaw&>(law); }

double range(const Law& a, const Law& b) {
  return std::max(a.upper(), b.upper()) - std::min(a.lower(), b.lower());
}

/// The union of the atoms, with what a has more than b at each and up to each.
struct Excess {
  std::vector<double> points, here, up_to;
};

Excess excess(const AtomicLaw& a, const AtomicLaw& b) {
  const double near = 1e-12 * range(a, b);
  Excess result;
  CompensatedSum up_to;
  for (Index i = 0, j = 0; i < a.size() || j < b.size();) {
    const double x = j == b.size() || (i < a.size() && a.points()(i) <= b.points()(j))
                         ? a.points()(i)
                         : b.points()(j);
    double here = 0.0;
    for (; i < a.size() && a.points()(i) <= x + near; ++i) here += a.probabilities()(i);
    for (; j < b.size() && b.points()(j) <= x + near; ++j) here -= b.probabilities()(j);
    up_to += here;
    result.points.push_back(x);
    result.here.push_back(here);
    result.up_to.push_back(up_to.value());
  }
  return result;
}

std::vector<double> all_knots(const Law& a, const Law& b) {
  std::vector<double> knots;
  std::set_union(a.knots().begin(), a.knots().end(), b.knots().begin(), b.knots().end(),
                 std::back_inserter(knots));
  return knots;
}

/// Σ ∫ f between neighbouring places.
double integral(const RealFunction& f, const std::vector<double>& places, double tolerance) {
  CompensatedSum sum;
  for (std::size_t i = 1; i < places.size(); ++i)
    if (places[i] > places[i - 1])
      sum += integral_by_halving(f, places[i - 1], places[i], tolerance);
  return sum.value();
}

/// Where f has a zero between neighbouring places, each of these intervals cut into 16.
std::vector<double> zeros(const RealFunction& f, const std::vector<double>& places) {
  constexpr int parts = 16;
  std::vector<double> found;
  for (std::size_t i = 1; i < places.size(); ++i)
    for (int part = 0; part < parts; ++part) {
      const double width = (places[i] - places[i - 1]) / parts;
      const double left = places[i - 1] + part * width, right = left + width;
      const double low = f(left), high = f(right);
      if (low == 0.0) found.push_back(left);
      if (!(low < 0.0 && high > 0.0) && !(low > 0.0 && high < 0.0)) continue;
      std::uintmax_t evaluations = 100;
      found.push_back(
          boost::math::tools::toms748_solve(
              f, left, right, low, high, boost::math::tools::eps_tolerance<double>(50), evaluations)
              .first);
    }
  return found;
}

double cost_of_atoms(const AtomicLaw& a, const AtomicLaw& b) {
  CompensatedSum sum;
  Index i = 0, j = 0;
  double left_of_a = a.probabilities()(0), left_of_b = b.probabilities()(0);
  while (true) {
    const double moved = std::min(left_of_a, left_of_b);
    const double way = a.points()(i) - b.points()(j);
    sum += moved * way * way;
    left_of_a -= moved;
    left_of_b -= moved;
    if (left_of_a <= 0.0) {
      if (++i == a.size()) break;
      left_of_a = a.probabilities()(i);
    }
    if (left_of_b <= 0.0) {
      if (++j == b.size()) break;
      left_of_b = b.probabilities()(j);
    }
  }
  return sum.value();
}

/// Every atom gets the density between two of its quantiles.
double cost_of_atoms_and_density(const AtomicLaw& a, const Law& b) {
  const double tolerance = 1e-17 * std::pow(range(a, b), 2.0);
  CompensatedSum sum;
  double from = b.lower();
  for (Index i = 0; i < a.size(); ++i) {
    const double x = a.points()(i), p = a.cdf(x);
    const double to = p <= 0.0 ? from : p >= 1.0 ? b.upper() : std::max(from, b.quantile(p));
    std::vector<double> places{from};
    std::copy(std::upper_bound(b.knots().begin(), b.knots().end(), from),
              std::lower_bound(b.knots().begin(), b.knots().end(), to), std::back_inserter(places));
    places.push_back(to);
    sum += integral([&](double y) { return (y - x) * (y - x) * b.density(y); }, places, tolerance);
    from = to;
  }
  return sum.value();
}

double cost_of_densities(const Law& a, const Law& b) {
  const auto cost = [&](double x) {
    const double p = a.cdf(x);
    const double way = p > 0.0 && p < 1.0 ? b.quantile(p) - x : 0.0;
    return way * way * a.density(x);
  };
  const std::vector<double> places(a.knots().begin(), a.knots().end());
  return integral(cost, places, 1e-17 * std::pow(range(a, b), 2.0));
}

}  // namespace

double total_variation(const Law& a, const Law& b) {
  if (both_atomic(a, b)) {
    CompensatedSum sum;
    for (const double here : excess(atoms_of(a), atoms_of(b)).here) sum += std::abs(here);
    return 0.5 * sum.value();
  }
  if (!both_dense(a, b))
    throw InvalidInput(
        "total variation of atoms and a density is always 1: put the density on the atoms first, "
        "by on_sites() or on_cells()");
  return 0.5 * integral([&](double x) { return std::abs(a.density(x) - b.density(x)); },
                        all_knots(a, b), 1e-15);
}

double kolmogorov(const Law& a, const Law& b) {
  double largest = 0.0;
  if (both_atomic(a, b)) {
    for (const double up_to : excess(atoms_of(a), atoms_of(b)).up_to)
      largest = std::max(largest, std::abs(up_to));
    return largest;
  }
  std::vector<double> places = all_knots(a, b);
  if (both_dense(a, b)) {
    const auto inside = zeros([&](double x) { return a.density(x) - b.density(x); }, places);
    places.insert(places.end(), inside.begin(), inside.end());
  }
  for (const double x : places)
    largest =
        std::max({largest, std::abs(a.cdf(x) - b.cdf(x)), std::abs(a.cdf_left(x) - b.cdf_left(x))});
  return largest;
}

double wasserstein(const Law& a, const Law& b) {
  if (both_atomic(a, b)) {
    const Excess difference = excess(atoms_of(a), atoms_of(b));
    CompensatedSum sum;
    for (std::size_t i = 1; i < difference.points.size(); ++i)
      sum += std::abs(difference.up_to[i - 1]) * (difference.points[i] - difference.points[i - 1]);
    return sum.value();
  }
  return integral([&](double x) { return std::abs(a.cdf(x) - b.cdf(x)); }, all_knots(a, b),
                  1e-15 * range(a, b));
}

double wasserstein_2(const Law& a, const Law& b) {
  if (both_atomic(a, b)) return std::sqrt(cost_of_atoms(atoms_of(a), atoms_of(b)));
  if (a.is_atomic()) return std::sqrt(cost_of_atoms_and_density(atoms_of(a), b));
  if (b.is_atomic()) return std::sqrt(cost_of_atoms_and_density(atoms_of(b), a));
  return std::sqrt(cost_of_densities(a, b));
}

AtomicLaw on_sites(const Law& law, const AtomicLaw& lattice) {
  ArrayXd p(lattice.size());
  CompensatedSum sum;
  for (Index i = 0; i < p.size(); ++i) sum += p(i) = law.density(lattice.points()(i));
  require_positive("density at the sites of a lattice, summed", sum.value());
  return {lattice.points(), p / sum.value()};
}

AtomicLaw on_cells(const Law& law, const AtomicLaw& lattice) {
  const ArrayXd& x = lattice.points();
  ArrayXd p(x.size());
  double below = 0.0;
  for (Index i = 0; i < p.size(); ++i) {
    const double up_to = i + 1 < p.size() ? law.cdf(0.5 * (x(i) + x(i + 1))) : 1.0;
    p(i) = std::max(up_to - below, 0.0);  // below 0 by rounding only
    below = up_to;
  }
  return {x, p};
}

}  // namespace sdescent
