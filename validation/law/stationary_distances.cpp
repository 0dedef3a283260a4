#include "validation/law/stationary_distances.hpp"

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_chain.hpp"
#include "models/sign_sgd_phase_three_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/law_distance.hpp"
#include "solvers/stationary_law.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

std::shared_ptr<const Problem> problem(const StationarySetting& s, double sigma) {
  const VectorXd scale = VectorXd::Constant(1, sigma);
  std::shared_ptr<const AdditiveNoise> noise;
  if (std::isinf(s.nu))
    noise = std::make_shared<GaussianNoise>(scale, Accuracy::accurate);
  else
    noise = std::make_shared<StudentNoise>(s.nu, scale);
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Constant(1, s.lambda)), noise);
}

/// An SDE of SignSGD with the diffusion √η, without −m².
class WithoutMean final : public OptimizerSde {
 public:
  WithoutMean(std::shared_ptr<const Problem> problem, double eta,
              std::shared_ptr<const SdeModel> right)
      : OptimizerSde(std::move(problem), eta), right_(std::move(right)) {}

  Index noise_dimension() const override { return right_->noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_->coefficients(t, x, drift, diagonal, scratch);
    diagonal.setConstant(diffusion_factor(t));
  }

 private:
  std::shared_ptr<const SdeModel> right_;
};

std::unique_ptr<const Law> sde_law(const StationarySetting& s, bool linear) {
  double sigma = s.sigma;
  if (s.plants.drift_without_root_two && !linear) sigma /= std::numbers::sqrt2;
  if (s.plants.noise_blind && !linear) sigma = 1.0;
  const auto on = problem(s, sigma);
  std::shared_ptr<const SdeModel> model;
  StationaryDomain domain;
  if (linear) {
    model = std::make_shared<SignSgdPhaseThreeSde>(on, s.eta);
    domain.upper = s.plants.without_mean ? domain.upper : 1.0 / s.sign_mean().c;
    domain.lower = -domain.upper;
  } else {
    model = std::make_shared<SignSgdSde>(on, s.eta);
  }
  if (s.plants.without_mean) model = std::make_shared<WithoutMean>(on, s.eta, model);
  return std::make_unique<DensityLaw>(stationary_law(*model, domain));
}

/// Lemma 3.7 says it for Gaussian noise; with the slope c of any other it is Corollary 3.11's.
std::unique_ptr<const Law> lemma_law(const StationarySetting& s) {
  const double c = s.sign_mean().c;
  const double second = s.plants.lemma_without_second ? 0.0 : 0.5 * s.eta * c * c;
  const double variance = 0.5 * s.eta / (c + second);
  const double far = 13.0 * std::sqrt(variance);
  return std::make_unique<DensityLaw>(
      [variance](double x) { return std::exp(-0.5 * x * x / variance); },
      ArrayXd::LinSpaced(27, -far, far), 1e-37);
}

SignSgdChain chain(const StationarySetting& s) {
  return {problem(s, s.sigma), s.eta, VectorXd::Zero(1)};
}

}  // namespace

SignMean StationarySetting::sign_mean() const {
  return std::isinf(nu) ? gaussian_sign_mean(lambda, sigma) : student_sign_mean(lambda, sigma, nu);
}

double StationarySetting::scale() const { return std::sqrt(0.5 * eta / sign_mean().c); }

AtomicLaw chain_law(const StationarySetting& s) { return chain(s).stationary_law(0.0); }

AtomicLaw even_chain_law(const StationarySetting& s) {
  return s.plants.parity_ignored ? chain_law(s) : chain(s).stationary_law(0.0, LatticeSites::even);
}

std::unique_ptr<const Law> model_law(const StationarySetting& s, StationaryModel model) {
  if (model == lemma) return lemma_law(s);
  return sde_law(s, model == phase_three || s.plants.linear_mean);
}

StationaryDistances distances_at(const StationarySetting& s) {
  StationaryDistances d{.setting = s};
  const std::array<AtomicLaw, 2> lattices{chain_law(s), even_chain_law(s)};
  for (const StationaryModel model : {sde, phase_three, lemma}) {
    const auto law = model_law(s, model);
    const AtomicLaw& all = lattices[0];
    const AtomicLaw there = on_sites(*law, all);
    d.total_variation[model] = total_variation(there, all);
    d.kolmogorov[model] = kolmogorov(there, all);
    d.wasserstein[model] =
        (s.plants.as_it_is ? wasserstein(*law, all) : wasserstein(there, all)) / s.scale();
    if (model != sde) continue;
    for (std::size_t i = 0; i < 2; ++i) {
      const AtomicLaw in_cells = on_cells(*law, lattices[i]);
      d.cell_total_variation[i] = total_variation(in_cells, lattices[i]);
      d.cell_wasserstein[i] = wasserstein(in_cells, lattices[i]) / s.scale();
      d.raw_wasserstein[i] = wasserstein(*law, lattices[i]) / s.scale();
    }
  }
  return d;
}

}  // namespace sdescent::law
