#include "validation/exact/fig5_runs.hpp"

#include "io/require.hpp"
#include "validation/exact/curve_evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using ProblemPointer = std::shared_ptr<const StreamingRegression>;

/// θ_0 = 0, θ* = all coordinates alike.
ProblemPointer problem_of(const MinibatchSetting& s, std::shared_ptr<const LabelNoise> labels,
                          Index batch) {
  const auto k = std::make_shared<FeatureCovariance>(
      FeatureCovariance::diagonal(log_spaced(s.data.lowest, s.data.highest, s.data.dimension)));
  return std::make_shared<StreamingRegression>(
      k, VectorXd::Constant(s.data.dimension, std::sqrt(2.0 * s.data.risk / k->trace())),
      std::move(labels), batch);
}

SyntheticSetting run_setting(const MinibatchSetting& s, const ProblemPointer& problem) {
  SyntheticSetting data = s.data;
  data.labels = problem->labels();
  data.paths = s.paths_at(problem->batch());
  return data;
}

/// Batch sizes are a family of optimizers, told apart by colours without black, which is theory's.
Style look_of(std::size_t number) {
  Style look = style::member(number);
  look.dash = Dash::solid;
  return look;
}

Panel risk_panel(const std::string& title, const std::vector<MinibatchRun>& runs) {
  Panel panel{.title = title, .x = {.label = "t = k/d"}, .y = {.label = "R", .log = true}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const MinibatchRun& run = runs[i];
    const ArrayXd t = run.times();
    const bool named = i + 1 == runs.size();
    panel.line(t, run.mean(MinibatchRun::optimizer).value,
               fmt::format("signSGD, B = {}", run.batch()), look_of(i));
    panel.points(t, run.mean(MinibatchRun::sde).value, named ? "signHSGD" : "", style::sde(0));
    panel.line(t, run.theory().curve(t).value, named ? "signODE" : "", style::theory());
  }
  return panel;
}

Panel deviation_panel(const std::string& title, const std::vector<MinibatchRun>& runs) {
  Panel panel{.title = title,
              .x = {.label = "t = k/d"},
              .y = {.label = "mean of signSGD over signODE, less 1"}};
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const ArrayXd t = runs[i].times();
    const Band band =
        relative_band(runs[i].mean(MinibatchRun::optimizer), runs[i].theory().curve(t));
    panel.band(t, band.lower, band.upper, "", look_of(i));
    panel.line(t, band.value, fmt::format("B = {}", runs[i].batch()), look_of(i));
  }
  panel.horizontal(0.0);
  return panel;
}

}  // namespace

std::uint64_t MinibatchSetting::paths_at(Index batch) const {
  return std::max<std::uint64_t>(replicate_batches, data.paths / static_cast<std::uint64_t>(batch));
}

std::vector<Parameter> minibatch_parameters() {
  Parameter batches = positives("batches", Eigen::Array4d(1.0, 2.0, 5.0, 20.0), "batch sizes B",
                                "chosen: the paper's are not given in its text; two at quick "
                                "effort");
  batches.quick = ArrayXd(Eigen::Array2d(1.0, 5.0));
  return {batches,
          count("dimension", {100, 200, 200}, "d", "chosen: B/d is small", 2),
          positive("eta", 0.1, "learning rate η",
                   "chosen: risks become small against the noise, where φ matters"),
          count("steps", {2000, 4000, 4000}, "steps of 1/d", "chosen: to near the end of decay"),
          positive("lowest", 0.1, "smallest eigenvalue of K", "chosen: that of fig1-gaussian"),
          positive("highest", 10.0, "largest eigenvalue of K", "chosen: that of fig1-gaussian"),
          positive("risk", 1.0, "R at the start", "chosen: that of the noise"),
          positive("noise", 1.0, "standard deviation of both laws of label noise", "chosen"),
          runs("paths", {768, 512, 2048}, "runs at B = 1; B times fewer at B, but not below 64",
               "chosen: tolerances are smallest at small B"),
          count("records", {20, 20, 20}, "times recorded after the start", "chosen"),
          count("sde_step", {2, 4, 2}, "Δt of signHSGD in units of 1/d",
                "chosen: its error, measured, is a small part of the tolerance")};
}

MinibatchSetting minibatch_setting(const ParameterValues& p) {
  const MinibatchSetting s{synthetic_setting(p, nullptr), p.reals("batches"), p.real("noise")};
  require_at_least("number of batch sizes", s.batches.size(), 2);
  for (Index i = 0; i < s.batches.size(); ++i) {
    const double batch = s.batches(i);
    require(batch == std::floor(batch), "batch size", "a whole number", fmt::format("{}", batch));
    require(i == 0 ? batch == 1.0 : batch > s.batches(i - 1), "batch sizes", "increasing from 1",
            fmt::format("{}", batch));
  }
  return s;
}

MinibatchRun::MinibatchRun(Session& session, const MinibatchSetting& setting,
                           const std::string& noise, std::shared_ptr<const LabelNoise> labels,
                           Index batch)
    : problem_(problem_of(setting, std::move(labels), batch)),
      theory_(problem_, constant_rate(setting.data.eta), VectorXd::Zero(setting.data.dimension)),
      run_(session, run_setting(setting, problem_),
           sign_members(run_setting(setting, problem_), problem_, theory_.sde()),
           fmt::format("{}-{}", noise, batch)) {
  run_.give_tables(session);
}

Figure minibatch_figure(const MinibatchSetting& s, const std::vector<MinibatchRun>& gaussian,
                        const std::vector<MinibatchRun>& rademacher) {
  Figure figure{.name = "minibatch"};
  figure.panels = {
      risk_panel("Gaussian noise", gaussian), risk_panel("Rademacher noise", rademacher),
      deviation_panel("Gaussian noise", gaussian), deviation_panel("Rademacher noise", rademacher)};
  figure.columns = 2;
  figure.caption = fmt::format(
      "Means over runs; diagonal K with eigenvalues log-spaced from {} to {}, d = {}, η = {}, "
      "label noise of standard deviation {}, {} to {} runs of each, Δt of signHSGD {}/d. Bands: "
      "95 % confidence for the mean, simultaneous over all times.",
      s.data.lowest, s.data.highest, s.data.dimension, s.data.eta, s.noise,
      s.paths_at(static_cast<Index>(s.batches(s.batches.size() - 1))), s.paths_at(1),
      s.data.sde_step);
  return figure;
}

}  // namespace sdescent::exact
