#include "solvers/stepper_law.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/centred_lagrange.hpp"
#include "solvers/gauss_hermite.hpp"

#include <Eigen/SparseCore>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using Kernel = Eigen::SparseMatrix<double, Eigen::RowMajor>;

/// The grid with its margins, and the window that is 1 between lower and upper and falls to 0
/// smoothly, both to rounding, at the ends.
struct Domain {
  double spacing, margin;
  ArrayXd points, window;

  explicit Domain(const StepperGrid& grid)
      : spacing((grid.upper - grid.lower) / static_cast<double>(grid.intervals)),
        margin(0.5 * (grid.upper - grid.lower)) {
    const Index beyond = (grid.intervals + 1) / 2;
    const Index size = grid.intervals + 1 + 2 * beyond;
    points =
        grid.lower + spacing * ArrayXd::LinSpaced(size, static_cast<double>(-beyond),
                                                  static_cast<double>(grid.intervals + beyond));
    window = points.unaryExpr([&](double x) {
      const double depth = std::max(grid.lower - x, x - grid.upper) / margin;
      return 0.5 * std::erfc(12.0 * (depth - 0.5));
    });
  }
};

/// Adds to `row` the weights of the domain's points at x; points that the domain does not have
/// stand for zeros.
void add_stencil(const Domain& domain, double x, double factor, Eigen::Ref<ArrayXd> row) {
  const Index size = domain.points.size();
  if (!(x > domain.points(0) && x < domain.points(size - 1))) return;
  const LagrangeStencil stencil = centred_lagrange(domain.points(0), domain.spacing, x);
  for (Index j = 0; j < LagrangeStencil::size; ++j)
    if (const Index i = stencil.first + j; i >= 0 && i < size)
      row(i) += factor * stencil.weights[static_cast<std::size_t>(j)];
}

/// The rate of stopping deep in the margins: paths that the drift brings in from the ends, or that
/// noise takes there, are stopped up to e^{−37} on the way.
double stopping_rate(const SdeModel& model, double t, const Domain& domain, Scratch& scratch) {
  const Index n = domain.points.size(), sources = model.noise_dimension();
  const Block states = domain.points;
  Block drift(n, 1), noise(n, 1);
  Block diagonal(n, model.noise_kind() == NoiseKind::diagonal ? sources : 0);
  model.coefficients(t, states, drift, diagonal, scratch);
  model.diffuse(t, states, Block::Ones(n, sources), noise, scratch);
  const double outside = 100.0 * drift.abs().maxCoeff() / domain.margin;
  return std::max(outside, 3000.0 * noise.square().maxCoeff() / (domain.margin * domain.margin));
}

/// Where a step takes every point of the domain, a row for each and a column for each node.
ArrayXd ends_of_step(const Stepper& stepper, const SdeModel& model, double t, double dt,
                     const Domain& domain, const GaussHermite& rule, Scratch& scratch) {
  const Index n = domain.points.size(), nodes = rule.nodes.size();
  Block states(n * nodes, 1), dW(n * nodes, model.noise_dimension());
  for (Index q = 0; q < nodes; ++q) {
    states.middleRows(q * n, n) = domain.points;
    dW.middleRows(q * n, n).setConstant(std::sqrt(dt) * rule.nodes(q));
  }
  stepper.step(model, t, dt, dW, states, scratch);
  if (!states.allFinite())
    throw NumericalFailure(fmt::format("a step of {} is not finite on [{}, {}]", stepper.name(),
                                       domain.points(0), domain.points(n - 1)));
  return states.col(0);
}

Kernel kernel(const Stepper& stepper, const SdeModel& model, double t, double dt,
              const Domain& domain, const GaussHermite& rule) {
  constexpr double negligible = 1e-20;
  Scratch scratch;
  const Index n = domain.points.size();
  const ArrayXd ends = ends_of_step(stepper, model, t, dt, domain, rule, scratch);
  const double rate = stopping_rate(model, t, domain, scratch);
  Kernel result(n, n);
  ArrayXd row(n);
  for (Index i = 0; i < n; ++i) {
    row.setZero();
    const double survival = std::exp(-rate * dt * (1.0 - domain.window(i)));
    for (Index q = 0; q < rule.nodes.size(); ++q)
      if (rule.weights(q) > negligible)
        add_stencil(domain, ends(q * n + i), survival * rule.weights(q), row);
    result.startVec(i);
    for (Index j = 0; j < n; ++j)
      if (row(j) != 0.0) result.insertBack(i, j) = row(j);
  }
  result.finalize();
  return result;
}

void check(const Stepper& stepper, const SdeModel& model, double x0, double dt,
           const StepperGrid& grid) {
  require_equal("columns of the state of a stepper's law", model.layout().size(), 1);
  require(model.noise_dimension() <= 1, "sources of a stepper's law", "at most 1",
          fmt::format("{}", model.noise_dimension()));
  require(stepper.accepts(model), "stepper of a law", "one that accepts the model's noise",
          stepper.name());
  require_positive("time step of a stepper's law", dt);
  require(std::isfinite(grid.lower) && std::isfinite(grid.upper) && grid.lower <= x0 &&
              x0 <= grid.upper && grid.lower < grid.upper,
          "start of a stepper's law", "in the grid's interval",
          fmt::format("{} of [{}, {}]", x0, grid.lower, grid.upper));
  require_at_least("intervals of a stepper's grid", grid.intervals, LagrangeStencil::size);
}

}  // namespace

double StepperLaw::mean(const RealFunction& h) const {
  double sum = 0.0;
  for (Index i = 0; i < points.size(); ++i) sum += weights(i) * h(points(i));
  return sum;
}

double StepperLaw::variance(const RealFunction& h) const {
  const double centre = mean(h);
  return mean([&](double x) { return (h(x) - centre) * (h(x) - centre); });
}

StepperLaw stepper_law(const Stepper& stepper, const SdeModel& model, double x0, double dt,
                       std::uint64_t steps, const StepperGrid& grid, bool autonomous) {
  constexpr double most_lost = 1e-11;
  check(stepper, model, x0, dt, grid);
  const Domain domain(grid);
  const GaussHermite rule(model.noise_dimension() == 0 ? 1 : grid.nodes);
  ArrayXd start = ArrayXd::Zero(domain.points.size());
  add_stencil(domain, x0, 1.0, start);
  VectorXd weights = start.matrix();
  Kernel step;
  for (std::uint64_t n = 0; n < steps; ++n) {
    if (n == 0 || !autonomous)
      step = kernel(stepper, model, static_cast<double>(n) * dt, dt, domain, rule);
    weights = (step.transpose() * weights).eval();
  }
  StepperLaw law{domain.points, weights.array() * domain.window};
  if (const double lost = 1.0 - law.weights.sum(); !(std::abs(lost) <= most_lost))
    throw NumericalFailure(
        fmt::format("the law of {} leaves [{}, {}] or is not resolved there: its weights sum to 1 "
                    "up to {:.1e}",
                    stepper.name(), grid.lower, grid.upper, lost));
  return law;
}

}  // namespace sdescent
