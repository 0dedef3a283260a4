#include "validation/adaptive/fig2_schedules_figure.hpp"

#include "models/loss_bounds.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

ArrayXd half_width(const Estimate& e) {
  return SupT(e, Sides::two).critical(0.05) * e.standard_error();
}

std::string theta_of(const ScheduledRun& run) {
  return fmt::format("ϑ = {:.3g}", -std::log(run.factors()(0)) / std::log1p(run.times()(0)));
}

/// The three schedules of the paper: SignSGD, its exact loss, (112) and the rate (8).
Panel loss_panel(const Session& session, const std::vector<const ScheduledRun*>& runs) {
  Panel panel{.title = "SignSGD",
              .x = {.label = "t + 1, t = kη", .log = true},
              .y = {.label = "E f(x_{k})", .log = true}};
  for (std::size_t i = 0; i < runs.size(); ++i)
    panel.line(ArrayXd(1.0 + runs[i]->times()), runs[i]->loss(sign_sgd).value, theta_of(*runs[i]),
               style::optimizer(i));
  for (const ScheduledRun* run : runs) {
    const ArrayXd x = 1.0 + run->times();
    const LossBoundSetting s = bound_setting(session, *run);
    const bool first = run == runs.front();
    panel.line(x, run->exact(), first ? "exact for the SDE (111)" : "", style::theory());
    panel.line(x, sign_sgd_phase_three_loss_bound(s, run->what().schedule, run->times()),
               first ? "bound (112)" : "", style::theory(1));
    panel.line(x, sign_sgd_asymptotic_loss(s, run->what().schedule, run->times()),
               first ? "rate (8), with η" : "", style::reference());
  }
  return panel;
}

Panel deviation_panel(const std::vector<const ScheduledRun*>& runs) {
  Panel panel{.title = "SignSGD over the exact loss",
              .x = {.label = "t + 1, t = kη", .log = true},
              .y = {.label = "ratio − 1"}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const ScheduledRun& run = *runs[i];
    const ArrayXd x = 1.0 + run.times(), exact = run.exact();
    const Estimate ratio = relative_to(run.loss(sign_sgd), exact) - ArrayXd::Ones(exact.size());
    const ArrayXd half = half_width(ratio);
    panel.band(x, ArrayXd(ratio.value - half), ArrayXd(ratio.value + half), "",
               style::optimizer(i));
    panel.line(x, ratio.value, theta_of(run), style::optimizer(i));
    panel.line(x, run.optimizer_deviation(), i == 0 ? "leading order in ηη_{t}" : "",
               style::theory());
  }
  panel.horizontal(0.0);
  return panel;
}

Panel sgd_panel(const std::vector<ScheduledRun>& runs) {
  Panel panel{.title = "SGD",
              .x = {.label = "t + 1, t = kη", .log = true},
              .y = {.label = "E f(x_{k})", .log = true}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const ScheduledRun& run = runs[i];
    const ArrayXd x = 1.0 + run.times();
    const LossBoundSetting s = loss_bound_setting(run.what().local);
    panel.line(x, run.loss(sgd).value, theta_of(run), style::optimizer(i));
    panel.line(x, sgd_loss_bound(s, run.what().schedule, run.times()),
               i == 0 ? "bound (Lemma 3.6 with η_{t})" : "", style::theory(1));
    panel.line(x, sgd_asymptotic_loss(s, run.what().schedule, run.times()),
               i == 0 ? "rate of the remark, with η" : "", style::reference());
  }
  return panel;
}

Panel noisy_panel(const ScheduledRuns& runs) {
  Panel panel{.title = fmt::format("SignSGD, σ = {:g}", runs.power_one.what().local.sigma(0)),
              .x = {.label = "t + 1, t = kη", .log = true},
              .y = {.label = "E f(x_{k})", .log = true}};
  const ScheduledRun* both[] = {&runs.power_one, &runs.remembered};
  for (std::size_t i = 0; i < 2; ++i) {
    const ScheduledRun& run = *both[i];
    const ArrayXd x = 1.0 + run.times();
    panel.line(x, run.loss(sign_sgd).value, theta_of(run), style::optimizer(i + 1));
    panel.line(x, run.exact(), i == 0 ? "exact for the SDE (111)" : "", style::theory());
  }
  const ScheduledRun& one = runs.power_one;
  const ArrayXd rate = one.factors() * one.exact()(0) / one.factors()(0);
  panel.line(ArrayXd(1.0 + one.times()), rate, "slope −1 of (8)", style::reference());
  return panel;
}

}  // namespace

void schedules_figure(Session& session, const ScheduledRuns& runs) {
  const std::vector<const ScheduledRun*> paper{&runs.decaying[0], &runs.decaying[1],
                                               &runs.summable};
  const DiagonalSetting& s = runs.summable.what().local;
  Figure figure{.name = "schedules"};
  figure.panels = {loss_panel(session, paper), deviation_panel(paper), sgd_panel(runs.decaying),
                   noisy_panel(runs)};
  figure.caption = fmt::format(
      "Expected loss under η_{{t}} = (t+1)^{{−ϑ}} on f = ½xᵀHx, H = diag({}), η = {}, σ = {} but "
      "for "
      "the last panel; {} runs of each schedule, {} for ϑ = {}. The exact loss is C.27 under the "
      "schedule; the SDE is not simulated. Bands: simultaneous 95 % confidence over all times "
      "shown. SignSGD exceeds the SDE "
      "by O(ηη_{{t}}).",
      to_string(ParameterValue(s.lambda)), s.eta, s.sigma(0),
      static_cast<std::uint64_t>(runs.decaying[0].loss(sign_sgd).runs),
      static_cast<std::uint64_t>(runs.summable.loss(sign_sgd).runs),
      session.parameters().real("summable"));
  session.figure(std::move(figure));
}

}  // namespace sdescent::adaptive
