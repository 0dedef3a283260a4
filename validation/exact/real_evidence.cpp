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
      "over all of the curve R is off by {:.1f} % at most, {:.1f} % in the mean, {:.1f} % at the "
      "end",
      100 * error.maxCoeff(), 100 * error.mean(), 100 * error(error.size() - 1));
}

/// How log R at the end changes with each thing that theory assumes.
std::string decomposition(const RealRuns& runs, const RealCurves& curves) {
  const auto log = [&](Stream stream) { return runs.log_risk(stream).value; };
  const ArrayXd once = log(Stream::once), again = log(Stream::again);
  const ArrayXd relabelled = log(Stream::relabelled), gaussian = log(Stream::gaussian);
  const ArrayXd ode = curves.empirical.log();
  const Index at = once.size() - 1;
  return fmt::format(
      "log R at the end: using rows once {:+.3f}, noise that depends on x {:+.3f}, features "
      "that are not Gaussian {:+.3f}, finite d {:+.3f}, fit of the noise {:+.3f}",
      once(at) - again(at), again(at) - relabelled(at), relabelled(at) - gaussian(at),
      gaussian(at) - ode(at), ode(at) - std::log(curves.predicted(at)));
}

class Comparison {
 public:
  Comparison(Session& session, const RealSetting& s, const RealRuns& runs)
      : session_(session), s_(s), runs_(runs) {}

  void sign(const char* claim, Stream stream, const std::shared_ptr<const LabelNoise>& labels,
            const std::string& remark) const {
    const ArrayXd right = log_curve(labels, SignTheory::right);
    ArrayXd tolerance = windowed(ArrayXd::Constant(right.size(), INFINITY));
    for (const SignTheory wrong : planted)
      tolerance = tolerance.min(third(right, log_curve(labels, wrong)));
    compare(claim, stream, log_curve(labels, theory_of(session_)), tolerance, remark);
  }

  void sgd(const char* claim) const {
    const auto curve = [&](double noise_factor) -> ArrayXd {
      return runs_.averaged(sgd_curve(s_, runs_.record_times, noise_factor)).log();
    };
    const ArrayXd right = curve(1.0), half = curve(0.5), none = curve(0.0);
    ArrayXd predicted = right;
    if (session_.control("sgd-half-noise")) predicted = half;
    if (session_.control("sgd-without-noise")) predicted = none;
    compare(claim, Stream::sgd, predicted, third(right, half).min(third(right, none)), "");
  }

 private:
  ArrayXd log_curve(const std::shared_ptr<const LabelNoise>& labels, SignTheory theory) const {
    return runs_.averaged(sign_curve(s_, labels, runs_.record_times, theory)).log();
  }

  static constexpr Index first = windows / 10;
  ArrayXd windowed(const ArrayXd& curve) const { return curve.tail(windows - first); }
  ArrayXd third(const ArrayXd& right, const ArrayXd& wrong) const {
    return third_of_distance(windowed(right), windowed(wrong));
  }

  void compare(const char* claim, Stream stream, const ArrayXd& predicted, const ArrayXd& tolerance,
               const std::string& remark) const {
    const Estimate deviation = runs_.log_risk(stream) - predicted;
    Evidence evidence{from_point(deviation, first), windowed(predicted), tolerance,
                      ArrayXd::Constant(tolerance.size(), curve_error)};
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
  const auto sign = [&](const std::shared_ptr<const LabelNoise>& labels) {
    return runs.averaged(sign_curve(s, labels, runs.record_times));
  };
  const RealCurves curves{sign(s.predicted), sign(s.laws.empirical), sign(s.laws.gaussian),
                          runs.averaged(sgd_curve(s, runs.record_times))};
  const Comparison comparison(session, s, runs);
  comparison.sign("one-pass", Stream::once, s.predicted, decomposition(runs, curves));
  comparison.sign("independent-labels", Stream::relabelled, s.laws.empirical, "");
  comparison.sign("gaussian-features", Stream::gaussian, s.laws.empirical, "");
  comparison.sgd("sgd");
  report_real(session, s, runs, curves);
}

}  // namespace sdescent::exact
