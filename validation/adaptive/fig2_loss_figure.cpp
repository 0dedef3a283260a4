#include "validation/adaptive/fig2_loss.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double band_level = 0.05;

void band_of(Panel& panel, const ArrayXd& t, const Estimate& e, const std::string& label,
             const Style& look) {
  const Band band = simultaneous_band(e, band_level);
  panel.band(t, ArrayXd(band.lower), ArrayXd(band.upper), label, look);
}

/// The records of a window, its entry included.
ArrayXd within(const ArrayXd& curve, const RecordWindow& w) {
  return curve.segment(w.entry, w.points() + 1);
}

ArrayXd bound_from_entry(const Descent& d, const RecordWindow& w, const LossBound& bound) {
  const ArrayXd t = within(d.losses.times(), w);
  return bound(d.losses.excess(optimizer).value(w.entry), t - t(0));
}

void add_dynamics(Panel& panel, const ArrayXd& t, const Estimate& sign_sgd, const Estimate& sde) {
  band_of(panel, t, sde, "SDE (3), 95 %", style::sde());
  panel.line(t, ArrayXd(sign_sgd.value), "SignSGD", style::optimizer());
  panel.line(t, ArrayXd(sde.value), "SDE (3)", style::sde());
}

Panel descent_panel(const Descent& d) {
  const ArrayXd& t = d.losses.times();
  Panel panel{.title = "Through the phases",
              .x = {.label = "t = kη"},
              .y = {.label = "E f(X_{t})", .log = true}};
  panel.vertical(t(d.one.last)).vertical(t(d.three.entry));
  add_dynamics(panel, t, d.losses.excess(optimizer), d.losses.excess(full_fine));
  const auto bound = [&](const RecordWindow& w, const LossBound& of, const char* label,
                         Style look) {
    panel.line(within(t, w), bound_from_entry(d, w, of), label, look);
  };
  const auto c = PhaseOneConstant::printed;
  bound(d.one, phase_one_bound(d.lemma, c), "Phase 1, √μ as printed", style::theory(0));
  bound(d.one, phase_one_bound(d.lemma, PhaseOneConstant::sharp), "Phase 1, √(2μ)",
        style::theory(1));
  RecordWindow rest = d.three;
  rest.last = t.size() - 1;
  bound(rest, phase_three_bound(d.lemma), "Phase 3, (7)", style::theory(2));
  return panel;
}

Panel phase_two_panel(const Descent& d) {
  const RecordWindow& w = d.two;
  const ArrayXd t = within(d.losses.times(), w);
  const auto of = [&](Dynamics process) {
    return points(d.losses.excess(process), w.entry, w.points() + 1);
  };
  Panel panel{.title = "Phase 2", .x = {.label = "t = kη"}, .y = {.label = "E f(X_{t})"}};
  add_dynamics(panel, t, of(optimizer), of(full_fine));
  panel.line(t, bound_from_entry(d, w, phase_two_bound(d.lemma, PhaseTwoIntercept::secant)),
             "bound (6) with q₁", style::theory(0));
  return panel;
}

Panel phase_three_panel(const PhaseThreeCourse& c) {
  const ArrayXd& t = c.losses.times();
  const double s0 = loss_bound_setting(c.lemma).s0;
  Panel panel{.title = "Phase 3, from |Y_{i}| = ¾",
              .x = {.label = "t = kη"},
              .y = {.label = "E f(X_{t})", .log = true}};
  add_dynamics(panel, t, c.losses.excess(optimizer), c.losses.excess(full_fine));
  panel.line(t, ArrayXd(c.losses.excess(linear_fine).value), "SDE (5)", style::sde(1));
  panel.line(t, sign_sgd_expected_loss(c.lemma, t), "exact, (114)", style::theory(0));
  panel.line(t, phase_three_bound(c.lemma)(s0, t), "bound (7)", style::theory(1));
  panel.line(t, phase_three_secant_bound(c.lemma)(s0, t), "bound with the secant",
             style::theory(2));
  return panel;
}

Panel ratio_panel(const PhaseThreeCourse& c) {
  const ArrayXd& t = c.losses.times();
  const ArrayXd exact = sign_sgd_expected_loss(c.lemma, t);
  const double s0 = loss_bound_setting(c.lemma).s0;
  const auto relative = [&](Dynamics process) -> Estimate {
    const Estimate e = c.losses.excess(process);
    return {e.value / exact, e.pseudo_values.rowwise() / exact.transpose(), e.runs};
  };
  Panel panel{.title = "Phase 3, relative to (114)",
              .x = {.label = "t = kη"},
              .y = {.label = "E f(X_{t}) / (114)"}};
  add_dynamics(panel, t, relative(optimizer), relative(full_fine));
  const Estimate linear = relative(linear_fine);
  band_of(panel, t, linear, "SDE (5), 95 %", style::sde(1));
  panel.line(t, ArrayXd(linear.value), "SDE (5)", style::sde(1));
  panel.line(t, ArrayXd(phase_three_bound(c.lemma)(s0, t) / exact), "bound (7)", style::theory(1));
  panel.horizontal(1.0);
  return panel;
}

}  // namespace

void draw_fig2_loss(Session& session, const Descent& d, const PhaseThreeCourse& three,
                    std::uint64_t refine, std::uint64_t paths) {
  Figure f{.name = "loss"};
  f.panels = {descent_panel(d), phase_two_panel(d), phase_three_panel(three), ratio_panel(three)};
  f.columns = 2;
  f.caption = fmt::format(
      "SignSGD, its SDE (3) and the linearised SDE (5) on f = ½xᵀHx, H = diag({}), σ = {}, η = {}; "
      "means of {} runs, SDEs at Δt = η/{}. Bands: simultaneous 95 % confidence over the times of "
      "a panel. Bounds of Lemma 3.5 from the measured loss at which all coordinates are in the "
      "phase; dotted lines: end of Phase 1, begin of Phase 3 for all coordinates. In Phase 3 "
      "SignSGD is above (7), a bound for the linearised SDE alone.",
      to_string(ParameterValue(d.lemma.lambda)), d.lemma.sigma(0), d.lemma.eta, paths, refine);
  session.figure(std::move(f));
}

}  // namespace sdescent::adaptive
