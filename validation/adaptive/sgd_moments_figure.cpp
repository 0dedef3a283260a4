// Figures and tables of adaptive/sgd-moments.
#include "models/loss_bounds.hpp"
#include "solvers/sup_t.hpp"
#include "validation/adaptive/sgd_moments_results.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

/// A moment of both coordinates: SGD, SDE with band, closed form.
Panel moment_panel(const char* title, const char* label, const ArrayXd& t, const Estimate& sgd,
                   const Estimate& sde, const ArrayXXd& exact) {
  Panel panel{.title = title, .x = {.label = "t = kη"}, .y = {.label = label}};
  const Band band = simultaneous_band(sde, 0.05);
  const Index n = t.size();
  for (Index i = 0; i < exact.cols(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    panel.band(t, band.lower.segment(i * n, n), band.upper.segment(i * n, n), "", style::sde(k))
        .line(t, sgd.value.segment(i * n, n), fmt::format("SGD, x_{{{}}}", i + 1),
              style::optimizer(k))
        .line(t, sde.value.segment(i * n, n), fmt::format("SDE, x_{{{}}}", i + 1), style::sde(k));
    panel.line(t, exact.col(i), i == 0 ? "Lemma 3.8" : "", style::theory());
  }
  return panel;
}

/// Variances relative to the lemma's last one, minus the lemma.
Panel deviation_panel(const RelaxationResult& cell, const ArrayXXd& exact) {
  const ArrayXd t = cell.times();
  const Index n = t.size();
  Panel panel{.title = "Variance of x_{1} minus Lemma 3.8",
              .x = {.label = "t = kη"},
              .y = {.label = "relative to the stationary variance"}};
  const auto relative = [&](std::size_t process) {
    const ArrayXd scale = ArrayXd::Constant(n, exact(n - 1, 0));
    return relative_to(points(cell.variance(process), 0, n) - ArrayXd(exact.col(0)), scale);
  };
  const Band sgd = simultaneous_band(relative(sgd_optimizer), 0.05);
  panel.band(t, sgd.lower, sgd.upper, "SGD, 95 % simultaneous", style::optimizer(0))
      .line(t, sgd.value, "", style::optimizer(0))
      .line(t, relative(sgd_fine).value, "SDE, refined Δt", style::sde(0))
      .line(t, relative(sgd_coarse).value, "SDE, Δt = η", style::sde(1));
  panel.horizontal(0.0);
  return panel;
}

Panel loss_panel(const SgdResults& r) {
  const ArrayXd t = r.relaxation.front().times();
  const DiagonalSetting& lemma = r.setting.lemma;
  Panel panel{.title = "Expected loss",
              .x = {.label = "t = kη"},
              .y = {.label = "E f(x_{k})", .log = true}};
  const Band loss = simultaneous_band(r.relaxation.front().loss(), 0.05);
  panel.band(t, loss.lower, loss.upper, "", style::optimizer(0))
      .line(t, loss.value, "SGD", style::optimizer(0))
      .line(t, sgd_expected_loss(lemma, t), "exact", style::theory(0))
      .line(t, sgd_loss_bound(loss_bound_setting(lemma), t), "bound of Lemma 3.6",
            style::theory(1));
  return panel;
}

/// A band on a logarithmic axis: that of ln |e|.
Band positive_band(const Estimate& e) {
  Band band = simultaneous_band(log_of(e), 0.05);
  for (ArrayXd* curve : {&band.value, &band.lower, &band.upper}) *curve = curve->exp();
  return band;
}

constexpr const char* names[] = {"SGD", "SignSGD"};

Panel loss_against_noise(const SgdResults& r) {
  Panel panel{.title = "Asymptotic loss against noise",
              .x = {.label = "σ", .log = true},
              .y = {.label = "E f(x_{T})", .log = true}};
  ArrayXd sgd(r.sigma.size()), sign(r.sigma.size());
  for (Index i = 0; i < r.sigma.size(); ++i) {
    const DiagonalSetting lemma = with_sigma(r.setting, r.sigma(i)).lemma;
    const double end = lemma.eta * static_cast<double>(r.setting.noise_steps);
    sgd(i) = sgd_expected_loss(lemma, ArrayXd::Constant(1, end))(0);
    sign(i) = sign_asymptotic_loss(lemma, SignLoss::leading);
  }
  for (const std::size_t method : {noise_sgd, noise_sign}) {
    std::vector<Estimate> values;
    for (const NoiseResult& cell : r.noise) values.push_back(cell.loss(method));
    const Band band = positive_band(joined(values));
    panel.points(r.sigma, band.value, band.lower, band.upper, names[method],
                 style::optimizer(method));
    panel.line(r.sigma, method == noise_sgd ? sgd : sign,
               method == noise_sgd ? "Lemma 3.8: ∝ σ²" : "Lemma 3.5: ∝ σ", style::theory(method));
  }
  return panel;
}

Panel rate_against_noise(const SgdResults& r) {
  Panel panel{.title = "Rate of E x_{1} against noise",
              .x = {.label = "σ", .log = true},
              .y = {.label = "−ln(E x_{1}/x_{0})/t", .log = true}};
  const double lambda = r.setting.lemma.lambda(0);
  for (const std::size_t method : {noise_sgd, noise_sign}) {
    std::vector<Estimate> values;
    for (const NoiseResult& cell : r.noise) values.push_back(points(cell.rate(method), 0, 1));
    const Band band = positive_band(joined(values));
    panel.points(r.sigma, band.value, band.lower, band.upper, names[method],
                 style::optimizer(method));
    const ArrayXd theory = method == noise_sgd
                               ? ArrayXd(ArrayXd::Constant(r.sigma.size(), lambda))
                               : ArrayXd(std::sqrt(2.0 * std::numbers::inv_pi) * lambda / r.sigma);
    panel.line(r.sigma, theory, method == noise_sgd ? "λ_{1}" : "√(2/π) λ_{1}/σ",
               style::theory(method));
  }
  return panel;
}

/// SignSGD's loss over its leading order, where σ comes down to ηλ.
Panel crossover_panel(const SgdResults& r) {
  Panel panel{.title = "SignSGD's loss over its linear law",
              .x = {.label = "σ", .log = true},
              .y = {.label = "E f(x_{T}) / (√(π/2) ησd/4)"}};
  const double smallest = r.crossover_setting.lemma.sigma(0);
  std::vector<Estimate> losses{r.crossover.front().loss()};
  for (const NoiseResult& cell : r.noise) losses.push_back(cell.loss(noise_sign));
  ArrayXd sigma(r.sigma.size() + 1), leading(sigma.size());
  sigma << smallest, r.sigma;
  const auto loss = [&](double of, SignLoss formula) {
    return sign_asymptotic_loss(with_sigma(r.setting, of).lemma, formula);
  };
  for (Index i = 0; i < sigma.size(); ++i) leading(i) = loss(sigma(i), SignLoss::leading);
  const Band band = simultaneous_band(relative_to(joined(losses), leading), 0.05);
  const ArrayXd fine =
      ArrayXd::LinSpaced(60, std::log(0.8 * smallest), std::log(1.2 * r.sigma.maxCoeff())).exp();
  const auto curve = [&](SignLoss formula) -> ArrayXd {
    return fine.unaryExpr(
        [&](double of) { return loss(of, formula) / loss(of, SignLoss::leading); });
  };
  panel.points(sigma, band.value, band.lower, band.upper, "SignSGD", style::optimizer(noise_sign))
      .line(fine, curve(SignLoss::c27), "C.27, as 1/Δ", style::theory(0))
      .line(fine, curve(SignLoss::with_curvature), "with erf's curvature", style::theory(1));
  panel.horizontal(1.0);
  return panel;
}

void figures(Session& session, const SgdResults& r) {
  const RelaxationResult& cell = r.relaxation.front();
  const ArrayXd t = cell.times();
  const MomentTable exact = sgd_moments(r.setting.lemma, t);
  const std::string text =
      fmt::format("f = ½xᵀHx, H = diag({}), noise N(0, σ²I), η = {}, x₀ = ({})",
                  to_string(ParameterValue(r.setting.lemma.lambda)), r.setting.lemma.eta,
                  to_string(ParameterValue(r.setting.lemma.x0)));
  Figure relaxation{.name = "relaxation"};
  relaxation.panels = {
      moment_panel("Mean", "E x_{k}", t, cell.mean(sgd_optimizer), cell.mean(sgd_fine), exact.mean),
      moment_panel("Variance", "Var x_{k}", t, cell.variance(sgd_optimizer),
                   cell.variance(sgd_fine), exact.variance),
      deviation_panel(cell, exact.variance), loss_panel(r)};
  relaxation.caption = fmt::format(
      "SGD, its SDE and Lemmas 3.6 and 3.8 on {}, σ = {}, {} runs each. Bands: simultaneous 95 % "
      "confidence over all times shown (top: of the SDE; bottom: of SGD). The SDE is refined to Δt "
      "= η/{} unless "
      "Δt = η is said; both follow one Brownian path.",
      text, r.setting.lemma.sigma(0), r.setting.paths, cell.refinement().refine);
  session.figure(std::move(relaxation));
  Figure noise{.name = "noise"};
  noise.panels = {loss_against_noise(r), rate_against_noise(r), crossover_panel(r)};
  noise.caption = fmt::format(
      "Loss at T = {} and rate over one relaxation time of the mean on {}, {} runs each. Bars: "
      "simultaneous 95 % confidence over all σ. Right: the point at σ = {} is an average over half "
      "of a run.",
      r.setting.lemma.eta * static_cast<double>(r.setting.noise_steps), text, r.setting.noise_paths,
      r.crossover_setting.lemma.sigma(0));
  session.figure(std::move(noise));
}

}  // namespace

void show_sgd_moments(Session& session, const SgdResults& r) {
  session.table(moment_table("moments", r.relaxation.front().moments()));
  session.table(refinement_table({{"relaxation", r.relaxation.front().refinement()}}));
  ResultTable table{"noise",
                    {"sigma", "loss.sgd", "se.sgd", "loss.sign_sgd", "se.sign_sgd", "rate.sgd.x1",
                     "rate.sign_sgd.x1"},
                    Eigen::MatrixXd(r.sigma.size(), 7)};
  for (Index i = 0; i < r.sigma.size(); ++i) {
    const NoiseResult& cell = r.noise[static_cast<std::size_t>(i)];
    const Estimate sgd = cell.loss(noise_sgd), sign = cell.loss(noise_sign);
    table.values.row(i) << r.sigma(i), sgd.value(0), sgd.standard_error()(0), sign.value(0),
        sign.standard_error()(0), cell.rate(noise_sgd).value(0), cell.rate(noise_sign).value(0);
  }
  session.table(std::move(table));
  figures(session, r);
}

}  // namespace sdescent::adaptive
