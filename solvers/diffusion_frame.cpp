#include "solvers/diffusion_frame.hpp"

#include "solvers/forward_equation.hpp"
#include "solvers/log_times.hpp"
#include "solvers/ode.hpp"

#include <cmath>

namespace sdescent {

using Eigen::VectorXd;

namespace {

// A frame need not be the law's own: coarser grids and steps do.
constexpr double defect_allowed = 1e-6;
constexpr OdeTolerance step_tolerance{1e-11, 1e-11, 10'000'000};

}  // namespace

DiffusionFrame::DiffusionFrame(const SdeModel& model, double x0, double t,
                               const DiffusionResolution& resolution) {
  const auto attempt = [&](const SincGrid& grid, GridDefect& defect) {
    panels_.clear();
    follow(model, x0, t, resolution, grid, defect);
    return true;
  };
  with_resolution(resolution, defect_allowed, attempt);
}

void DiffusionFrame::follow(const SdeModel& model, double x0, double t,
                            const DiffusionResolution& resolution, const SincGrid& grid,
                            GridDefect& defect) {
  constexpr double longest = 0.5;
  const std::vector<double> stops = log_times({t}, resolution.kinks);
  ForwardEquation equation(model, grid);
  const OdeRightHandSide rhs = [&](double tau, const VectorXd& state, VectorXd& rate) {
    equation.derivative(tau, state, rate);
  };
  VectorXd state = equation.start(x0, std::exp(stops.front()));
  double mean = equation.mean(state), log_deviation = equation.log_deviation(state);
  for (std::size_t i = 1; i < stops.size(); ++i) {
    const auto count = static_cast<int>(std::ceil((stops[i] - stops[i - 1]) / longest));
    double from = stops[i - 1];
    for (int j = 1; j <= count; ++j) {
      const double until =
          j == count ? stops[i] : stops[i - 1] + (stops[i] - stops[i - 1]) * j / count;
      const OdeSolution solution(rhs, state, from, until, step_tolerance);
      VectorXd rate;
      const auto rate_of = [&](auto part) {
        return ChebyshevPanel(
            [&](double tau) {
              equation.derivative(tau, solution.at(tau), rate);
              return (equation.*part)(rate);
            },
            from, until);
      };
      panels_.emplace_back(rate_of(&ForwardEquation::mean),
                           rate_of(&ForwardEquation::log_deviation), mean, log_deviation);
      mean = panels_.back().mean(until);
      log_deviation = panels_.back().log_deviation(until);
      state = solution.at(until);
      defect.observe(grid, equation.density(state));
      from = until;
    }
  }
}

}  // namespace sdescent
