#include "validation/adaptive/fig7_noise_structures_figure.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// E S over time of optimizer and SDE, the latter with its simultaneous 95 % band, and the bound.
Panel loss_panel(const StructureSetting& s, const StructureRun& run, const std::string& title,
                 const LossBound& bound) {
  const LossCurves curves = run.curves(s);
  const ArrayXd t = curves.times();
  const Estimate measured = curves.excess(optimizer), sde = curves.excess(full_fine);
  const Estimate later = from_point(sde, 1);
  ArrayXd half = ArrayXd::Zero(t.size());  // of ln E S
  half.tail(t.size() - 1) =
      SupT(later, Sides::two).critical(0.05) * later.standard_error() / later.value;
  Panel panel{.title = title, .x = {.label = "t = kη"}, .y = {.label = "E S_{t}", .log = true}};
  panel.band(t, ArrayXd(sde.value * (-half).exp()), ArrayXd(sde.value * half.exp()), "",
             style::sde());
  panel.line(t, measured.value, "SignSGD", style::optimizer());
  panel.line(t, sde.value, fmt::format("SDE, Δt = η/{}", s.refine), style::sde());
  panel.line(t, curves.excess(full_coarse).value, "SDE, Δt = η", style::sde(1));
  panel.line(t, bound(measured.value(0), t), "bound", style::theory());
  return panel;
}

Panel isotropic_panel(const StructureSetting& s, const StructureRun& run) {
  Panel panel = loss_panel(s, run, fmt::format("Σ = σ²f(x)I on H = λ_{{1}}I, σ = {}", s.sigma),
                           structure_bound(s, NoiseStructure::loss_identity));
  const ArrayXd ends{{0.0, s.eta * static_cast<double>(s.steps)}};
  const double level = scaled_bound(s, NoiseStructure::loss_identity).limit() *
                       (1.0 + 1.0 / static_cast<double>(s.lambda.size()));
  panel.line(ends, ArrayXd(ArrayXd::Constant(2, level)), "(1 + 1/d) × its limit", style::theory(1));
  return panel;
}

Panel coupled_panel(const StructureSetting& s, const CoupledRun& run, Index j, const char* label) {
  const ArrayXd t = run.times();
  Panel panel{.title = label, .x = {.label = "t = kη"}, .y = {.label = "x²"}};
  panel.line(t, run.covariance(coupled_optimizer, 0, j).value, "SignSGD", style::optimizer());
  panel.line(t, run.covariance(coupled_fine, 0, j).value, fmt::format("SDE, Δt = η/{}", s.refine),
             style::sde());
  panel.line(t, run.covariance(coupled_diagonal, 0, j).value, "SDE, independent signs",
             style::sde(1));
  panel.horizontal(coupled_prediction(s, true)(j), "stationary, by Lyapunov", style::theory());
  panel.horizontal(coupled_prediction(s, false)(j), "the same, independent signs",
                   style::theory(1));
  return panel;
}

}  // namespace

void show_noise_structures(Session& session, const StructureSetting& s,
                           const std::vector<StructureRun>& runs, const StructureRun& isotropic,
                           const CoupledRun& coupled) {
  Figure losses{.name = "losses"};
  for (std::size_t i = 0; i < structures.size(); ++i) {
    losses.panels.push_back(
        loss_panel(s, runs[i], description_of(structures[i]), structure_bound(s, structures[i])));
    session.table(moment_table("loss-" + lemma_of(structures[i]), runs[i].loss));
  }
  losses.panels.push_back(isotropic_panel(s.isotropic(), isotropic));
  losses.caption = fmt::format(
      "Loss of SignSGD, of its SDE and the Phase-3 bounds of Lemmas C.29, C.31 and C.30 (prefactor "
      "of Lambert's function corrected), f = ½xᵀHx, H = diag({}), σ = {}, f(x_{{*}}) = {} in the "
      "first noise, η = {}, {} runs each. Last: an isotropic H, where the limit of C.30 is no "
      "bound. Bands: simultaneous 95 % confidence of the SDE's mean.",
      to_string(ParameterValue(s.lambda)), s.sigma, s.minimum, s.eta, s.paths);
  session.figure(std::move(losses));
  session.table(moment_table("loss-isotropic", isotropic.loss));

  Figure signs{.name = "correlated-signs"};
  signs.panels = {coupled_panel(s, coupled, 0, "Var x_{1}"),
                  coupled_panel(s, coupled, 1, "Cov(x_{1}, x_{2})")};
  const Eigen::Matrix2d h = s.coupled_hessian();
  signs.caption = fmt::format(
      "SignSGD under noise of correlation {:.3g} (Σ ∝ H, H_{{11}} = H_{{22}} = {:.3g}, H_{{12}} = "
      "{:.3g}, σ_{{i}}² = {:.3g}), η = {}, {} runs, from x = 0: its SDE needs the correlations of "
      "the signs.",
      s.coupling, h(0, 0), h(0, 1), s.coupled_sigma * s.coupled_sigma * h(0, 0), s.eta, s.paths);
  session.figure(std::move(signs));
}

}  // namespace sdescent::adaptive
