#include "models/catalogue.hpp"

#include "io/nearest.hpp"
#include "models/gradient_flow.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sgd_second_order_sde.hpp"
#include "models/sign_flow.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_correlated_sde.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_phases.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/sign_sgd_second_order_sde.hpp"

namespace sdescent {
namespace {

template <class T>
OptimizerFactory optimizer() {
  return [](OptimizerSettings settings) { return std::make_shared<T>(std::move(settings)); };
}

template <class T>
SdeFactory sde() {
  return [](std::shared_ptr<const Problem> problem, double eta, const Schedule& schedule) {
    return std::make_shared<T>(std::move(problem), eta, schedule);
  };
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

}  // namespace

const std::vector<CatalogueEntry>& catalogue() {
  // clang-format off
  static const std::vector<CatalogueEntry> entries{
      {"sgd", "x ← x − η ĝ", "Robbins, Monro 1951", optimizer<Sgd>()},
      {"sign_sgd", "x ← x − η sign(ĝ)", "adaptive (1)", optimizer<SignSgd>()},
      {"sgd_sde", "dX = −(∇f dt + √η Σ^{1/2} dW)", "adaptive fn. 5, (238)", sde<SgdSde>()},
      {"sign_sgd_sde", "dX = −(m dt + √η √(I − diag(m)²) dW), m = 1 − 2P(ĝ < 0)", "adaptive (2), (3)", sde<SignSgdSde>()},
      {"sign_sgd_correlated_sde", "dX = −(m dt + √η Σ̄^{1/2} dW), Σ̄ = Cov sign(ĝ)", "adaptive (2), (119), (123), (128)", sde<SignSgdCorrelatedSde>()},
      {"sign_sgd_phase_three_sde", "dX = −(m dt + √η √(I − diag(m)²) dW), m_i = 2p_i(0) ∂_i f", "adaptive (5), (118)", sde<SignSgdPhaseThreeSde>()},
      {"sgd_second_order_sde", "dX = −((I + ½η H)∇f dt + √η Σ^{1/2} dW), H = ∇²f", "Li, Tai, E 2019; docs/theory/second-order.md", sde<SgdSecondOrderSde>()},
      {"sign_sgd_second_order_sde", "dX = −((m + ½η m'·Hm) dt + √η √(I − diag(m)²) dW), m'_i = ∂m_i/∂(∂_i f)", "docs/theory/second-order.md", sde<SignSgdSecondOrderSde>()},
      {"gradient_flow", "dx = −∇f dt", "scaling (9)", ode<GradientFlow>()},
      {"sign_flow", "dx = −sign(∇f) dt", "adaptive (4)", ode<SignFlow>()},
      {"sign_sgd_phases_lower", "dx = −(sign, mY + q⁺ or 2Y/√π)(Y) dt, by phase of Y", "adaptive, Lemma 3.4", phases(SignSgdPhases::Bound::lower)},
      {"sign_sgd_phases_upper", "dx = −(sign, mY + q⁻ or 2Y/√π)(Y) dt, by phase of Y", "adaptive, Lemma 3.4", phases(SignSgdPhases::Bound::upper)},
  };
  // clang-format on
  return entries;
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
