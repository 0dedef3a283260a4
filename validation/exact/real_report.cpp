// Tables and figure of real_data.hpp.
#include "validation/exact/real_report.hpp"

#include "solvers/symmetric_eigen.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

struct Member {
  Stream stream;
  const char* column;
  const char* label;
};
constexpr Member members[] = {
    {Stream::once, "once", "one pass through the data"},
    {Stream::again, "again", "rows drawn anew"},
    {Stream::relabelled, "relabelled", "… and independent noise"},
    {Stream::gaussian, "gaussian", "… and Gaussian features"},
};

ResultTable curves_table(const RealRuns& runs, const RealCurves& curves) {
  ResultTable table{"curves", {"t"}, {}};
  std::vector<ArrayXd> columns{runs.times()};
  const auto add = [&](const std::string& name, const ArrayXd& column) {
    table.columns.push_back(name);
    columns.push_back(column);
  };
  for (const Member& m : members) {
    add(fmt::format("mean.sign_{}", m.column), runs.mean(m.stream));
    add(fmt::format("deviation.sign_{}", m.column), runs.deviation(m.stream));
  }
  add("mean.sgd", runs.mean(Stream::sgd));
  add("deviation.sgd", runs.deviation(Stream::sgd));
  add("sign_ode.predicted", curves.predicted);
  add("sign_ode.empirical", curves.empirical);
  add("sign_ode.gaussian", curves.gaussian);
  add("vanilla_ode", curves.sgd);
  table.values.resize(windows, static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i)
    table.values.col(static_cast<Index>(i)) = columns[i];
  return table;
}

/// R of what the signs of residuals pull the mean of v to by the end of the run: where sign(ε) is
/// not independent of the signs of x, b_i = E sign(x_i) sign(ε) ≠ 0, and to first order dv/dt =
/// −η(gK̄v − b), g = φ(R)/√(2R) at the last R of signODE (derived here). In the modes of K̄ =
/// D^{-½}QΛQᵀD^½ that is R = ½ Σ λ_i y_i², y_i = (1 − e^{−ηgλ_iT})/(gλ_i) · (QᵀD^½b)_i.
double risk_of_shift(const RealSetting& s, double last_risk) {
  const RegressionSample::Rows& x = s.sample->features;
  const Eigen::VectorXd b = x.array().sign().matrix().transpose() *
                            s.fit.residuals.array().sign().matrix() /
                            static_cast<double>(s.sample->rows());
  const Eigen::VectorXd left = s.fit.covariance->variances().array().pow(0.25);
  const Eigen::VectorXd right = left.cwiseInverse();
  const SymmetricEigen eigen =
      symmetric_eigen(right.asDiagonal() * s.fit.covariance->matrix() * right.asDiagonal());
  const ArrayXd along = eigen.vectors.transpose() * left.cwiseProduct(b);
  const double g = s.predicted->drift(last_risk);
  const ArrayXd relaxed =
      -(-s.eta * g * static_cast<double>(s.steps) * s.tick() * eigen.values.array()).expm1();
  return 0.5 * ((relaxed * along / g).square() / eigen.values.array()).sum();
}

/// What the data are like, one row.
ResultTable data_table(const RealSetting& s, double last_risk) {
  const RegressionSample::Rows& x = s.sample->features;
  const ArrayXd variance = s.fit.covariance->variances().array();
  const ArrayXd absolute = x.array().abs().colwise().mean().transpose();
  const ArrayXd length = x.rowwise().squaredNorm();
  const ArrayXd prediction = x * s.fit.optimum;
  const double explained = 2.0 * s.fit.covariance->risk(s.fit.optimum);
  const double noise = s.fit.noise_deviation();
  Eigen::RowVectorXd values(10);
  values << static_cast<double>(s.sample->rows()), static_cast<double>(s.dimension()),
      s.fit.condition, s.fit.covariance->trace(), noise, explained / (explained + noise * noise),
      (absolute / (variance * (2.0 * std::numbers::inv_pi)).sqrt()).mean(),
      std::sqrt((length - length.mean()).square().mean()) / length.mean(),
      prediction.pow(4).mean() / std::pow(prediction.square().mean(), 2),
      risk_of_shift(s, last_risk);
  return {"data",
          {"rows", "dimension", "condition", "trace", "noise_deviation", "explained_share",
           "mean_absolute_over_gaussian", "variation_of_squared_length", "kurtosis_of_prediction",
           "risk_of_shift"},
          values};
}

Panel risk_panel(const RealSetting& s, const RealRuns& runs, const RealCurves& curves) {
  Panel panel{.title = "Risk", .x = {.label = "t = k/d"}, .y = {.label = "R", .log = true}};
  const auto run = [&](Stream stream, const char* label, std::size_t style) {
    const ArrayXd mean = runs.mean(stream), spread = runs.deviation(stream);
    panel.band(runs.times(), ArrayXd((mean - 2.0 * spread).max(0.1 * mean)),
               ArrayXd(mean + 2.0 * spread), "", style::optimizer(style));
    panel.line(runs.times(), mean, label, style::optimizer(style));
  };
  run(Stream::once, "signSGD, one pass", 0);
  run(Stream::sgd, "SGD, rows drawn anew", 1);
  panel.line(runs.times(), curves.predicted, fmt::format("signODE, {} noise", s.predicted_name),
             style::theory());
  panel.line(runs.times(), curves.sgd, "vanillaODE", style::theory(1));
  return panel;
}

Panel error_panel(const RealRuns& runs, const RealCurves& curves) {
  Panel panel{.title = "signSGD: what theory assumes, one thing after the other",
              .x = {.label = "t = k/d"},
              .y = {.label = "E R / R of signODE − 1"}};
  std::size_t number = 0;
  for (const Member& m : members) {
    const Estimate log = runs.log_risk(m.stream) - curves.predicted.log();
    const ArrayXd half = SupT(log, Sides::two).critical(0.05) * log.standard_error();
    const Style look = style::member(number++);
    panel.band(runs.times(), ArrayXd((log.value - half).exp() - 1.0),
               ArrayXd((log.value + half).exp() - 1.0), "", look);
    panel.line(runs.times(), ArrayXd(log.value.exp() - 1.0), m.label, look);
  }
  panel.line(runs.times(), ArrayXd(curves.empirical / curves.predicted - 1.0),
             "signODE, law of the residuals", style::theory());
  panel.horizontal(0.0);
  return panel;
}

}  // namespace

void report_real(Session& session, const RealSetting& s, const RealRuns& runs,
                 const RealCurves& curves) {
  session.table(curves_table(runs, curves));
  session.table(data_table(s, curves.predicted(curves.predicted.size() - 1)));
  Archive archive;
  runs.risk->save(archive);
  session.archive("risk", std::move(archive));
  Figure f{.name = "risk"};
  f.panels = {risk_panel(s, runs, curves), error_panel(runs, curves)};
  f.caption = fmt::format(
      "{}: {} rows, d = {}, condition number {:.3g}, η = {}, {} shuffles. R = ½vᵀKv with K and θ* "
      "of the sample; start at 0. All R are averaged over windows of a twentieth of the time. "
      "Left: "
      "mean and ± 2 standard deviations over runs at one time; ODEs are computed from K, θ* and a "
      "{} law fitted to the residuals. Right: means "
      "of as many runs, with simultaneous 95 % bands.",
      s.data, s.sample->rows(), s.dimension(), s.fit.condition, s.eta, s.paths, s.predicted_name);
  session.figure(std::move(f));
}

}  // namespace sdescent::exact
