// Claims of exact/fig3-psi that need no runs.
#include "models/compression.hpp"
#include "models/empirical_label_noise.hpp"
#include "models/student_label_noise.hpp"
#include "validation/exact/fig3_psi.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using std::numbers::pi;

/// Relative error of φ and ψ.
constexpr double known_to = 1e-12;

ArrayXd array(const std::vector<double>& values) {
  return Eigen::Map<const ArrayXd>(values.data(), static_cast<Index>(values.size()));
}

/// smaller <= larger, all known.
Evidence known_bound(const std::vector<double>& smaller, const std::vector<double>& larger) {
  const ArrayXd right = array(larger), none = ArrayXd::Zero(right.size());
  return {exact_estimate(array(smaller)) - right, right, none,
          ArrayXd(2.0 * known_to * right.abs())};
}

Evidence known_equality(const ArrayXd& measured, const ArrayXd& predicted,
                        const ArrayXd& tolerance) {
  return {exact_estimate(measured) - predicted, predicted, tolerance,
          ArrayXd(2.0 * known_to * predicted.abs())};
}

/// R from where ψ is its limit to where it is 1, in units of s² = 1.
const ArrayXd all_risks{{1e-3, 1e-2, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0}};

double limit_at_zero(const Session& session, const NoiseFamily& family) {
  const double factor = session.control("root-pi") ? pi : 2.0 * pi;
  return std::sqrt(factor * family.law->second_moment()) * family.density(0.0);
}

void gaussian_claim(Session& session) {
  const NoiseFamily gaussian = gaussian_family(1.0);
  const auto psi = [&](double risk) { return compression(*gaussian.law, risk); };
  const auto of_risk = [&](double risk) { return 0.5 * pi * gaussian.law->phi(risk); };
  const ArrayXd measured = all_risks.unaryExpr([&](double risk) {
    return session.control("risk-for-population") ? of_risk(risk) : psi(risk);
  });
  const ArrayXd one = ArrayXd::Ones(all_risks.size());
  const double distance = (all_risks.unaryExpr(of_risk) - 1.0).abs().maxCoeff();
  session.evidence("gaussian-one", known_equality(measured, one, one * distance / 3.0));
}

void student_claims(Session& session, const PsiLaws& laws) {
  std::vector<double> one, psi;
  for (const NoiseFamily& student : laws.student)
    for (const double risk : all_risks) {
      one.push_back(1.0);
      psi.push_back(session.control("uniform-for-student")
                        ? compression(*uniform_family(std::sqrt(3.0)).law, risk)
                        : compression(*student.law, risk));
    }
  session.evidence("student-above-one", known_bound(one, psi));

  std::vector<double> at_zero;
  for (const NoiseFamily& student : laws.student) {
    const double scale = dynamic_cast<const StudentLabelNoise&>(*student.law).scale();
    at_zero.push_back(compression(*student.law, 0.0) *
                      (session.control("scale-for-deviation") ? scale : 1.0));
  }
  const ArrayXd values = array(at_zero);
  const Index pairs = values.size() - 1;
  session.evidence("grows-with-kurtosis", ordering_evidence(exact_estimate(values.tail(pairs)),
                                                            exact_estimate(values.head(pairs)),
                                                            ArrayXd::Constant(pairs, 1e-10)));
}

void zero_limit_claim(Session& session, const PsiLaws& laws) {
  const ArrayXd risks{{1e-7, 1e-6, 1e-5, 1e-4}};
  std::vector<Deviations> curves;
  std::vector<double> predicted, tolerance;
  const auto add = [&](const NoiseFamily& family) {
    if (!family.density) return;
    const double limit = limit_at_zero(session, family);
    const ArrayXd psi = risks.unaryExpr([&](double r) { return compression(*family.law, r); });
    curves.push_back(
        {family.name, risks, exact_estimate(ArrayXd(psi - limit)), known_to * psi, "R"});
    predicted.push_back(limit);
    tolerance.push_back((1.0 - std::numbers::sqrt2 / 2.0) * psi(0) / 3.0);
  };
  for (const NoiseFamily& family : laws.student) add(family);
  for (const NoiseFamily& family : laws.other) add(family);
  // Laplace's density has a kink at 0: its deviation is of order √R, others' of order R.
  session.evidence("limit-zero", limit_evidence(curves, array(predicted), array(tolerance), 0.5));
}

void large_risk_claims(Session& session, const PsiLaws& laws) {
  const ArrayXd inverse{{0.01, 0.02, 0.04, 0.08}};
  std::vector<Deviations> curves;
  std::vector<double> predicted, tolerance, one, psi_at_large;
  const double factor = session.control("one-sixteenth") ? 2.0 : 1.0;
  std::vector<NoiseFamily> with_sixth_moment = laws.other;
  with_sixth_moment.push_back(laws.student.back());
  for (const NoiseFamily& family : with_sixth_moment) {
    const LabelNoise& law = *family.law;
    const double s2 = law.second_moment();
    const double excess = factor * (compression_at_large_risk(s2, family.fourth_moment, 1.0) - 1.0);
    if (family.name == "Gaussian") continue;
    const ArrayXd scaled =
        inverse.unaryExpr([&](double x) { return (compression(law, 1.0 / x) - 1.0) / (x * x); });
    curves.push_back({family.name, inverse, exact_estimate(ArrayXd(scaled - excess)),
                      4.0 * known_to / inverse.square(), "1/R"});
    predicted.push_back(excess);
    tolerance.push_back(std::abs(excess / factor) / 3.0);
    if (session.control("heavy-tails-only") && excess < 0) continue;
    for (const double x : inverse) {
      one.push_back(1.0);
      psi_at_large.push_back(compression(law, 1.0 / x));
    }
  }
  session.evidence("large-risk", limit_evidence(curves, array(predicted), array(tolerance)));
  session.evidence("large-risk-favours", known_bound(one, psi_at_large));
}

void jensen_claim(Session& session, const PsiLaws& laws) {
  const double share = session.control("half-the-exponent") ? 0.5 : 1.0;
  std::vector<double> bound, psi;
  for (const auto* families : {&laws.student, &laws.other})
    for (const NoiseFamily& family : *families) {
      if (!family.density) continue;  // Rademacher's law attains it
      for (const double risk : all_risks) {
        const double u = family.law->second_moment() / (2.0 * risk);
        bound.push_back(least_compression(family.law->second_moment(), risk) *
                        std::exp(0.5 * (1.0 - share) * u));
        psi.push_back(compression(*family.law, risk));
      }
    }
  session.evidence("jensen", known_bound(bound, psi));
}

/// √(2π) s f(0) of log-concave laws with median 0, strictly within the bounds.
std::vector<double> log_concave_limits(const Session& session) {
  const double log2 = std::numbers::ln2;
  const double quartile = 0.67448975019608174;  // median of |N(0, 1)|
  const double half_normal_mean = std::sqrt(2.0 / pi);
  const auto psi = [](double density, double second_moment) {
    return std::sqrt(2.0 * pi * second_moment) * density;
  };
  std::vector<double> limits = {
      compression(*gaussian_family(1.0).law, 0.0), psi(0.25, pi * pi / 3.0),  // logistic
      psi(1.0, 1.0 / 6.0),                                          // triangular on [−1, 1]
      psi(0.5, 1.0 + (1.0 - log2) * (1.0 - log2)),                  // exponential − log 2
      psi(half_normal_mean * std::exp(-0.5 * quartile * quartile),  // |N(0, 1)| − its median
          1.0 - 2.0 * quartile * half_normal_mean + quartile * quartile)};
  if (session.control("heavy-tail"))
    limits.push_back(compression(*student_family(2.2, 1.0).law, 0.0));
  return limits;
}

void log_concave_claims(Session& session) {
  std::vector<double> smaller, larger;
  for (const double limit : log_concave_limits(session)) {
    smaller.insert(smaller.end(), {std::sqrt(pi / 6.0), limit});
    larger.insert(larger.end(), {limit, std::sqrt(pi)});
  }
  session.evidence("log-concave", known_bound(smaller, larger));

  const ArrayXd ends{{std::sqrt(pi / 6.0), std::sqrt(pi)}};
  const double factor = session.control("root-pi") ? 1.0 / std::numbers::sqrt2 : 1.0;
  const ArrayXd attained{{factor * compression(*uniform_family(1.0).law, 0.0),
                          factor * compression(*laplace_family(1.0).law, 0.0)}};
  session.evidence(
      "log-concave-sharp",
      known_equality(attained, ends, ArrayXd((1.0 - std::numbers::sqrt2 / 2.0) * ends / 3.0)));
}

void away_claim(Session& session) {
  const double stretched = session.control("twice-the-distance") ? 2.0 : 1.0;
  const EmpiricalLabelNoise atoms(Eigen::VectorXd{{-1.0, 1.0, 2.0, -2.0}});
  const NoiseFamily uniform = uniform_family(1.0, 3.0);
  std::vector<double> log_phi, log_bound;
  const auto add = [&](const LabelNoise& law, double distance) {
    for (const double risk : {0.01, 0.03, 0.1, 0.3, 1.0}) {
      log_phi.push_back(std::log(law.phi(risk)));
      log_bound.push_back(std::log(largest_phi_away_from_zero(stretched * distance, risk)));
    }
  };
  add(atoms, 1.0);
  add(*uniform.law, 2.0);
  session.evidence("away-from-zero", known_bound(log_phi, log_bound));
}

void floor_exponent_claim(Session& session) {
  const NoiseFamily family =
      session.control("gaussian-floor") ? gaussian_family(1.0) : rademacher_family(1.0);
  const ArrayXd eta{{1e-8, 1e-7, 1e-6, 1e-5, 1e-4}};
  const ArrayXd risk = eta.unaryExpr([&](double e) { return resting_risk(*family.law, e); });
  session.evidence("floor-exponent",
                   exponent_evidence({{"resting risk", eta, exact_estimate(risk), 1e-9 * risk}},
                                     0.0, 1.0 / 3.0));
}

}  // namespace

PsiLaws psi_laws(const ParameterValues& p) {
  PsiLaws laws;
  for (const double nu : p.reals("nu"))
    laws.student.push_back(student_family(nu, std::sqrt((nu - 2.0) / nu)));
  laws.other = {gaussian_family(1.0), laplace_family(1.0 / std::numbers::sqrt2),
                uniform_family(std::sqrt(3.0)), rademacher_family(1.0)};
  return laws;
}

void psi_evidence(Session& session, const PsiLaws& laws) {
  gaussian_claim(session);
  student_claims(session, laws);
  zero_limit_claim(session, laws);
  large_risk_claims(session, laws);
  jensen_claim(session, laws);
  log_concave_claims(session);
  away_claim(session);
  floor_exponent_claim(session);
}

}  // namespace sdescent::exact
