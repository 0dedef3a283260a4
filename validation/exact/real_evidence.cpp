// Evidence of real_data.hpp: measured against predicted risk, in logarithms.
#include "validation/exact/real_curves.hpp"
#include "validation/exact/real_report.hpp"
#include "validation/exact/real_runs.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

constexpr SignTheory planted[] = {SignTheory::noiseless_phi, SignTheory::no_arcsin,
                                  SignTheory::identity_preconditioner};

/// Local errors of 1e-10 over some thousand steps.
constexpr double curve_error = 1e-6;

SignTheory theory_of(const Session& session) {
  if (session.control("noiseless-phi")) return SignTheory::noiseless_phi;
  if (session.control("no-arcsin")) return SignTheory::no_arcsin;
  if (session.control("identity-preconditioner")) return SignTheory::identity_preconditioner;
  return SignTheory::right;
}

std::string relative_error(const Estimate& log_ratio) {
  const ArrayXd error = (log_ratio.value.exp() - 1.0).abs();
  return fmt::format(
      "R is off by {:.1f} % at most, {:.1f} % at the end, {:.1f} % in the mean over t",
      100 * error.maxCoeff(), 100 * error(error.size() - 1), 100 * error.mean());
}

/// How log R changes with each thing that theory assumes, at the time of the largest error.
std::string decomposition(const RealRuns& runs, const RealCurves& curves) {
  const auto log = [&](Stream stream) { return runs.log_risk(stream).value; };
  const ArrayXd once = log(Stream::once), again = log(Stream::again);
  const ArrayXd relabelled = log(Stream::relabelled), gaussian = log(Stream::gaussian);
  const ArrayXd ode = curves.empirical.log();
  Index at = 0;
  (once - curves.predicted.log()).abs().maxCoeff(&at);
  return fmt::format(
      "of log R at t = {:.3g}: using rows once {:+.3f}, noise that depends on x {:+.3f}, features "
      "that are not Gaussian {:+.3f}, finite d {:+.3f}, law of the noise {:+.3f}",
      runs.times(at), once(at) - again(at), again(at) - relabelled(at),
      relabelled(at) - gaussian(at), gaussian(at) - ode(at),
      ode(at) - std::log(curves.predicted(at)));
}

class Comparison {
 public:
  Comparison(Session& session, const RealSetting& s, const RealRuns& runs)
      : session_(session), s_(s), runs_(runs) {}

  void sign(const char* claim, Stream stream, const std::shared_ptr<const LabelNoise>& labels,
            const std::string& remark) const {
    const ArrayXd right = log_curve(labels, SignTheory::right);
    ArrayXd tolerance = ArrayXd::Constant(right.size(), INFINITY);
    for (const SignTheory wrong : planted)
      tolerance = tolerance.min(third_of_distance(right, log_curve(labels, wrong)));
    compare(claim, stream, log_curve(labels, theory_of(session_)), tolerance, remark);
  }

  void sgd(const char* claim) const {
    const ArrayXd right = sgd_curve(s_, runs_.times).log();
    const ArrayXd wrong = sgd_curve(s_, runs_.times, true).log();
    compare(claim, Stream::sgd, session_.control("sgd-without-label-noise") ? wrong : right,
            third_of_distance(right, wrong), "");
  }

 private:
  ArrayXd log_curve(const std::shared_ptr<const LabelNoise>& labels, SignTheory theory) const {
    return sign_curve(s_, labels, runs_.times, theory).log();
  }

  void compare(const char* claim, Stream stream, const ArrayXd& predicted, const ArrayXd& tolerance,
               const std::string& remark) const {
    const Estimate deviation = runs_.log_risk(stream) - predicted;
    Evidence evidence{deviation, predicted, tolerance,
                      ArrayXd::Constant(predicted.size(), curve_error)};
    evidence.remark = relative_error(deviation) + (remark.empty() ? "" : "; " + remark);
    session_.evidence(claim, std::move(evidence));
  }

  Session& session_;
  const RealSetting& s_;
  const RealRuns& runs_;
};

}  // namespace

void measure_real(Session& session, const RealSetting& s) {
  const RealRuns runs = run_real(session, s);
  const RealCurves curves{sign_curve(s, s.predicted, runs.times),
                          sign_curve(s, s.laws.empirical, runs.times),
                          sign_curve(s, s.laws.gaussian, runs.times), sgd_curve(s, runs.times)};
  const Comparison comparison(session, s, runs);
  comparison.sign("one-pass", Stream::once, s.predicted, decomposition(runs, curves));
  comparison.sign("independent-labels", Stream::relabelled, s.laws.empirical, "");
  comparison.sign("gaussian-features", Stream::gaussian, s.laws.empirical, "");
  comparison.sgd("sgd-one-pass");
  report_real(session, s, runs, curves);
}

}  // namespace sdescent::exact
