#include "solvers/phase_flow.hpp"

#include "io/require.hpp"
#include "solvers/filippov.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace sdescent {
namespace {

using Vector = Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// How far a component is from the end of its mode: negative beyond it.
struct Margin {
  double size;
  Index threshold;  ///< the nearest one
  bool above;       ///< whether that bounds the phase from above
};

Margin margin(const std::vector<double>& c, const PhaseMode& mode, double y, double weight) {
  // Twice the tolerance, so that a mode found to have ended is one that choose() ends.
  if (mode.sliding)
    return {std::min(weight, 1.0 - weight) + 2.0 * Filippov::sliding_tolerance, mode.place, false};
  const auto phase = static_cast<std::size_t>(mode.place);
  const double below = phase > 0 ? y - c[phase - 1] : infinity;
  const double above = phase < c.size() ? c[phase] - y : infinity;
  return above < below ? Margin{above, mode.place, true} : Margin{below, mode.place - 1, false};
}

}  // namespace

struct PhaseFlow::State {
  const SwitchedOde& model;
  Filippov field;
  PhaseModes modes;
  FilippovFlow flow;
  double interval;
  std::vector<PhaseEvent> events;
  std::uint64_t switches = 0;
  double milestone;  // time a hundred switches ago
  Vector start;      // margins at the beginning of the step
  std::optional<DormandPrince> solver;

  State(const SwitchedOde& switched, const Vector& s0, double t0, double t1)
      : model(switched), field(switched), interval(t1 - t0), milestone(t0) {
    if (s0.allFinite()) begin(t0, s0);  // otherwise the solver says what is wrong
  }

  /// Phases at the start.
  void begin(double t, const Vector& s) {
    const std::vector<double>& c = model.thresholds();
    modes.assign(static_cast<std::size_t>(model.switches()), {});
    field.evaluate(t, s, modes, flow);
    std::vector<Index> on, held;
    for (Index j = 0; j < model.switches(); ++j) {
      const Index place = phase_of(c, flow.y(j));
      const bool slides = place < std::ssize(c) && flow.y(j) == c[static_cast<std::size_t>(place)];
      modes[static_cast<std::size_t>(j)] = {place, slides};
      if (!slides) continue;
      on.push_back(j);
      held.push_back(place);
    }
    if (!on.empty()) field.choose(t, s, on, held, modes);
  }

  Margin margin_of(Index j) const {
    return margin(model.thresholds(), modes[static_cast<std::size_t>(j)], flow.y(j),
                  flow.weight(j));
  }

  Vector margins(double t, const Vector& s) {
    field.evaluate(t, s, modes, flow);
    Vector all(model.switches());
    for (Index j = 0; j < all.size(); ++j) all(j) = margin_of(j).size;
    return all;
  }

  /// First time in the last step at which a component leaves its mode.
  std::optional<double> first_switch(const Vector& end) {
    const double from = solver->step_start();
    double first = solver->time();
    bool found = false;
    Vector s(solver->state().size());
    for (Index j = 0; j < end.size(); ++j) {
      if (!(end(j) < std::min(start(j), 0.0))) continue;
      const auto leaves = [&](double t) {
        solver->interpolate(t, s);
        field.evaluate(t, s, modes, flow);
        return margin_of(j).size;
      };
      found = true;
      if (!(start(j) > 0.0)) continue;  // left its threshold on the wrong side of it by rounding
      const double at_first = leaves(first);
      if (at_first > 0.0) continue;  // after one found already
      std::uintmax_t iterations = 200;
      first = boost::math::tools::toms748_solve(leaves, from, first, start(j), at_first,
                                                boost::math::tools::eps_tolerance<double>(51),
                                                iterations)
                  .second;
    }
    return found ? std::optional(first) : std::nullopt;
  }

  void switch_at(double t, const Vector& s) {
    field.evaluate(t, s, modes, flow);
    const PhaseModes before = modes;
    std::vector<Index> candidates, held;
    for (Index j = 0; j < model.switches(); ++j) {
      PhaseMode& mode = modes[static_cast<std::size_t>(j)];
      const Margin m = margin_of(j);
      if (!mode.sliding && !(m.size <= 1e-12 * interval * std::abs(flow.dy(j)))) continue;
      candidates.push_back(j);
      held.push_back(m.threshold);
      // The first guess is that it goes on across the threshold.
      const bool outwards = m.above ? flow.dy(j) > 0.0 : flow.dy(j) < 0.0;
      if (!mode.sliding && outwards) mode.place += m.above ? 1 : -1;
    }
    field.choose(t, s, candidates, held, modes);
    for (const Index j : candidates) {
      const auto place = static_cast<std::size_t>(j);
      if (modes[place] != before[place]) events.push_back({t, j, before[place], modes[place]});
    }
    if (++switches % 100 == 0) {
      if (t - milestone < 1e-9 * interval)
        throw_ode_failure(t, "the solution chatters between its phases");
      milestone = t;
    }
  }
};

PhaseFlow::PhaseFlow(const SwitchedOde& model, const Vector& s0, double t0, double t1,
                     OdeTolerance tolerance) {
  require_equal("size of the ODE's start", s0.size(), model.layout().size());
  state_ = std::make_unique<State>(model, s0, t0, t1);
  State& state = *state_;
  state.solver.emplace(
      [&state](double t, const Vector& s, Vector& ds) {
        state.field.evaluate(t, s, state.modes, state.flow);
        ds = state.flow.ds;
      },
      s0, t0, t1, tolerance);
  state.start = state.margins(t0, s0);
}

PhaseFlow::~PhaseFlow() = default;

bool PhaseFlow::at_end() const { return state_->solver->at_end(); }
double PhaseFlow::time() const { return state_->solver->time(); }
const Vector& PhaseFlow::state() const { return state_->solver->state(); }
const std::vector<PhaseMode>& PhaseFlow::modes() const { return state_->modes; }
const std::vector<PhaseEvent>& PhaseFlow::events() const { return state_->events; }

OdePiece PhaseFlow::step() {
  State& state = *state_;
  DormandPrince& solver = *state.solver;
  solver.step();
  const Vector end = state.margins(solver.time(), solver.state());
  const std::optional<double> t = state.first_switch(end);
  if (!t) {
    state.start = end;
    return solver.piece(solver.time());
  }
  const OdePiece piece = solver.piece(*t);
  Vector s(solver.state().size());
  solver.interpolate(*t, s);
  state.switch_at(*t, s);
  solver.restart(*t, s);
  state.start = state.margins(*t, s);
  return piece;
}

}  // namespace sdescent
