#include "solvers/diffusion_mean.hpp"

#include "solvers/diffusion_frame.hpp"
#include "solvers/dormand_prince.hpp"
#include "solvers/scalar_coefficients.hpp"

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

/// The equation of w against −τ on one panel of the frame:
/// dw/d(−τ) = α(w_y + ½yw) + ½β(w_yy + y w_y + (½ + ¼y²)w), α and β those of ForwardEquation × t.
class BackwardEquation {
 public:
  BackwardEquation(const SdeModel& model, const SincGrid& grid)
      : coefficients_(model), grid_(grid) {}

  void derivative(const DiffusionFrame::Panel& frame, double tau, const VectorXd& w,
                  VectorXd& rate) {
    const double t = std::exp(tau), s = std::exp(frame.log_deviation(tau));
    const ArrayXd& y = grid_.nodes();
    coefficients_.evaluate(t, frame.mean(tau) + s * y);
    const ArrayXd alpha =
        (t * coefficients_.drift() - frame.mean_rate(tau)) / s - frame.growth(tau) * y;
    const ArrayXd half_beta = 0.5 * t / (s * s) * coefficients_.square();
    first_.noalias() = grid_.first_derivative() * w;
    second_.noalias() = grid_.second_derivative() * w;
    rate = ((alpha + half_beta * y) * first_.array() + half_beta * second_.array() +
            (0.5 * alpha * y + half_beta * (0.5 + 0.25 * y.square())) * w.array())
               .matrix();
  }

 private:
  ScalarCoefficients coefficients_;
  const SincGrid& grid_;
  VectorXd first_, second_;
};

/// Errors of time steps excite the highest frequencies by much more than themselves, and E h by
/// much less: what defect tells of the grid has to be seen above that.
constexpr double defect_over_tolerance = 1000.0;

double mean_on(const SdeModel& model, const DiffusionFrame& frame, const RealFunction& h,
               const DiffusionResolution& resolution, const SincGrid& grid, GridDefect& defect) {
  const ArrayXd& y = grid.nodes();
  const ArrayXd weight = (-0.25 * y.square()).exp();
  const DiffusionFrame::Panel& last = frame.panels().back();
  const double m = last.mean(last.until()), s = std::exp(last.log_deviation(last.until()));
  VectorXd w = (weight * (m + s * y).unaryExpr(h)).matrix();
  const double scale = w.cwiseAbs().maxCoeff();
  if (scale == 0.0) return 0.0;
  w /= scale;
  defect.observe(grid, w.array());
  BackwardEquation equation(model, grid);
  for (auto panel = frame.panels().rbegin(); panel != frame.panels().rend(); ++panel) {
    if (!defect.within(defect_over_tolerance * resolution.tolerance)) return 0.0;
    DormandPrince solver([&](double minus_tau, const VectorXd& at,
                             VectorXd& rate) { equation.derivative(*panel, -minus_tau, at, rate); },
                         w, -panel->until(), -panel->from(),
                         {resolution.step_tolerance, resolution.step_tolerance, 10'000'000});
    while (!solver.at_end()) solver.step();
    w = solver.state();
    defect.observe(grid, w.array());
  }
  return scale * grid.integral(w.array() * weight) / std::sqrt(2.0 * std::numbers::pi);
}

}  // namespace

double diffusion_mean(const SdeModel& model, double x0, double t, const RealFunction& h,
                      const DiffusionResolution& resolution) {
  const DiffusionFrame frame(model, x0, t, resolution);
  const auto attempt = [&](const SincGrid& grid, GridDefect& defect) {
    return mean_on(model, frame, h, resolution, grid, defect);
  };
  return with_resolution(resolution, defect_over_tolerance * resolution.tolerance, attempt);
}

}  // namespace sdescent
