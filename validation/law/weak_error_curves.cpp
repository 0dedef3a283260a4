#include "io/require.hpp"
#include "models/sign_sgd_chain.hpp"
#include "solvers/diffusion_law.hpp"
#include "solvers/mean_flow.hpp"
#include "solvers/ode.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/law/weak_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

/// E h for each test function, and the variance after them.
ArrayXd means(const WeakErrorSetting& s, const Law& law) {
  ArrayXd result(s.functions.size() + 1);
  for (std::size_t h = 0; h < s.functions.size(); ++h)
    result(static_cast<Index>(h)) = law.mean(s.functions[h].h);
  result(result.size() - 1) = law.variance();
  return result;
}

ArrayXd chain_means(const WeakErrorSetting& s, const WeakErrorCase& of, double eta,
                    double spacing) {
  const SignSgdChain chain(of.problem, eta, VectorXd::Constant(1, s.x0), 0, of.schedule);
  if (of.schedule.name() == "constant") return means(s, chain.laws(s.x0, {s.steps(eta)}).front());
  return means(s, chain.laws_on_grid(s.x0, spacing, {s.steps(eta)}).front().law);
}

/// The noise-free ODE at T, by the drift of the SDE.
ArrayXd ode_means(const WeakErrorSetting& s, const MistakenSde& sde) {
  const OdeRightHandSide rhs = [&](double t, const VectorXd& x, VectorXd& dx) {
    Scratch scratch;
    Block drift(1, 1);
    drift_of(sde, t).evaluate(x.array(), drift, scratch);
    dx = drift.col(0).matrix();
  };
  std::vector<double> times = sde.kinks();
  times.erase(std::remove_if(times.begin(), times.end(), [&](double t) { return t >= s.duration; }),
              times.end());
  times.push_back(s.duration);
  ArrayXd result = ArrayXd::Zero(static_cast<Index>(s.functions.size()) + 1);
  double from = 0.0;
  VectorXd x = VectorXd::Constant(1, s.x0);
  for (const double until : times) {
    x = OdeSolution(rhs, x, from, until, {1e-13, 1e-14}).at(until);
    from = until;
  }
  for (std::size_t h = 0; h < s.functions.size(); ++h)
    result(static_cast<Index>(h)) = s.functions[h].h(x(0));
  return result;
}

ArrayXd sde_means(const WeakErrorSetting& s, const WeakErrorCase& of, double eta, Mistake mistake,
                  DiffusionResolution resolution = {}) {
  const MistakenSde sde(of, eta, mistake);
  if (mistake == Mistake::noise_free) return ode_means(s, sde);
  resolution.kinks = sde.kinks();
  return means(s, diffusion_law(sde, s.x0, s.duration, resolution));
}

/// By how much other grids move anything at one η.
double numerical_error(const WeakErrorSetting& s, const WeakErrorCase& of, double eta,
                       Mistake mistake, double spacing) {
  const DiffusionResolution other{0.24, 14.0};
  const ArrayXd chain = chain_means(s, of, eta, spacing) - chain_means(s, of, eta, 0.5 * spacing);
  const ArrayXd sde = sde_means(s, of, eta, mistake) - sde_means(s, of, eta, mistake, other);
  return std::max(chain.abs().maxCoeff(), sde.abs().maxCoeff());
}

}  // namespace

WeakErrorCurves weak_error_curves(const WeakErrorSetting& s, const WeakErrorCase& of,
                                  Planted planted) {
  // The functions vary over lengths of the noise's scale and of the indicator's width.
  const double spacing = s.width / 50.0;
  const Index n = s.eta.size(), m = static_cast<Index>(s.functions.size());
  Eigen::ArrayXXd chain(n, m + 1), sde(n, m + 1), ode(n, m + 1);
  for (Index i = 0; i < n; ++i) {
    const double eta = s.eta(i);
    chain.row(i) = chain_means(s, of, eta, spacing).transpose();
    sde.row(i) = sde_means(s, of, eta, planted.mistake).transpose();
    ode.row(i) = sde.row(i);
    if (!planted.noise_in_ode) ode.row(i) = ode_means(s, {of, eta, planted.mistake}).transpose();
  }
  // Three times the largest found at both ends, and rounding.
  const double found = std::max(numerical_error(s, of, s.eta(0), planted.mistake, spacing),
                                numerical_error(s, of, s.eta(n - 1), planted.mistake, spacing));
  return {chain.leftCols(m), sde.leftCols(m), ode.leftCols(m),    chain.col(m),
          sde.col(m),        ode.col(m),      3.0 * found + 1e-14};
}

WeakErrorTheory weak_error_theory(const WeakErrorSetting& s, const WeakErrorCase& of) {
  const auto m = static_cast<Index>(s.functions.size());
  const StateFunction h{std::vector<std::string>(s.functions.size()),
                        [&](const ConstBlockRef& x, BlockRef out, Scratch&) {
                          for (std::size_t j = 0; j < s.functions.size(); ++j)
                            out.col(static_cast<Index>(j)) = x.col(0).unaryExpr(s.functions[j].h);
                        }};
  const WeakExpansion expansion =
      weak_expansion(MistakenSde(of, 1.0, Mistake::none), VectorXd::Constant(1, s.x0), s.duration);
  constexpr double infinity = std::numeric_limits<double>::infinity();
  WeakErrorTheory theory{expansion.chain_minus_sde(h), expansion.spread(0),
                         ArrayXd::Constant(m, infinity), infinity};
  const double eta = s.eta(0);
  const ArrayXd own = sde_means(s, of, eta, Mistake::none);
  for (const Mistake mistake : s.mistakes) {
    const bool of_schedule = mistake == Mistake::root_schedule || mistake == Mistake::next_step;
    if (!is_near(mistake) || (of_schedule && of.schedule.name() == "constant")) continue;
    const ArrayXd moved = (sde_means(s, of, eta, mistake) - own).abs() / eta;
    theory.coefficient_tolerance = theory.coefficient_tolerance.min(moved.head(m) / 3.0);
    if (mistake != Mistake::next_step)
      theory.spread_tolerance = std::min(theory.spread_tolerance, moved(m) / 3.0);
  }
  return theory;
}

Index expansion_window(const WeakErrorSetting& s, const std::vector<WeakErrorTheory>& theory) {
  double spread = 0.0;
  for (const WeakErrorTheory& of : theory) spread = std::max(spread, of.spread);
  const double largest = 0.1 * std::min(1.0, s.width * s.width) / spread;
  const Index count = (s.eta <= largest).count();
  require(count >= 3, "eta", fmt::format("<= {:.3g} (w²/10V) for at least three values", largest),
          fmt::format("{} that are", count));
  return count;
}

}  // namespace sdescent::law
