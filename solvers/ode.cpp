#include "solvers/ode.hpp"

#include "io/require.hpp"
#include "solvers/phase_flow.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sdescent {

using Vector = Eigen::VectorXd;

OdeSolution::OdeSolution(const OdeRightHandSide& rhs, const Vector& s0, double t0, double t1,
                         OdeTolerance tolerance)
    : t0_(t0), t1_(t1), s0_(s0) {
  for (DormandPrince solver(rhs, s0, t0, t1, tolerance); !solver.at_end();) {
    solver.step();
    pieces_.push_back(solver.piece(solver.time()));
  }
}

OdeSolution::OdeSolution(const OdeModel& model, const Vector& s0, double t0, double t1,
                         OdeTolerance tolerance)
    : t0_(t0), t1_(t1), s0_(s0) {
  if (const auto* switched = dynamic_cast<const SwitchedOde*>(&model)) {
    PhaseFlow flow(*switched, s0, t0, t1, tolerance);
    while (!flow.at_end()) pieces_.push_back(flow.step());
    events_ = flow.events();
  } else {
    *this = OdeSolution(right_hand_side(model), s0, t0, t1, tolerance);
  }
}

Vector OdeSolution::at(double t) const {
  Vector s(s0_.size());
  at(t, s);
  return s;
}

void OdeSolution::at(double t, Eigen::Ref<Eigen::VectorXd> s) const {
  if (!(t >= t0_ && t <= t1_))
    require(false, "time of the ODE's solution", fmt::format("between {} and {}", t0_, t1_),
            fmt::format("{}", t));
  const auto piece =
      std::lower_bound(pieces_.begin(), pieces_.end(), t,
                       [](const OdePiece& step, double time) { return step.end < time; });
  if (piece == pieces_.end())
    s = s0_;
  else
    piece->evaluate(t, s);
}

void observe_ode(const OdeRightHandSide& rhs, const Vector& s0, double t0,
                 std::span<const double> times,
                 const std::function<void(std::size_t i, const Vector& s)>& observe,
                 OdeTolerance tolerance) {
  require_at_least("number of times at which to observe the ODE", std::ssize(times), 1);
  double last = t0;
  for (const double t : times) {
    require(t >= last, "time at which to observe the ODE",
            fmt::format(">= the one before it, {}", last), fmt::format("{}", t));
    last = t;
  }
  DormandPrince solver(rhs, s0, t0, times.back(), tolerance);
  Vector s(s0.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    while (solver.time() < times[i]) solver.step();
    solver.interpolate(times[i], s);
    observe(i, s);
  }
}

}  // namespace sdescent
