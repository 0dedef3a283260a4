// The run of exact/fig3-psi: signSGD's floor under Rademacher's law.
#include "models/risk_rated_descent.hpp"
#include "models/sign_sgd.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/philox.hpp"
#include "validation/exact/curve_evidence.hpp"
#include "validation/exact/fig3_psi.hpp"
#include "validation/exact/sign_mistakes.hpp"
#include "validation/ordering.hpp"

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

const std::vector<SignMistake> mistakes = {SignMistake::phi_without_root,
                                           SignMistake::population_risk, SignMistake::full_rate};

struct FloorSetting {
  Index d;
  double eta, risk;
  std::uint64_t steps, records, paths;
};

FloorSetting floor_setting(const ParameterValues& p) {
  const std::uint64_t d = p.count("dimension");
  return {static_cast<Index>(d),
          p.real("eta"),
          p.real("risk"),
          static_cast<std::uint64_t>(std::llround(p.real("horizon") * static_cast<double>(d))),
          p.count("records"),
          p.count("paths")};
}

std::shared_ptr<const StreamingRegression> regression(const FloorSetting& s,
                                                      const NoiseFamily& family) {
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(VectorXd::Ones(s.d))),
      VectorXd::Zero(s.d), family.law);
}

/// θ_0 = v with R = risk.
VectorXd start(const FloorSetting& s) {
  return VectorXd::Constant(s.d, std::sqrt(2.0 * s.risk / static_cast<double>(s.d)));
}

SignMistake planted(const Session& session) {
  for (const SignMistake mistake : mistakes)
    if (session.control(name_of(mistake))) return mistake;
  return SignMistake::none;
}

}  // namespace

double resting_risk(const LabelNoise& law, double eta) {
  // φ(R) √(2R) grows from 0; it passes η/2 once.
  double left = 1e-20, right = 1e3;
  while (right > left * (1.0 + 1e-12)) {
    const double middle = std::sqrt(left * right);
    (law.phi(middle) * std::sqrt(2.0 * middle) < 0.5 * eta ? left : right) = middle;
  }
  return right;
}

FloorRun floor_run(Session& session) {
  const FloorSetting s = floor_setting(session.parameters());
  const NoiseFamily rademacher = rademacher_family(1.0), gaussian = gaussian_family(1.0);
  const bool repaired = session.control("gaussian-run");
  const auto problem = regression(s, repaired ? gaussian : rademacher);
  const LearningRate matched = matched_sgd_rate(s.eta, *rademacher.law);
  const auto sign = std::make_shared<SignSgd>(high_dimensional({.name = "sign_sgd",
                                                                .problem = problem,
                                                                .eta = s.eta,
                                                                .start = StartPoint(start(s)),
                                                                .stream = 0}));
  const auto sgd =
      std::make_shared<RiskRatedDescent>(high_dimensional({.name = "sgd",
                                                           .problem = problem,
                                                           .eta = 1.0,
                                                           .start = StartPoint(start(s)),
                                                           .stream = 1}),
                                         matched, Direction::gradient);
  const Clock clock(1.0 / static_cast<double>(s.d), s.steps);
  MomentRecorder risk("risk",
                      side_by_side({loss_of(*sign, 0, problem), loss_of(*sgd, 1, problem)}));
  session.run({sign, sgd}, clock, RecordTimes::evenly(clock, s.records), s.paths,
              Philox(session.seed()), {&risk});
  const auto later = [](const Estimate& e) { return from_point(e, 1); };
  FloorRun run;
  run.times =
      Eigen::Map<const ArrayXd>(risk.times().data(), static_cast<Index>(risk.times().size()))
          .tail(static_cast<Index>(risk.times().size()) - 1);
  run.sign = later(risk.mean(0));
  run.sgd = later(risk.mean(1));
  const SignTheory theory(regression(s, rademacher), constant_rate(s.eta), start(s));
  run.sign_ode = theory.curve(run.times, planted(session));
  run.gaussian_ode =
      SignTheory(regression(s, gaussian), constant_rate(s.eta), start(s)).curve(run.times);
  run.sgd_ode =
      known_curve(std::make_shared<SgdRisk>(risk_setting(*regression(s, rademacher), matched)),
                  sgd_risk_modes(problem->covariance(), start(s)), run.times);
  run.floor = resting_risk(*rademacher.law, s.eta);
  run.gaussian = resting_risk(*gaussian.law, s.eta);
  const ArrayXd right = theory.curve(run.times).value;
  std::vector<ArrayXd> wrong = theory.wrong_curves(run.times, mistakes);
  wrong.push_back(run.gaussian_ode.value);
  session.evidence("floor-run",
                   mean_evidence(run.sign, run.sign_ode, third_of_nearest(right, wrong)));
  session.table(moment_table("floor", risk));
  return run;
}

void floor_evidence(Session& session, const FloorRun& run) {
  const Index last = run.times.size() - 1;
  const Estimate sign = points(run.sign, last, 1), sgd = points(run.sgd, last, 1);
  const bool swapped = session.control("swapped");
  session.evidence("floor-sgd",
                   ordering_evidence(swapped ? sign : sgd, swapped ? sgd : sign, ArrayXd::Zero(1)));
}

}  // namespace sdescent::exact
