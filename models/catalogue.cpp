#include "models/catalogue.hpp"

#include "io/nearest.hpp"
#include "io/require.hpp"
#include "models/adaptive_models.hpp"
#include "models/gradient_flow.hpp"
#include "models/homogenized_adam.hpp"
#include "models/hsgd.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sgd_second_order_sde.hpp"
#include "models/sign_flow.hpp"
#include "models/sign_hsgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_correlated_sde.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_phases.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/sign_sgd_second_order_sde.hpp"
#include "models/streaming_sign_sgd_sde.hpp"

#include <fmt/format.h>

namespace sdescent {
namespace {

template <class T>
OptimizerFactory optimizer() {
  return [](OptimizerSettings settings, const Constants&) {
    return std::make_shared<T>(std::move(settings));
  };
}

template <class T>
SdeFactory sde() {
  return [](std::shared_ptr<const Problem> problem, double eta, const Schedule& schedule,
            const Constants&) { return std::make_shared<T>(std::move(problem), eta, schedule); };
}

template <class T>
OdeFactory ode() {
  return [](std::shared_ptr<const Problem> problem, const Schedule& schedule) {
    return std::make_shared<T>(std::move(problem), schedule);
  };
}

OdeFactory phases(SignSgdPhases::Bound bound) {
  return [bound](std::shared_ptr<const Problem> problem, const Schedule& schedule) {
    return std::make_shared<SignSgdPhases>(std::move(problem), bound, schedule);
  };
}

SdeFactory streaming_sign_sgd_sde() {
  return [](const std::shared_ptr<const Problem>& problem, double eta, const Schedule& schedule,
            const Constants&) {
    return std::make_shared<StreamingSignSgdSde>(
        streaming_regression("streaming_sign_sgd_sde", problem), eta, schedule);
  };
}

template <class T>
HomogenizedSdeFactory homogenized() {
  return [](std::shared_ptr<const StreamingRegression> problem, LearningRate eta) {
    return std::make_shared<T>(std::move(problem), std::move(eta));
  };
}

template <class Equation>
RiskFactory risk(decltype(RiskModel::modes) modes) {
  return [modes](const StreamingRegression& problem, LearningRate eta) {
    return RiskModel{std::make_shared<Equation>(risk_setting(problem, std::move(eta))), modes};
  };
}

}  // namespace

const std::vector<CatalogueEntry>& catalogue() {
  // clang-format off
  static const std::vector<CatalogueEntry> entries{
      {"sgd", "x ← x − η ĝ", "Robbins, Monro 1951", optimizer<Sgd>()},
      {"sign_sgd", "x ← x − η sign(ĝ)", "adaptive (1)", optimizer<SignSgd>()},
      {"rmsprop", "x ← x − η ĝ/(√v + ε), v ← βv + (1 − β)ĝ²", "adaptive (133), (134)", rmsprop(), rmsprop_constants()},
      {"rmspropw", "x ← x − η(ĝ/(√v + ε) + ϑx), v as rmsprop's", "adaptive (156), (157)", rmsprop(), rmsprop_constants(HasDecay::yes)},
      {"rmsprop_l2", "rmsprop with ĝ + ϑx for ĝ: on f + ϑ‖x‖²/2", "PyTorch's RMSprop; adaptive (16)", rmsprop(WeightDecay::l2), rmsprop_constants(HasDecay::yes)},
      {"adam", "x ← x − η m̂/(√v̂ + ε), m and v averages of ĝ and ĝ², ^ without their bias", "adaptive (172)–(176)", adam(), adam_constants()},
      {"adamw", "x ← x − η(m̂/(√v̂ + ε) + ϑx), m and v as adam's", "adaptive (11), (214)–(218)", adam(), adam_constants(HasDecay::yes)},
      {"adam_l2", "adam with ĝ + ϑx for ĝ: on f + ϑ‖x‖²/2", "adaptive (16)", adam(WeightDecay::l2), adam_constants(HasDecay::yes)},
      {"sgd_sde", "dX = −(∇f dt + √η Σ^{1/2} dW)", "adaptive fn. 5, (238)", sde<SgdSde>()},
      {"sign_sgd_sde", "dX = −(m dt + √η √(I − diag(m)²) dW), m = 1 − 2P(ĝ < 0)", "adaptive (2), (3)", sde<SignSgdSde>()},
      {"sign_sgd_correlated_sde", "dX = −(m dt + √η Σ̄^{1/2} dW), Σ̄ = Cov sign(ĝ)", "adaptive (2), (119), (123), (128)", sde<SignSgdCorrelatedSde>()},
      {"sign_sgd_phase_three_sde", "dX = −(m dt + √η √(I − diag(m)²) dW), m_i = 2p_i(0) ∂_i f", "adaptive (5), (118)", sde<SignSgdPhaseThreeSde>()},
      {"sgd_second_order_sde", "dX = −((I + ½η H)∇f dt + √η Σ^{1/2} dW), H = ∇²f", "Li, Tai, E 2019; docs/theory/second-order.md", sde<SgdSecondOrderSde>()},
      {"sign_sgd_second_order_sde", "dX = −((m + ½η m'·Hm) dt + √η √(I − diag(m)²) dW), m'_i = ∂m_i/∂(∂_i f)", "docs/theory/second-order.md", sde<SignSgdSecondOrderSde>()},
      {"rmsprop_sde", "dX = −P⁻¹(∇f dt + √η Σ^{1/2} dW), P = √V + ε, dV = ρ((∇f)² + diag Σ − V) dt, ρ = (1 − β)/η", "adaptive (131), (132)", rmsprop_sde(), rmsprop_constants()},
      {"rmspropw_sde", "rmsprop_sde with −ϑX dt", "adaptive (158), (159)", rmsprop_sde(), rmsprop_constants(HasDecay::yes)},
      {"malladi_rmsprop_sde", "rmsprop_sde without (∇f)²", "adaptive (228), (229)", rmsprop_sde(SecondMomentModel::noise_only), rmsprop_constants()},
      {"adam_sde", "dX = −(√ι₂/ι₁) P⁻¹(M + ηρ₁(∇f − M)) dt, dM = ρ₁((∇f − M) dt + √η Σ^{1/2} dW), P = √V + ε√ι₂, V as rmsprop_sde's, ι = 1 − e^{−ρt}, t > 0", "adaptive (169)–(171)", adam_sde(), adam_constants()},
      {"adamw_sde", "adam_sde with −ϑX dt", "adaptive (12)–(14), (219)–(221)", adam_sde(), adam_constants(HasDecay::yes)},
      {"malladi_adam_sde", "adam_sde without ηρ₁(∇f − M) and (∇f)²", "adaptive (233)–(235)", adam_sde(SecondMomentModel::noise_only), adam_constants()},
      {"streaming_sign_sgd_sde", "dX = −(m dt + √η ((2/π)K_σ − mmᵀ)^{1/2} dW), m = E sign(ĝ), exactly for fresh Gaussian data", "exact (266)–(268)", streaming_sign_sgd_sde(), {}, true},
      {"sign_hsgd", "dΘ = −η c_B φ^{(B)}(R)/√(2R) K̄(Θ − θ*) dt + η √(2K_σ/(πd)) dB, K̄ = D⁻¹K, t = k/d", "exact (8), (10)", homogenized<SignHsgd>()},
      {"hsgd", "dΘ = −η K(Θ − θ*) dt + η √(2KP/(dB)) dB, t = k/d", "exact (15), (259)", homogenized<Hsgd>()},
      {"homogenized_adam", "dΘ = −η K̄(Θ − θ*)/√(2P) dt + η √(D⁻¹KD⁻¹/d) dB, t = k/d", "exact (265)", homogenized<HomogenizedAdam>()},
      {"gradient_flow", "dx = −∇f dt", "scaling (9)", ode<GradientFlow>()},
      {"sign_flow", "dx = −sign(∇f) dt", "adaptive (4)", ode<SignFlow>()},
      {"sign_sgd_phases_lower", "dx = −(sign, mY + q⁺ or 2Y/√π)(Y) dt, by phase of Y", "adaptive, Lemma 3.4", phases(SignSgdPhases::Bound::lower)},
      {"sign_sgd_phases_upper", "dx = −(sign, mY + q⁻ or 2Y/√π)(Y) dt, by phase of Y", "adaptive, Lemma 3.4", phases(SignSgdPhases::Bound::upper)},
      {"sign_risk", "signODE: dr_i/dt = −2η c_B φ^{(B)}(R)/√(2R) λ_i r_i + η²/(πd) w_iᵀK_σKu_i, R = Σ r_i, t = k/d", "exact (12), (13)", risk<SignRisk>(sign_risk_modes)},
      {"sgd_risk", "vanillaODE: dr_i/dt = −2ηλ_i r_i + η²λ_i² P/(dB), t = k/d", "exact (240)", risk<SgdRisk>(sgd_risk_modes)},
      {"adam_risk", "dr_i/dt = −2η/√(2P) λ_i r_i + η²/(2d) w_iᵀD⁻¹KD⁻¹Ku_i, t = k/d", "exact (264), (265)", risk<AdamRisk>(adam_risk_modes)},
  };
  // clang-format on
  return entries;
}

std::shared_ptr<const StreamingRegression> streaming_regression(
    std::string_view name, const std::shared_ptr<const Problem>& problem) {
  auto streaming = std::dynamic_pointer_cast<const StreamingRegression>(problem);
  require(streaming != nullptr, fmt::format("problem of {}", name), "streaming linear regression",
          fmt::format("gradient noise {}", problem->noise().description()));
  return streaming;
}

const CatalogueEntry& find_model(std::string_view name) {
  std::vector<std::string> names;
  for (const CatalogueEntry& entry : catalogue()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  throw_unknown("model", name, names);
}

}  // namespace sdescent
