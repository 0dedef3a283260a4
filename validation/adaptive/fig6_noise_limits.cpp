#include "validation/adaptive/fig6_noise_limits.hpp"

#include "models/adaptive_asymptotics.hpp"
#include "models/adaptive_linearisation.hpp"
#include "models/loss_bounds.hpp"
#include "models/sign_sgd_chain.hpp"
#include "validation/adaptive/gaussian_problem.hpp"

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

template <class Limit>
ArrayXd at_all(const std::vector<NoiseLevels>& cells, Limit limit) {
  ArrayXd all(static_cast<Index>(cells.size()));
  for (Index i = 0; i < all.size(); ++i)
    all(i) = limit(cells[static_cast<std::size_t>(i)].setting());
  return all;
}

/// Lemmas 3.5 (7) and 3.6 as t → ∞.
double sgd_limit(const NoiseSetting& s) {
  return sgd_loss_bound(loss_bound_setting(s.lemma), ArrayXd::Constant(1, 1e300))(0);
}
double sign_limit(const NoiseSetting& s) {
  return sign_sgd_phase_three_loss_bound(loss_bound_setting(s.lemma),
                                         ArrayXd::Constant(1, 1e300))(0);
}

AdaptiveQuadratic quadratic(const NoiseSetting& s, double decay) {
  return {.lambda = s.lemma.lambda, .sigma = s.lemma.sigma, .eta = s.lemma.eta, .decay = decay};
}

/// (3.13).
double adam_limit(const NoiseSetting& s, double decay) {
  return adaptive_loss_bound(adaptive_loss_setting(quadratic(s, decay)));
}
double ceiling(const NoiseSetting& s) {
  NoiseSetting loud = s;
  loud.lemma.sigma = 1e12;
  return adam_limit(loud, s.decay);
}

double chain_loss(const NoiseSetting& s) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(s.lemma.lambda.matrix()),
      std::make_shared<GaussianNoise>(s.lemma.sigma.matrix(), Accuracy::accurate));
  double loss = 0.0;
  for (Index i = 0; i < s.lemma.lambda.size(); ++i)
    loss += 0.5 * s.lemma.lambda(i) *
            SignSgdChain(problem, s.lemma.eta, s.lemma.x0.matrix(), i)
                .stationary_law(std::remainder(s.lemma.x0(i), s.lemma.eta))
                .mean([](double x) { return x * x; });
  return loss;
}

double linear_loss(const NoiseSetting& s) {
  const Eigen::MatrixXd cov =
      optimizer_stationary_covariance({.hessian = s.lemma.lambda.matrix().asDiagonal(),
                                       .sigma = s.lemma.sigma,
                                       .eta = s.lemma.eta,
                                       .decay = s.decay,
                                       .beta1 = s.adam.beta1});
  return 0.5 * (s.lemma.lambda * cov.diagonal().array()).sum();
}

}  // namespace

NoiseLimits::NoiseLimits(const std::vector<NoiseLevels>& cells)
    : sgd(at_all(cells, sgd_limit)),
      sign(at_all(cells, sign_limit)),
      adam(at_all(cells, [](const NoiseSetting& s) { return adam_limit(s, 0.0); })),
      adam_w(at_all(cells, [](const NoiseSetting& s) { return adam_limit(s, s.decay); })) {}

ArrayXd adam_w_ceiling(const std::vector<NoiseLevels>& cells) { return at_all(cells, ceiling); }

ArrayXd sign_sgd_at_eta(const std::vector<NoiseLevels>& cells) { return at_all(cells, chain_loss); }

ArrayXd adam_w_at_eta(const std::vector<NoiseLevels>& cells) { return at_all(cells, linear_loss); }

}  // namespace sdescent::adaptive
