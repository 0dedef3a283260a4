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
  return curve.segment(w.entry, w.last - w.entry + 1);
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
    return points(d.losses.excess(process), w.entry, w.last - w.entry + 1);
  };
  Panel panel{.title = "Phase 2", .x = {.label = "t = kη"}, .y = {.label = "E f(X_{t})"}};
  add_dynamics(panel, t, of(optimizer), of(full_fine));
  panel.line(t, bound_from_entry(d, w, phase_two_bound(d.lemma, PhaseTwoIntercept::secant)),
             "bound (6) with q₁", style::theory(0));
  return panel;
}

Panel phase_three_panel(const PhaseThreeRun& run, const LossCurves& losses) {
  const ArrayXd& t = losses.times();
  const double s0 = loss_bound_setting(run.lemma).s0;
  Panel panel{
      .title = "Phase 3", .x = {.label = "t = kη"}, .y = {.label = "E f(X_{t})", .log = true}};
  add_dynamics(panel, t, losses.excess(optimizer), losses.excess(full_fine));
  panel.line(t, ArrayXd(losses.excess(linear_fine).value), "SDE (5)", style::sde(1));
  panel.line(t, sign_sgd_expected_loss(run.lemma, t), "exact, (114)", style::theory(0));
  panel.line(t, phase_three_bound(run.lemma)(s0, t), "bound (7)", style::theory(1));
  panel.line(t, phase_three_secant_bound(run.lemma)(s0, t), "bound with the secant",
             style::theory(2));
  return panel;
}

/// A curve over another that is known.
Estimate relative(const Estimate& e, const ArrayXd& to) {
  return {e.value / to, e.pseudo_values.rowwise() / to.transpose(), e.runs};
}

Panel exact_panel(const PhaseThreeRun& run, const LossCurves& losses) {
  const ArrayXd& t = losses.times();
  const ArrayXd exact = sign_sgd_expected_loss(run.lemma, t);
  Panel panel{.title = "The same, relative to (114)",
              .x = {.label = "t = kη"},
              .y = {.label = "E f(X_{t}) / (114)"}};
  add_dynamics(panel, t, relative(losses.excess(optimizer), exact),
               relative(losses.excess(full_fine), exact));
  const Estimate linear = relative(losses.excess(linear_fine), exact);
  band_of(panel, t, linear, "", style::sde(1));
  panel.line(t, ArrayXd(linear.value), "SDE (5)", style::sde(1));
  panel.horizontal(1.0);
  return panel;
}

/// Where the curves are above 1, the bound (7) is violated.
Panel violation_panel(const char* title, const DiagonalSetting& lemma, const LossCurves& losses,
                      const RecordWindow& w, bool linear) {
  const ArrayXd t = within(losses.times(), w);
  const double s0 = losses.excess(optimizer).value(w.entry);
  const ArrayXd bound = phase_three_bound(lemma)(s0, t - t(0));
  const auto of = [&](Dynamics process) {
    return relative(points(losses.excess(process), w.entry, w.last - w.entry + 1), bound);
  };
  Panel panel{.title = title, .x = {.label = "t = kη"}, .y = {.label = "E f(X_{t}) / bound (7)"}};
  add_dynamics(panel, t, of(optimizer), of(full_fine));
  if (linear) panel.line(t, ArrayXd(of(linear_fine).value), "SDE (5)", style::sde(1));
  panel.line(t, ArrayXd(phase_three_secant_bound(lemma)(s0, t - t(0)) / bound),
             "bound with the secant", style::theory(2));
  panel.horizontal(1.0);
  return panel;
}

}  // namespace

void draw_fig2_loss(Session& session, const Descent& d, const PhaseThreeRuns& three,
                    std::uint64_t refine, std::uint64_t paths) {
  const LossCurves far(three.far.loss, refine), isotropic(three.isotropic.loss, refine);
  const RecordWindow all = isotropic.window(0.0, isotropic.times().tail(1)(0));
  Figure f{.name = "loss"};
  f.panels = {descent_panel(d),
              phase_two_panel(d),
              violation_panel("Begin of Phase 3", d.lemma, d.losses, d.three, false),
              phase_three_panel(three.far, far),
              exact_panel(three.far, far),
              violation_panel("Phase 3, H = μI", three.isotropic.lemma, isotropic, all, true)};
  f.columns = 3;
  f.caption = fmt::format(
      "SignSGD, its SDE (3) and the linearised SDE (5) on f = ½xᵀHx, H = diag({}) but for the last "
      "panel, σ = {}, η = {}; means of {} runs, SDEs at Δt = η/{}. Bands: simultaneous 95 % "
      "confidence over the times of a panel. Bounds of Lemma 3.5 from the measured loss at which "
      "all coordinates are in the phase; dotted lines at the end of Phase 1 and at the begin of "
      "Phase 3 for all coordinates. Below: from |Y_{{i}}| = {} in all coordinates. On the right "
      "SignSGD is above 1, so (7) is violated: it is a bound for SDE (5) alone.",
      to_string(ParameterValue(d.lemma.lambda)), d.lemma.sigma(0), d.lemma.eta, paths, refine,
      session.parameters().real("far-ratio"));
  session.figure(std::move(f));
}

}  // namespace sdescent::adaptive
