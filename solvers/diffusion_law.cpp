#include "solvers/diffusion_law.hpp"

#include "solvers/dormand_prince.hpp"
#include "solvers/forward_equation.hpp"
#include "solvers/log_times.hpp"

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

/// Probability beyond the last node, by the exponential through the last two nodes at which the
/// density is above `noise` and falls: an upper bound for a density that is log-concave from there
/// on. 1 where it never is.
double tail_above(const SincGrid& grid, const ArrayXd& q, double noise) {
  Index j = q.size() - 1;
  while (j > 0 && !(q(j) > noise && q(j - 1) > q(j))) --j;
  if (j == 0) return 1.0;
  const double slope = std::log(q(j - 1) / q(j)) / grid.spacing();
  return q(j) / slope * std::exp(-slope * (grid.reach() - grid.nodes()(j)));
}

/// The law of m + sY.
DensityLaw law_of(const SincGrid& grid, const ArrayXd& q, double m, double s, double tolerance) {
  const auto panels = static_cast<Index>(std::ceil(2.0 * grid.reach()));
  const ArrayXd breaks = m + s * ArrayXd::LinSpaced(panels + 1, -grid.reach(), grid.reach());
  const double tail = tail_above(grid, q, tolerance) + tail_above(grid, q.reverse(), tolerance);
  return {[&](double x) { return grid.interpolate(q, (x - m) / s) / s; }, breaks, tail,
          DensityAccuracy{1e-13, 1e-15}};
}

/// One walk through all times on one grid.
std::vector<DensityLaw> laws_on(const SdeModel& model, double x0, const std::vector<double>& times,
                                const DiffusionResolution& resolution, const SincGrid& grid,
                                GridDefect& defect) {
  const std::vector<double> stops = log_times(times, resolution.kinks);
  const OdeTolerance tolerance{resolution.step_tolerance, resolution.step_tolerance, 10'000'000};
  ForwardEquation equation(model, grid);
  VectorXd state = equation.start(x0, std::exp(stops.front()));
  std::vector<DensityLaw> laws;
  for (std::size_t i = 1; i < stops.size(); ++i) {
    DormandPrince solver([&](double log_t, const VectorXd& at,
                             VectorXd& rate) { equation.derivative(log_t, at, rate); },
                         state, stops[i - 1], stops[i], tolerance);
    while (!solver.at_end()) {
      solver.step();
      defect.observe(grid, equation.density(solver.state()));
    }
    if (!defect.within(resolution.tolerance)) break;
    state = solver.state();
    const double t = times[std::min(laws.size(), times.size() - 1)];
    if (stops[i] == std::log(t))
      laws.push_back(law_of(grid, equation.density(state), equation.mean(state),
                            std::exp(equation.log_deviation(state)), resolution.tolerance));
  }
  return laws;
}

}  // namespace

std::vector<DensityLaw> diffusion_laws(const SdeModel& model, double x0,
                                       const std::vector<double>& times,
                                       const DiffusionResolution& resolution) {
  const auto attempt = [&](const SincGrid& grid, GridDefect& defect) {
    return laws_on(model, x0, times, resolution, grid, defect);
  };
  return with_resolution(resolution, resolution.tolerance, attempt);
}

DensityLaw diffusion_law(const SdeModel& model, double x0, double t,
                         const DiffusionResolution& resolution) {
  return diffusion_laws(model, x0, {t}, resolution).front();
}

}  // namespace sdescent
