// Losses and gradients in adaptive/phase-bounds: C.23 and C.24.
#include "models/gradient_norm_bounds.hpp"
#include "models/sign_sgd_phases.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/gradient_averages.hpp"
#include "validation/adaptive/phase_bounds.hpp"
#include "validation/joined_evidence.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::Index;

DiagonalSetting from_ratio(const BoundsSetting& s, double ratio) {
  return started_at_ratio(s.lemma, ratio);
}

DiagonalSetting flat(const BoundsSetting& s) {
  return started_at_ratio({s.slow_lambda, s.lemma.sigma, s.lemma.x0, s.slow_eta}, s.two_ratio);
}

void loss_claims(Session& session, const BoundsSetting& s) {
  const Index d = s.lemma.lambda.size() + 1;
  ArrayXd lambda = ArrayXd::Zero(d);
  lambda.tail(d - 1) = s.lemma.lambda;
  const double largest = lambda.maxCoeff();
  const bool planted = session.control("pl-rate");
  const auto run = [&](const std::string& part, double ratio, double duration, bool linear) {
    const DiagonalSetting of = from_ratio(s, ratio);
    Course course{gaussian_quadratic(lambda, ArrayXd::Constant(d, s.lemma.sigma(0))),
                  {},
                  of.eta,
                  s.refine,
                  linear};
    course.x0 = Eigen::VectorXd::Zero(d);
    course.x0.tail(d - 1) = of.x0.matrix();
    const auto all = course.processes();
    MomentRecorder loss(part, losses(all, course.problem));
    const Clock clock(of.eta, static_cast<std::uint64_t>(std::floor(duration / of.eta + 1e-9)));
    session.run(all, clock, RecordTimes::evenly(clock, 10), s.paths, Philox(session.seed(part)),
                {&loss});
    return loss;
  };
  const LossBoundSetting of{s.lemma.lambda.minCoeff(),
                            largest * static_cast<double>(d),
                            s.lemma.sigma.maxCoeff(),
                            0.0,
                            s.lemma.eta,
                            d};
  const auto bound = [&](auto formula, double mu) -> LossBound {
    return [formula, setting = of, mu](double s0, const ArrayXd& t) mutable {
      setting.s0 = s0;
      setting.mu = mu;
      return formula(setting, t);
    };
  };
  const DiagonalSetting start = from_ratio(s, s.two_ratio);
  const MomentRecorder two =
      run("pl-two", s.two_ratio, PhaseWindows(start, s.margin).phase_two().end, false);
  const MomentRecorder three = run("pl-three", s.three_ratio, 0.5 * s.duration, true);
  const LossCurves in_two(two, s.refine), in_three(three, s.refine);
  const auto all = [](const LossCurves& curves) {
    return curves.window(0.0, curves.times().tail(1)(0));
  };
  session.evidence("pl-phase-two",
                   in_two.evidence({of_optimizer, of_full}, all(in_two),
                                   bound(planted ? sign_sgd_phase_three_pl_loss_bound
                                                 : sign_sgd_phase_two_pl_loss_bound,
                                         of.mu)));
  session.evidence("pl-phase-three", in_three.evidence({of_linear}, all(in_three),
                                                       bound(sign_sgd_phase_three_pl_loss_bound,
                                                             planted ? largest : of.mu)));
}

namespace {

GradientBoundSetting gradient_setting(const DiagonalSetting& of) {
  return {of.lambda.maxCoeff(), of.sigma.maxCoeff(), 0.5 * (of.lambda * of.x0.square()).sum(),
          of.eta, of.lambda.size()};
}

/// The time at which φ¹ is reached: a phase that ends there under η_t = 1 does so under the
/// schedule, whose noise, with η_t <= 1, is smaller.
double time_of(const Schedule& schedule, double phi) {
  std::uintmax_t most = 100;
  const auto bracket = boost::math::tools::bracket_and_solve_root(
      [&](double t) { return schedule.integral(t) - phi; }, phi, 2.0, true,
      boost::math::tools::eps_tolerance<double>(40), most);
  return bracket.first;
}

ArrayXd at_end(const GradientAverages& run) { return ArrayXd::Constant(1, run.duration()); }

void gradient_phase_one(Session& session, const BoundsSetting& s) {
  const double phi = PhaseWindows(s.lemma, s.margin).phase_one().end;
  std::vector<Evidence> parts;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(session, "gradient-one-" + schedule.name(),
                               course_of(s.lemma, s.refine, false, schedule),
                               time_of(schedule, phi), s.paths);
    double bound =
        sign_sgd_phase_one_gradient_bound(gradient_setting(s.lemma), schedule, at_end(run))(0);
    if (session.control("gradient-doubled")) bound *= 0.5;
    parts.push_back(run.evidence({of_optimizer, of_full}, 1.0, 0.0, bound));
  }
  session.evidence("gradient-phase-one", joined(parts));
}

/// The factor σ_max of the right side, squared where planted.
double planted_sigma(const Session& session, const BoundsSetting& s) {
  return session.control("gradient-sigma-squared") ? s.lemma.sigma.maxCoeff() : 1.0;
}

void gradient_phase_two(Session& session, const BoundsSetting& s) {
  const DiagonalSetting of = flat(s);
  const PhaseTwoLine line = PhaseTwoLine::of_erf();
  std::vector<Evidence> proved, printed;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(session, "gradient-two-" + schedule.name(),
                               course_of(of, s.refine, false, schedule), s.slow_duration,
                               s.paths / 4);
    const double bound =
        sign_sgd_phase_two_gradient_bound(gradient_setting(of), schedule, at_end(run))(0) *
        planted_sigma(session, s);
    const auto with = [&](double q) {
      return run.evidence({of_optimizer, of_full}, q * of.sigma.maxCoeff(),
                          line.slope / std::numbers::sqrt2, bound);
    };
    proved.push_back(with(line.secant));
    printed.push_back(with(line.tangent));
  }
  session.evidence("gradient-phase-two", joined(proved));
  session.evidence("gradient-phase-two-printed", joined(printed));
}

void gradient_phase_three(Session& session, const BoundsSetting& s) {
  const DiagonalSetting of = from_ratio(s, s.three_ratio);
  std::vector<Evidence> parts;
  for (const Schedule& schedule : {Schedule(), s.power}) {
    const GradientAverages run(session, "gradient-three-" + schedule.name(),
                               course_of(of, s.refine, true, schedule), s.duration, s.paths);
    const double bound =
        sign_sgd_phase_three_gradient_bound(gradient_setting(of), schedule, at_end(run))(0) *
        planted_sigma(session, s);
    parts.push_back(run.evidence({of_linear}, 0.0, 1.0, bound));
  }
  session.evidence("gradient-phase-three", joined(parts));

  DiagonalSetting isotropic = s.lemma;
  isotropic.lambda.setConstant(s.lemma.lambda.minCoeff());
  isotropic = started_at_ratio(isotropic, s.three_ratio);
  const GradientAverages run(session, "gradient-isotropic", course_of(isotropic, s.refine),
                             0.5 * s.duration, s.paths);
  double bound =
      sign_sgd_phase_three_gradient_bound(gradient_setting(isotropic), Schedule(), at_end(run))(0);
  // 2/√π, erf's slope at 0, over erf(1), that of its secant on [0, 1].
  if (session.control("gradient-secant")) bound *= 2.0 * std::numbers::inv_sqrtpi / std::erf(1.0);
  session.evidence("gradient-phase-three-full",
                   run.evidence({of_optimizer, of_full}, 0.0, 1.0, bound));
}

}  // namespace

void gradient_claims(Session& session, const BoundsSetting& s) {
  gradient_phase_one(session, s);
  gradient_phase_two(session, s);
  gradient_phase_three(session, s);
}

}  // namespace sdescent::adaptive
