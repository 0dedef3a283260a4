#include "validation/adaptive/fig2_phases_setting.hpp"

#include "io/require.hpp"
#include "models/embedded_saddle.hpp"
#include "models/sign_flow.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/drift_ode.hpp"
#include "solvers/ode.hpp"
#include "validation/refinement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

namespace {

ArrayXXd solved(const OdeModel& model, const ArrayXd& start, const ArrayXd& t) {
  const OdeSolution solution(model, start.matrix(), 0.0, t.maxCoeff());
  ArrayXXd x(t.size(), start.size());
  for (Index k = 0; k < t.size(); ++k) x.row(k) = solution.at(t(k)).transpose().array();
  return x;
}

/// |Y| < √π/2, where (2/π)(∇f/σ)² < 1.
void require_defined(const char* what, double y) {
  const double limit = 0.5 * std::sqrt(std::numbers::pi);
  require(y < limit, what, fmt::format("< sqrt(pi)/2 = {:.4f}, where the SDE (5) ends", limit),
          fmt::format("{}", y));
}

}  // namespace

PhasesSetting::PhasesSetting(const ParameterValues& p)
    : lambda(p.reals("hessian")),
      sigma(p.real("sigma")),
      eta(p.real("eta")),
      far(p.reals("far")),
      near(p.reals("near")),
      edge(p.real("edge")),
      saddle_eigenvalues(p.reals("saddle-hessian")),
      saddle_start(p.reals("saddle-start")),
      quartic(p.real("quartic")),
      cubic(p.real("cubic")),
      paths(p.count("paths")),
      steps(p.count("steps")),
      phase_three_steps(p.count("phase-three-steps")),
      records(p.count("records")),
      refine(refinement_range(p).start) {
  require_positive("sigma", sigma);
  require_equal("number of coordinates of far", far.size(), dimension());
  require_equal("number of coordinates of near", near.size(), dimension());
  require_equal("number of coordinates of saddle-start", saddle_start.size(),
                saddle_eigenvalues.size());
  const std::uint64_t fewest = std::min(steps, phase_three_steps);
  require(records <= fewest, "records", fmt::format("<= {}, the steps of a journey", fewest),
          fmt::format("{}", records));
  require((far > 0.0).all() && (far * ratio()).minCoeff() > phase_one_border, "far",
          "> 0 and in Phase 1, lambda x/(sigma sqrt 2) > 3/2",
          fmt::format("{}", (far * ratio()).minCoeff()));
  require_defined("largest |Y| of near", (near * ratio()).abs().maxCoeff());
  require_defined("edge", edge);
  require(saddle_eigenvalues(0) < 0.0 &&
              (saddle_eigenvalues.tail(saddle_eigenvalues.size() - 1) > 0.0).all(),
          "saddle-hessian", "of one negative eigenvalue, the first",
          to_string(ParameterValue(saddle_eigenvalues)));
}

ArrayXd PhasesSetting::start_at(double y) const { return y / ratio(); }

ProblemPointer PhasesSetting::quadratic(double factor) const {
  return gaussian_quadratic(lambda, ArrayXd::Constant(dimension(), factor * sigma));
}

ProblemPointer PhasesSetting::saddle(double factor) const {
  return gaussian_problem(
      std::make_shared<EmbeddedSaddle>(saddle_eigenvalues.matrix(), quartic, cubic),
      ArrayXd::Constant(saddle_eigenvalues.size(), factor * sigma));
}

ArrayXd PhasesSetting::ratio() const { return lambda / (sigma * std::numbers::sqrt2); }

ArrayXd PhasesSetting::rate() const { return slope_one * lambda / sigma; }

ArrayXd PhasesSetting::phase_one_ends() const { return far - start_at(phase_one_border); }

std::vector<std::uint64_t> PhasesSetting::phase_one_last() const {
  std::vector<std::uint64_t> last;
  for (const double t : phase_one_ends()) last.push_back(static_cast<std::uint64_t>(t / eta));
  return last;
}

std::vector<PhasesSetting::Window> PhasesSetting::phase_two() const {
  const auto n = static_cast<Index>(steps) + 1;
  const ArrayXd t = ArrayXd::LinSpaced(n, 0.0, end());
  const ArrayXXd x = mean_flow(quadratic(), eta, far, t);
  std::vector<Window> windows;
  for (Index i = 0; i < dimension(); ++i) {
    const ArrayXd y = ratio()(i) * x.col(i);  // decreases
    const auto first = (y > phase_two_upper).count(), after = (y >= phase_two_lower).count();
    require(after < n && after > first + 1, "steps",
            "enough for Phase 2 of each coordinate, at least two of them in it",
            fmt::format("{}", steps));
    windows.push_back({static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(after - 1)});
  }
  return windows;
}

MomentTable PhasesSetting::lemma(const ArrayXd& start, const ArrayXd& t, double factor) const {
  return sign_sgd_moments({lambda, ArrayXd::Constant(dimension(), factor * sigma), start, eta}, t);
}

double PhasesSetting::settled() const {
  return ((far - start_at(1.0)) / std::erf(1.0)).maxCoeff() + 4.0 / rate().minCoeff();
}

double PhasesSetting::side_of_saddle(double factor) const {
  const double c = -slope_one * saddle_eigenvalues(0) / (factor * sigma);
  return 0.5 * std::erfc(-saddle_start(0) * std::sqrt(c / eta));
}

ArrayXXd mean_flow(const ProblemPointer& problem, double eta, const ArrayXd& start,
                   const ArrayXd& t) {
  return solved(DriftOde(std::make_shared<SignSgdSde>(problem, eta)), start, t);
}

ArrayXXd sign_flow(const ProblemPointer& problem, const ArrayXd& start, const ArrayXd& t) {
  return solved(SignFlow(problem), start, t);
}

}  // namespace sdescent::adaptive
