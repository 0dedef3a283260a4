#include "solvers/ode.hpp"

#include "io/error.hpp"
#include "io/require.hpp"

#include <boost/numeric/odeint.hpp>
#include <boost/numeric/odeint/external/eigen/eigen.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace sdescent {
namespace {

namespace odeint = boost::numeric::odeint;
using Vector = Eigen::VectorXd;
using Dopri5 =
    odeint::runge_kutta_dopri5<Vector, double, Vector, double, odeint::vector_space_algebra>;
using DenseStepper = odeint::result_of::make_dense_output<Dopri5>::type;

[[noreturn]] void fail(double t, const char* what) {
  throw NumericalFailure(fmt::format(
      "the ODE solver stopped at t = {}: {} (a right-hand side that jumps or grows without bound; "
      "end the run before this time)",
      t, what));
}

}  // namespace

/// One dense-output stepper for each accepted step: each interpolates on its own interval.
struct OdeSolution::Pieces {
  double t0;
  double t1;
  Vector s0;
  std::vector<DenseStepper> steps;
};

OdeSolution::OdeSolution(const OdeRightHandSide& rhs, const Vector& s0, double t0, double t1,
                         OdeTolerance tolerance)
    : pieces_(new Pieces{t0, t1, s0, {}}) {
  require(t1 >= t0, "end of the ODE's interval", fmt::format(">= its start {}", t0),
          fmt::format("{}", t1));
  require_positive("relative tolerance of the ODE", tolerance.relative);
  require_positive("absolute tolerance of the ODE", tolerance.absolute);
  const auto checked = [&rhs](const Vector& s, Vector& ds, double t) {
    ds.resize(s.size());
    rhs(t, s, ds);
    // Odeint's error control lets NaN through in silence.
    if (!ds.allFinite()) fail(t, "the right-hand side is not finite");
  };
  DenseStepper stepper =
      odeint::make_dense_output(tolerance.absolute, tolerance.relative, Dopri5());
  stepper.initialize(s0, t0, std::max(1e-3 * (t1 - t0), 1e-300));
  while (stepper.current_time() < t1) {
    if (pieces_->steps.size() == tolerance.max_steps)
      fail(stepper.current_time(), "too many steps");
    try {
      stepper.do_step(checked);
    } catch (const odeint::step_adjustment_error&) {
      fail(stepper.current_time(), "no step is small enough");
    }
    if (!stepper.current_state().allFinite())
      fail(stepper.current_time(), "the state is not finite");
    pieces_->steps.push_back(stepper);
  }
}

OdeSolution::OdeSolution(const OdeModel& model, const Vector& s0, double t0, double t1,
                         OdeTolerance tolerance)
    : OdeSolution(
          [&model, scratch = std::make_shared<Scratch>()](double t, const Vector& s, Vector& ds) {
            const ConstBlockMap row(s.data(), 1, s.size(), Eigen::OuterStride<>(1));
            BlockMap out(ds.data(), 1, ds.size(), Eigen::OuterStride<>(1));
            model.derivative(t, row, out, *scratch);
          },
          s0, t0, t1, tolerance) {}

OdeSolution::~OdeSolution() = default;
OdeSolution::OdeSolution(OdeSolution&&) noexcept = default;
OdeSolution& OdeSolution::operator=(OdeSolution&&) noexcept = default;

Vector OdeSolution::at(double t) const {
  require(t >= pieces_->t0 && t <= pieces_->t1, "time of the ODE's solution",
          fmt::format("between {} and {}", pieces_->t0, pieces_->t1), fmt::format("{}", t));
  const auto& steps = pieces_->steps;
  const auto piece = std::lower_bound(
      steps.begin(), steps.end(), t,
      [](const DenseStepper& step, double time) { return step.current_time() < time; });
  if (piece == steps.end()) return pieces_->s0;
  Vector s(pieces_->s0.size());
  piece->calc_state(t, s);
  return s;
}

std::size_t OdeSolution::steps() const { return pieces_->steps.size(); }

}  // namespace sdescent
