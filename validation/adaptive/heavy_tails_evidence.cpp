// What the cells of adaptive/heavy-tails say of each claim.
#include "models/sign_sgd_sde.hpp"
#include "models/student_sgd_law.hpp"
#include "solvers/drift_ode.hpp"
#include "solvers/ode.hpp"
#include "validation/adaptive/heavy_tails_results.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

constexpr double gaussian_nu = std::numeric_limits<double>::infinity();

/// The slope that Phase 3 predicts; with the control, Lemma 3.10's with Γ(ν/2)² for Γ(ν/2).
double predicted_slope(const Session& session, double nu, double sigma) {
  const double slope = tail_slope(nu, sigma);
  return session.control("misprinted-gamma") ? slope / std::tgamma(0.5 * nu) : slope;
}

/// x of the SDE without its noise at these times, times × coordinates.
ArrayXXd drift_path(const TailSetting& s, const Landscape& on,
                    const std::shared_ptr<const AdditiveNoise>& noise, const ArrayXd& t) {
  const DriftOde ode(std::make_shared<SignSgdSde>(
      std::make_shared<AdditiveNoiseProblem>(on.objective, noise), s.eta));
  ArrayXXd path(t.size(), on.start.size());
  observe_ode(right_hand_side(ode), on.start.matrix(), 0.0,
              {t.data(), static_cast<std::size_t>(t.size())},
              [&](std::size_t i, const Eigen::VectorXd& x) {
                path.row(static_cast<Index>(i)) = x.transpose().array();
              });
  return path;
}

}  // namespace

Evidence mean_of_sde(const TailSetting& s, const Landscape& on, double nu, const LongResult& cell) {
  const ArrayXd t = cell.times();
  const Estimate fine = cell.mean(fine_sde);
  const double planted = planted_deviation(Planted::same_covariance, nu, s.sigma);
  const ArrayXXd tolerance =
      third_of_distance(drift_path(s, on, tail_noise(nu, s.sigma), t),
                        drift_path(s, on, tail_noise(gaussian_nu, planted), t));
  const auto m = static_cast<double>(cell.refinement().refine);
  return noted({cell.mean(sign_optimizer) - fine, fine.value, tolerance.reshaped(),
                discretisation_bias(cell.mean(coarse_sde), fine, m)},
               cell.refinement());
}

Evidence variance_of_sde(const TailSetting& s, const Landscape& on, double nu,
                         const LongResult& cell) {
  const ArrayXd unit = phase_three_variance(s.eta, tail_slope(nu, s.sigma), on.curvature);
  const auto relative = [&](std::size_t process) {
    return relative_to(cell.stationary_variance(process), unit);
  };
  const Estimate fine = relative(fine_sde);
  const auto m = static_cast<double>(cell.refinement().refine);
  return noted({relative(sign_optimizer) - fine, fine.value,
                ArrayXd::Constant(unit.size(), third_of_planted(Planted::same_covariance, nu)),
                discretisation_bias(relative(coarse_sde), fine, m)},
               cell.refinement());
}

namespace {

Evidence mean_in_phase_three(const Session& session, const TailSetting& s, double nu,
                             const ResponseResult& cell) {
  const ArrayXd t = cell.times();
  const auto unflat = [&](const ArrayXd& curve) -> ArrayXXd {
    return curve.reshaped(t.size(), s.near.size());
  };
  const ArrayXd predicted = phase_three_mean(s, predicted_slope(session, nu, s.sigma), t);
  const ArrayXd right = phase_three_mean(s, tail_slope(nu, s.sigma), t);
  const ArrayXd wrong = phase_three_mean(s, tail_slope(gaussian_nu, s.sigma), t);
  return {cell.mean() - predicted, predicted,
          third_of_distance(unflat(right), unflat(wrong)).reshaped(),
          ArrayXd::Zero(predicted.size())};
}

Evidence variance_in_phase_three(const Session& session, const TailSetting& s, const Landscape& on,
                                 double nu, const LongResult& cell) {
  const ArrayXd unit =
      phase_three_variance(s.eta, predicted_slope(session, nu, s.sigma), on.curvature);
  const ArrayXd one = ArrayXd::Ones(unit.size());
  return {relative_to(cell.stationary_variance(sign_optimizer), unit) - one, one,
          third_of_planted(Planted::same_scale, nu) * one, 0.0 * one};
}

/// What has forgotten its start changes no more: as conditions of `evidence`, one for each cell and
/// coordinate.
void add_burn_in_conditions(Evidence& evidence, const TailResults& r) {
  const TailSetting& s = r.setting;
  std::vector<Evidence> parts{evidence};
  std::vector<Condition> conditions;
  for (std::size_t i = 0; i < r.alone.size(); ++i) {
    const double nu = r.nu(static_cast<Index>(i));
    const ArrayXd unit = phase_three_variance(s.eta, tail_slope(nu, s.sigma), s.lambda);
    const ArrayXd zero = ArrayXd::Zero(unit.size());
    parts.push_back({relative_to(r.alone[i].drift_of_variance(sign_optimizer), unit), zero,
                     zero + 2.0 * third_of_planted(Planted::same_scale, nu), zero});
    for (Index j = 0; j < unit.size(); ++j)
      conditions.push_back({fmt::format("the variance of x_{} at ν = {} is the same in both halves "
                                        "of the time after burn-in",
                                        j + 1, nu),
                            Condition::Reach::within});
  }
  evidence = joined(parts);
  evidence.conditions = std::move(conditions);
}

void sign_claims(Session& session, const TailResults& r) {
  const TailSetting& s = r.setting;
  const Landscape quadratic = tail_quadratic(s);
  std::vector<Evidence> mean_sde, variance_sde, mean, variance;
  for (std::size_t i = 0; i < r.alone.size(); ++i) {
    const double nu = r.nu(static_cast<Index>(i));
    mean_sde.push_back(mean_of_sde(s, quadratic, nu, r.beside_sde[i]));
    variance_sde.push_back(variance_of_sde(s, quadratic, nu, r.beside_sde[i]));
    mean.push_back(mean_in_phase_three(session, s, nu, r.response[i]));
    variance.push_back(variance_in_phase_three(session, s, quadratic, nu, r.alone[i]));
  }
  session.evidence("mean-sde", joined(mean_sde));
  session.evidence("variance-sde", joined(variance_sde));
  session.evidence("mean-phase-three", joined(mean));
  Evidence stationary = joined(variance);
  add_burn_in_conditions(stationary, r);
  session.evidence("variance-phase-three", std::move(stationary));
  const LongResult& saddle = r.at_saddle.front();
  session.evidence("saddle-mean-sde", mean_of_sde(s, r.saddle, r.saddle_nu, saddle));
  session.evidence("saddle-variance",
                   variance_in_phase_three(session, s, r.saddle, r.saddle_nu, saddle));
}

/// Stationary variances under infinite variance (ν <= 2) over those under Gaussian noise.
void marginal_claim(Session& session, const TailResults& r) {
  const TailSetting& s = r.setting;
  const Estimate gaussian = r.gaussian.front().stationary_variance(sign_optimizer);
  std::vector<Evidence> parts;
  for (std::size_t i = 0; i < r.alone.size(); ++i) {
    const double nu = r.nu(static_cast<Index>(i));
    if (nu > 2) continue;
    const ArrayXd one = ArrayXd::Ones(gaussian.points());
    const ArrayXd ratio = one * tail_slope(gaussian_nu, s.sigma) / tail_slope(nu, s.sigma);
    // ln(v_ν/v_∞): pseudo-values of unrelated runs may be subtracted.
    const Estimate log_ratio =
        log_of(r.alone[i].stationary_variance(sign_optimizer)) - log_of(gaussian);
    parts.push_back({log_ratio - ArrayXd(ratio.log()), ratio.log(), ratio.log() / 3.0, 0.0 * one});
  }
  session.evidence("noise-marginal", joined(parts));
}

StudentSgdSetting sgd_setting(const TailResults& r, double nu, double eta, Index coordinate) {
  return {r.setting.lambda(coordinate), eta, nu, r.setting.sigma,
          PairResult::steps(r.setting, eta)};
}

/// What SGD's law says of both coordinates, and what it would say of Gaussian noise of the same
/// scale, which the control predicts.
struct SgdPrediction {
  ArrayXd right, blind;

  template <class Statistic>
  static SgdPrediction of(const TailResults& r, double nu, double eta, Statistic statistic) {
    const Index d = r.setting.lambda.size();
    SgdPrediction prediction{ArrayXd(d), ArrayXd(d)};
    for (Index c = 0; c < d; ++c) {
      prediction.right(c) = statistic(sgd_setting(r, nu, eta, c));
      prediction.blind(c) = statistic(sgd_setting(r, gaussian_nu, eta, c));
    }
    return prediction;
  }
};

Evidence sgd_evidence(const Session& session, const Estimate& measured, const ArrayXd& bias,
                      const SgdPrediction& prediction) {
  const ArrayXd predicted = session.control("tail-blind-law") ? prediction.blind : prediction.right;
  const ArrayXd one = ArrayXd::Ones(measured.points());
  return {relative_to(measured, predicted) - one, one,
          (prediction.blind / prediction.right - one).abs() / 3.0, bias / predicted};
}

void sgd_law_claims(Session& session, const TailResults& r) {
  std::vector<Evidence> spreads, variances;
  for (Index i = 0; i < r.nu.size(); ++i)
    for (Index j = 0; j < r.pair_eta.size(); ++j) {
      const PairResult& pair = r.pair_at(i, j);
      const double nu = r.nu(i), eta = r.pair_eta(j);
      const auto add = [&](const Spread& spread, double p) {
        const auto quantile = [p](const StudentSgdSetting& s) {
          return StudentSgdLaw(s).quantile(p);
        };
        spreads.push_back(sgd_evidence(session, spread.value, spread.bias,
                                       SgdPrediction::of(r, nu, eta, quantile)));
      };
      if (nu <= 4) {
        add(pair.quartiles(), 0.75);
        add(pair.deciles(), 0.9);
      } else {
        variances.push_back(sgd_evidence(session, pair.variance(pair_sgd),
                                         ArrayXd::Zero(r.setting.lambda.size()),
                                         SgdPrediction::of(r, nu, eta, sgd_student_variance)));
      }
    }
  session.evidence("sgd-law", joined(spreads));
  session.evidence("sgd-variance", joined(variances));
}

/// A law in η for both coordinates of the pairs of the i-th ν.
template <class Statistic>
std::vector<PowerLaw> laws_in_eta(const TailResults& r, Index i, const char* name,
                                  Statistic statistic) {
  std::vector<Estimate> at_eta;
  for (Index j = 0; j < r.pair_eta.size(); ++j) at_eta.push_back(statistic(r.pair_at(i, j)));
  const Estimate all = joined(at_eta);
  std::vector<PowerLaw> laws;
  for (Index c = 0; c < r.setting.lambda.size(); ++c) {
    std::vector<Index> of_coordinate;
    for (Index j = 0; j < r.pair_eta.size(); ++j)
      of_coordinate.push_back(j * r.setting.lambda.size() + c);
    laws.push_back({fmt::format("{} of x_{} at ν = {}", name, c + 1, r.nu(i)), r.pair_eta,
                    chosen(all, of_coordinate), ArrayXd::Zero(r.pair_eta.size())});
  }
  return laws;
}

void eta_claims(Session& session, const TailResults& r) {
  std::vector<PowerLaw> cauchy, finite, sign;
  const auto append = [](std::vector<PowerLaw>& to, const std::vector<PowerLaw>& more) {
    to.insert(to.end(), more.begin(), more.end());
  };
  const auto spread = [](const PairResult& pair) { return pair.quartiles().value; };
  for (Index i = 0; i < r.nu.size(); ++i) {
    append(sign, laws_in_eta(r, i, "SignSGD's variance",
                             [](const PairResult& pair) { return pair.variance(pair_sign); }));
    if (r.nu(i) == 1) append(cauchy, laws_in_eta(r, i, "SGD's spread", spread));
    if (r.nu(i) > 2) append(finite, laws_in_eta(r, i, "SGD's spread", spread));
  }
  // Thirds of the distance between the exponents 0 and ½ of spreads, 0 and 1 of variances.
  session.evidence("sgd-cauchy-eta", exponent_evidence(cauchy, 0.0, 1.0 / 6.0));
  session.evidence("sgd-finite-eta", exponent_evidence(finite, 0.5, 1.0 / 6.0));
  session.evidence("sign-eta", exponent_evidence(sign, 1.0, 1.0 / 3.0));
}

/// Median losses at the end, at the paper's η: SignSGD's is the smaller one.
void ordering_claims(Session& session, const TailResults& r) {
  const auto ordering = [&](double nu) {
    const Index i = std::find(r.nu.begin(), r.nu.end(), nu) - r.nu.begin();
    const PairResult& pair = r.pair_at(i, 0);
    const auto last = static_cast<Index>(pair.times().size()) - 1;
    return ordering_evidence(points(pair.loss(pair_sign, 0.5), last, 1),
                             points(pair.loss(pair_sgd, 0.5), last, 1), ArrayXd::Zero(1));
  };
  session.evidence("sign-beats-sgd-cauchy", ordering(1.0));
  session.evidence("sign-beats-sgd-infinite-variance", ordering(2.0));
}

}  // namespace

void measure_tails(Session& session) {
  const TailResults r = tail_results(session);
  sign_claims(session, r);
  marginal_claim(session, r);
  sgd_law_claims(session, r);
  eta_claims(session, r);
  ordering_claims(session, r);
  show_tails(session, r);
}

}  // namespace sdescent::adaptive
