// What the cells of adaptive/sgd-moments say of each claim.
#include "io/require.hpp"
#include "models/loss_bounds.hpp"
#include "validation/adaptive/sgd_moments_results.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/power_law.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

/// A third of the distances to SignSGD's mean, and to the variance without ½, by closed form.
ArrayXd mean_tolerance(const DiagonalSetting& lemma, const ArrayXd& t) {
  return third_of_distance(sgd_moments(lemma, t).mean, sign_sgd_moments(lemma, t).mean).reshaped();
}
ArrayXd variance_tolerance(const DiagonalSetting& lemma, const ArrayXd& t) {
  const ArrayXXd right = sgd_moments(lemma, t).variance;
  return third_of_distance(right, ArrayXXd(2.0 * right)).reshaped();
}

/// Mean and variance of SGD against its SDE's.
std::vector<Evidence> against_sde(const DiagonalSetting& lemma, const RelaxationResult& cell) {
  const ArrayXd t = cell.times();
  const auto m = static_cast<double>(cell.refinement().refine);
  const Estimate mean = cell.mean(sgd_fine), variance = cell.variance(sgd_fine);
  return {
      noted({cell.mean(sgd_optimizer) - mean, mean.value, mean_tolerance(lemma, t),
             discretisation_bias(cell.mean(sgd_coarse), mean, m)},
            cell.refinement()),
      noted({cell.variance(sgd_optimizer) - variance, variance.value, variance_tolerance(lemma, t),
             discretisation_bias(cell.variance(sgd_coarse), variance, m)},
            cell.refinement())};
}

SgdResults results_of(Session& session) {
  const ParameterValues& p = session.parameters();
  SgdResults r;
  r.setting = sgd_setting(p);
  r.sigma = p.reals("sigmas");
  require_at_least("number of values of sigmas", r.sigma.size(), 3);
  r.crossover_setting = with_sigma(r.setting, p.real("crossover_sigma"));

  // 0: H as given, 1: isotropic.
  const std::vector<SgdSetting> hessians{
      session.control("isotropic-hessian") ? isotropic(r.setting) : r.setting,
      isotropic(r.setting)};
  const auto relaxations = session.cells(
      ParameterGrid("relaxation", {{"isotropic", Eigen::Array2d(0, 1)}}), [&](const Cell& cell) {
        const std::uint64_t which = cell.point.count("isotropic");
        return RelaxationResult::run(
            session, hessians[which], cell.seed, [&](const RelaxationResult& result) {
              return which == 0 ? against_sde(r.setting.lemma, result) : std::vector<Evidence>{};
            });
      });
  for (std::size_t i = 0; i < hessians.size(); ++i)
    r.relaxation.emplace_back(session, hessians[i]).load(relaxations[i]);

  const ParameterGrid one("saddle", {{"eta", ArrayXd::Constant(1, r.setting.lemma.eta)}});
  r.saddle.emplace_back(session).load(
      session.cells(one, [&](const Cell& cell) { return SaddleResult::run(session, cell.seed); })
          .front());

  const auto noises =
      session.cells(ParameterGrid("noise", {{"sigma", r.sigma}}), [&](const Cell& cell) {
        return NoiseResult::run(session, with_sigma(r.setting, cell.point.real("sigma")),
                                cell.seed);
      });
  for (std::size_t i = 0; i < noises.size(); ++i)
    r.noise.emplace_back(session, with_sigma(r.setting, r.sigma(static_cast<Index>(i))))
        .load(noises[i]);

  const ParameterGrid small("crossover",
                            {{"sigma", ArrayXd::Constant(1, r.crossover_setting.lemma.sigma(0))}});
  r.crossover.emplace_back(r.crossover_setting)
      .load(session
                .cells(small,
                       [&](const Cell& cell) {
                         return CrossoverResult::run(session, r.crossover_setting, cell.seed);
                       })
                .front());
  return r;
}

void moment_claims(Session& session, const SgdResults& r) {
  const RelaxationResult& cell = r.relaxation.front();
  const ArrayXd t = cell.times();
  const MomentTable right = sgd_moments(r.setting.lemma, t);
  const MomentTable sign = sign_sgd_moments(r.setting.lemma, t);
  const ArrayXd none = ArrayXd::Zero(right.mean.size());

  const ArrayXd mean = (session.control("mean-of-sign-sgd") ? sign : right).mean.reshaped();
  session.evidence("mean-lemma", {cell.mean(sgd_optimizer) - mean, mean,
                                  mean_tolerance(r.setting.lemma, t), none});
  ArrayXXd planted = right.variance;
  if (session.control("lemma-without-half")) planted *= 2.0;
  if (session.control("lemma-root-sigma")) planted /= r.setting.lemma.sigma(0);
  const ArrayXd variance = planted.reshaped();
  session.evidence("variance-lemma", {cell.variance(sgd_optimizer) - variance, variance,
                                      variance_tolerance(r.setting.lemma, t), none});

  const std::vector<Evidence> sde = against_sde(r.setting.lemma, cell);
  session.evidence("mean-sde", sde.front());
  session.evidence("variance-sde", sde.back());
}

/// Lemma 3.6's bound; with the control for L_τ = λ₁ in the place of tr H.
ArrayXd bound_of(const Session& session, const DiagonalSetting& lemma, const ArrayXd& t) {
  LossBoundSetting bound = loss_bound_setting(lemma);
  if (session.control("bound-with-one-eigenvalue")) {
    bound.trace = bound.mu;
    bound.dimension = 1;
  }
  return sgd_loss_bound(bound, t);
}

void loss_claims(Session& session, const SgdResults& r) {
  const RelaxationResult& cell = r.relaxation.front();
  const DiagonalSetting& lemma = r.setting.lemma;
  const ArrayXd t = cell.times(), none = ArrayXd::Zero(t.size());
  const Estimate loss = cell.loss();
  const ArrayXd right = sgd_expected_loss(lemma, t);
  DiagonalSetting doubled = lemma;
  doubled.sigma *= std::numbers::sqrt2;
  const ArrayXd without_half = sgd_expected_loss(doubled, t);
  const ArrayXd exact = session.control("lemma-without-half") ? without_half : right;
  session.evidence("loss-exact",
                   {loss - exact, exact, third_of_distance(right, without_half), none});

  const ArrayXd bound = bound_of(session, lemma, t);
  session.evidence("loss-bound", {loss - bound, bound, none, none});
  const ArrayXd attained = sgd_loss_bound(
      loss_bound_setting(session.control("isotropic-hessian") ? isotropic(r.setting).lemma : lemma),
      t);
  session.evidence("loss-bound-attained",
                   {loss - attained, attained,
                    third_of_distance(right, sgd_loss_bound(loss_bound_setting(lemma), t)), none});

  const DiagonalSetting same = isotropic(r.setting).lemma;
  LossBoundSetting one_eigenvalue = loss_bound_setting(same);
  one_eigenvalue.trace = one_eigenvalue.mu;
  one_eigenvalue.dimension = 1;
  const ArrayXd tight = bound_of(session, same, t);
  session.evidence("loss-bound-isotropic",
                   {r.relaxation.back().loss() - tight, tight,
                    third_of_distance(sgd_loss_bound(loss_bound_setting(same), t),
                                      sgd_loss_bound(one_eigenvalue, t)),
                    none});
}

void saddle_claim(Session& session, const SgdResults& r) {
  const SaddleResult& cell = r.saddle.front();
  const ArrayXd predicted = cell.predicted() * (session.control("lemma-without-half") ? 2.0 : 1.0);
  session.evidence("saddle-variance", {cell.variance() - predicted, predicted,
                                       cell.predicted() / 3.0, ArrayXd::Zero(predicted.size())});
}

/// A statistic of one point for each σ, as a power law.
template <class Statistic>
PowerLaw law_in_sigma(const SgdResults& r, const std::string& name, Statistic statistic) {
  std::vector<Estimate> values;
  for (const NoiseResult& cell : r.noise) values.push_back(statistic(cell));
  return {name, r.sigma, joined(values), ArrayXd::Zero(r.sigma.size())};
}

void noise_claims(Session& session, const SgdResults& r) {
  struct Method {
    std::size_t process;
    const char *id, *name;
    double loss_exponent, rate_exponent;
  };
  for (const Method& method : {Method{noise_sgd, "sgd", "SGD", 2.0, 0.0},
                               Method{noise_sign, "sign-sgd", "SignSGD", 1.0, -1.0}}) {
    const std::size_t process = method.process;
    // Thirds of the distances between the exponents of both methods, which are 1.
    session.evidence(
        fmt::format("{}-loss-exponent", method.id),
        exponent_evidence(
            {law_in_sigma(r, fmt::format("the loss of {}", method.name),
                          [&](const NoiseResult& cell) { return cell.loss(process); })},
            method.loss_exponent, 1.0 / 3.0));
    std::vector<PowerLaw> rates;
    for (Index i = 0; i < r.setting.lemma.x0.size(); ++i)
      rates.push_back(
          law_in_sigma(r, fmt::format("the rate of {}'s x_{}", method.name, i + 1),
                       [&](const NoiseResult& cell) { return points(cell.rate(process), i, 1); }));
    session.evidence(fmt::format("{}-rate-exponent", method.id),
                     exponent_evidence(rates, method.rate_exponent, 1.0 / 3.0));
  }
}

void crossover_claim(Session& session, const SgdResults& r) {
  const DiagonalSetting& lemma = r.crossover_setting.lemma;
  const double leading = sign_asymptotic_loss(lemma, SignLoss::leading);
  const double c27 = sign_asymptotic_loss(lemma, SignLoss::c27);
  const double predicted = session.control("curvature-of-erf")
                               ? sign_asymptotic_loss(lemma, SignLoss::with_curvature)
                               : c27;
  const ArrayXd one = ArrayXd::Ones(1);
  session.evidence(
      "sign-sgd-crossover",
      {relative_to(r.crossover.front().loss(), one * leading) - one * predicted / leading,
       one * predicted / leading, one * (1.0 - c27 / leading) / 3.0, 0.0 * one});
}

}  // namespace

ArrayXd sgd_expected_loss(const DiagonalSetting& setting, const ArrayXd& t) {
  const MomentTable moments = sgd_moments(setting, t);
  const ArrayXXd second = moments.mean.square() + moments.variance;
  return 0.5 * (second.matrix() * setting.lambda.matrix()).array();
}

double sign_asymptotic_loss(const DiagonalSetting& setting, SignLoss formula) {
  const double root = std::sqrt(0.5 * std::numbers::pi);
  const ArrayXd leading = 0.25 * setting.eta * root * setting.sigma;
  const ArrayXd ratio = root * setting.eta * setting.lambda / setting.sigma;
  if (formula == SignLoss::leading) return leading.sum();
  if (formula == SignLoss::with_curvature) return (leading * (1.0 + 0.25 * ratio)).sum();
  return (leading / (1.0 + ratio * std::numbers::inv_pi)).sum();
}

void measure_sgd_moments(Session& session) {
  const SgdResults r = results_of(session);
  moment_claims(session, r);
  loss_claims(session, r);
  saddle_claim(session, r);
  noise_claims(session, r);
  crossover_claim(session, r);
  show_sgd_moments(session, r);
}

}  // namespace sdescent::adaptive
