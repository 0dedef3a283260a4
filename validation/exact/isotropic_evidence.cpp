// What the runs of exact/isotropic say of its claims.
#include "models/compression.hpp"
#include "solvers/function_of_estimates.hpp"
#include "validation/exact/curve_evidence.hpp"
#include "validation/exact/isotropic.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/ordering.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

IsotropicMistake planted(const Session& session) {
  if (session.control("phi-without-root")) return IsotropicMistake::phi_without_root;
  if (session.control("population-risk")) return IsotropicMistake::population_risk;
  if (session.control("full-rate")) return IsotropicMistake::full_rate;
  if (session.control("full-variance")) return IsotropicMistake::full_variance;
  return IsotropicMistake::none;
}

/// E R of a descent under all laws against its equation.
Evidence course_evidence(const Session& session, const IsotropicSetting& s, const IsotropicRun& run,
                         Descent descent) {
  std::vector<Evidence> parts;
  for (std::size_t i = 0; i < s.laws.size(); ++i) {
    const auto curve = [&](IsotropicMistake mistake) {
      return scalar_curve(velocity(descent, s.laws[i], s.eta, s.dimension, mistake), s.risk,
                          run.times);
    };
    std::vector<ArrayXd> wrong;
    for (const IsotropicMistake mistake : mistakes_of(descent))
      wrong.push_back(curve(mistake).value);
    parts.push_back(mean_evidence(run.of(i, descent), curve(planted(session)),
                                  third_of_nearest(curve(IsotropicMistake::none).value, wrong)));
  }
  return joined(parts);
}

void greedy_claim(Session& session, const IsotropicRun& run) {
  const Index last = run.times.size() - 1;
  const Estimate best = points(run.of(0, Descent::sign_greedy), last, 1);
  session.evidence(
      "greedy-best",
      ordering_evidence(joined({best, best}),
                        joined({points(run.detuned(0), last, 1), points(run.detuned(1), last, 1)}),
                        ArrayXd::Zero(2)));
}

ArrayXd log_psi(const IsotropicSetting& s) {
  ArrayXd result(static_cast<Index>(s.members.size()));
  for (Index i = 0; i < result.size(); ++i)
    result(i) =
        std::log(compression(*s.members[static_cast<std::size_t>(i)].law, s.crossover_risk));
  return result;
}

/// Where the straight line through (x, y) crosses 0.
double root_of_line(const ArrayXd& x, const ArrayXd& y) {
  const ArrayXd dx = x - x.mean();
  const double slope = (dx * y).sum() / dx.square().sum();
  return x.mean() - y.mean() / slope;
}

void crossover_claims(Session& session, const IsotropicSetting& s, const Estimate& log_ratio) {
  const ArrayXd x = log_psi(s), known = known_log_ratio(s);
  const double threshold = std::log(0.5 * std::numbers::pi);
  const double predicted = session.control("threshold-one") ? 0.0 : threshold;
  const Estimate root = function_of({log_ratio}, [&](const std::vector<ArrayXd>& y) {
    return ArrayXd(ArrayXd::Constant(1, root_of_line(x, y[0])));
  });
  const ArrayXd one = ArrayXd::Ones(1);
  session.evidence("crossover",
                   {root - ArrayXd(predicted * one), predicted * one, threshold / 3.0 * one,
                    std::abs(root_of_line(x, known) - threshold) * one});

  // Without the square the ratio is 2ψ/π at the start, half as far from 1 on logarithms.
  const double power = session.control("no-square") ? 0.5 : 1.0;
  session.evidence("falls", {log_ratio - ArrayXd(power * known), power * known,
                             ArrayXd::Constant(known.size(), (0.5 * known).abs().maxCoeff() / 3.0),
                             ArrayXd::Constant(known.size(), 1e-6)});
}

}  // namespace

void isotropic_evidence(Session& session, const IsotropicSetting& s, const IsotropicRun& run,
                        const Estimate& log_ratio) {
  session.evidence("constant-rate", course_evidence(session, s, run, Descent::sign_constant));
  session.evidence("greedy-sign", course_evidence(session, s, run, Descent::sign_greedy));
  session.evidence("greedy-sgd", course_evidence(session, s, run, Descent::sgd_greedy));
  greedy_claim(session, run);
  crossover_claims(session, s, log_ratio);
}

}  // namespace sdescent::exact
