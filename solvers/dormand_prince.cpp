#include "solvers/dormand_prince.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/fused_algebra.hpp"

#include <boost/numeric/odeint.hpp>
#include <boost/numeric/odeint/external/eigen/eigen.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace sdescent {
namespace {

namespace odeint = boost::numeric::odeint;
using Vector = Eigen::VectorXd;
using Dopri5 =
    odeint::runge_kutta_dopri5<Vector, double, Vector, double, FusedAlgebra, FusedOperations>;

/// One pass without branches; allFinite() is several times slower.
bool all_finite(const Vector& v) { return (v.array() * 0.0).sum() == 0.0; }

/// The largest error in units of the tolerance; infinity, which rejects the step, where it is not
/// a number, as it is when any slope is not finite. (Odeint's own checker overlooks NaN.)
struct ErrorChecker {
  OdeTolerance tolerance;
  bool* finite;

  template <class Algebra>
  double error(Algebra&, const Vector& s, const Vector& ds, const Vector& difference,
               double dt) const {
    const double largest = largest_error(s.size(), difference.data(), s.data(), ds.data(), dt,
                                         tolerance.absolute, tolerance.relative);
    *finite = std::isfinite(largest);
    return *finite ? largest : std::numeric_limits<double>::infinity();
  }
};

using Controlled = odeint::controlled_runge_kutta<Dopri5, ErrorChecker>;

void require_interval(double t0, double t1) {
  require_finite("start of the ODE's interval", t0);
  require_finite("end of the ODE's interval", t1);
  require(t1 >= t0, "end of the ODE's interval", fmt::format(">= its start {}", t0),
          fmt::format("{}", t1));
}

}  // namespace

void throw_ode_failure(double t, const std::string& what) {
  throw NumericalFailure(fmt::format(
      "the ODE solver stopped at t = {}: {} (a right-hand side that jumps or grows without bound; "
      "end the run before this time)",
      t, what));
}

struct DormandPrince::State {
  OdeRightHandSide rhs;
  OdeTolerance tolerance;
  double t0, t1, t, last_t, dt;
  Vector s, ds, last_s, last_ds;
  bool finite = true;  // the slopes of the trial step
  std::uint64_t steps = 0, evaluations = 0;
  double milestone;  // time a thousand steps ago
  Controlled controlled;

  State(OdeRightHandSide right, OdeTolerance tol, double from, double to)
      : rhs(std::move(right)),
        tolerance(tol),
        t0(from),
        t1(to),
        dt(1e-3 * (to - from)),
        milestone(from),
        controlled(ErrorChecker{tol, &finite}) {}

  void evaluate(double time, const Vector& at, Vector& out) {
    ++evaluations;
    rhs(time, at, out);
  }

  void begin(double time, const Vector& at) {
    t = last_t = time;
    s = last_s = at;
    ds.setZero(s.size());
    last_ds.setZero(s.size());
    if (!s.allFinite()) throw_ode_failure(t, "the state is not finite");
    if (t < t1) evaluate(t, s, ds);
    if (!all_finite(ds)) throw_ode_failure(t, "the right-hand side is not finite");
  }

  /// Tries steps from (last_t, last_s) to (t, s) until one is accepted.
  void advance() {
    const char* reason = "no step is small enough";
    for (;;) {
      const bool last = last_t + dt >= t1;
      double trial = last ? t1 - last_t : dt;
      if (!(last_t + trial > last_t)) throw_ode_failure(last_t, reason);
      const double length = trial, end = last_t + trial;
      double time = last_t;
      // t + (t1 − t) need not be t1.
      const auto system = [&](const Vector& at, Vector& out, double stage) {
        evaluate(last && stage >= end ? t1 : stage, at, out);
      };
      const auto result =
          controlled.try_step(std::ref(system), last_s, last_ds, time, s, ds, trial);
      if (!finite) reason = "the right-hand side is not finite";
      dt = trial;
      if (result == odeint::fail) continue;
      if (!all_finite(s)) {
        reason = "the state is not finite";
        dt = 0.2 * length;
        continue;
      }
      t = last ? t1 : time;
      return;
    }
  }
};

DormandPrince::DormandPrince(OdeRightHandSide rhs, const Vector& s0, double t0, double t1,
                             OdeTolerance tolerance) {
  require_interval(t0, t1);
  require_positive("relative tolerance of the ODE", tolerance.relative);
  require_positive("absolute tolerance of the ODE", tolerance.absolute);
  state_ = std::make_unique<State>(std::move(rhs), tolerance, t0, t1);
  state_->begin(t0, s0);
}

DormandPrince::~DormandPrince() = default;
DormandPrince::DormandPrince(DormandPrince&&) noexcept = default;
DormandPrince& DormandPrince::operator=(DormandPrince&&) noexcept = default;

bool DormandPrince::at_end() const { return state_->t >= state_->t1; }

void DormandPrince::step() {
  constexpr std::uint64_t window = 1000;
  State& state = *state_;
  if (state.steps == state.tolerance.max_steps) throw_ode_failure(state.t, "too many steps");
  if (state.steps % window == 0 && state.steps > 0) {
    if (state.t - state.milestone < 1e-9 * (state.t1 - state.t0))
      throw_ode_failure(state.t, "the steps have become too short");
    state.milestone = state.t;
  }
  state.last_t = state.t;
  state.s.swap(state.last_s);
  state.ds.swap(state.last_ds);
  state.advance();
  ++state.steps;
}

void DormandPrince::restart(double t, const Vector& s) { state_->begin(t, s); }

double DormandPrince::time() const { return state_->t; }
const Vector& DormandPrince::state() const { return state_->s; }
double DormandPrince::step_start() const { return state_->last_t; }
std::uint64_t DormandPrince::steps() const { return state_->steps; }
std::uint64_t DormandPrince::evaluations() const { return state_->evaluations; }

void DormandPrince::interpolate(double t, Vector& s) const {
  const State& state = *state_;
  if (t == state.t)
    s = state.s;
  else
    state.controlled.stepper().calc_state(t, s, state.last_s, state.last_ds, state.last_t, state.s,
                                          state.ds, state.t);
}

OdePiece DormandPrince::piece(double until) const {
  const State& state = *state_;
  const double h = state.t - state.last_t;
  OdePiece piece{state.last_t, h, until, {state.s.size(), 6}};
  Vector inside(state.s.size());
  interpolate(state.last_t + 0.25 * h, inside);
  piece.states.col(1) = inside;
  interpolate(state.last_t + 0.5 * h, inside);
  piece.states.col(2) = inside;
  piece.states.col(0) = state.last_s;
  piece.states.col(3) = state.s;
  piece.states.col(4) = h * state.last_ds;
  piece.states.col(5) = h * state.ds;
  return piece;
}

}  // namespace sdescent
