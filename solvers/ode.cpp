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

/// Whether the last thousand steps got nowhere, as they do at a jump of the right-hand side; the
/// 10⁵ steps usually allowed would fill the memory there.
bool stalled(const std::vector<DenseStepper>& steps, double interval) {
  constexpr std::size_t window = 1000;
  return steps.size() > window &&
         steps.back().current_time() - steps[steps.size() - window].current_time() <
             1e-9 * interval;
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
  require_finite("start of the ODE's interval", t0);
  require_finite("end of the ODE's interval", t1);
  require(t1 >= t0, "end of the ODE's interval", fmt::format(">= its start {}", t0),
          fmt::format("{}", t1));
  require_positive("relative tolerance of the ODE", tolerance.relative);
  require_positive("absolute tolerance of the ODE", tolerance.absolute);
  const auto checked = [&rhs, t1](const Vector& s, Vector& ds, double stage) {
    const double t = std::min(stage, t1);  // t + dt may pass the end by rounding
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
    if (stalled(pieces_->steps, t1 - t0))
      fail(stepper.current_time(), "the steps have become too short");
    // The right-hand side need not exist beyond the end.
    if (stepper.current_time() + stepper.current_time_step() > t1)
      stepper.initialize(Vector(stepper.current_state()), stepper.current_time(),
                         t1 - stepper.current_time());
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
  Vector s(pieces_->s0.size());
  at(t, s);
  return s;
}

void OdeSolution::at(double t, Eigen::Ref<Eigen::VectorXd> s) const {
  if (!(t >= pieces_->t0 && t <= pieces_->t1))
    require(false, "time of the ODE's solution",
            fmt::format("between {} and {}", pieces_->t0, pieces_->t1), fmt::format("{}", t));
  const auto& steps = pieces_->steps;
  const auto piece = std::lower_bound(
      steps.begin(), steps.end(), t,
      [](const DenseStepper& step, double time) { return step.current_time() < time; });
  if (piece == steps.end())
    s = pieces_->s0;
  else
    piece->calc_state(t, s);
}

std::size_t OdeSolution::steps() const { return pieces_->steps.size(); }

}  // namespace sdescent
