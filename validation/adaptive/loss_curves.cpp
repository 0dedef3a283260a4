#include "validation/adaptive/loss_curves.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent::adaptive {
namespace {

/// Relative error of a state that thousands of steps have been added to. Where nothing is random
/// yet, a bound that is met with equality must not fail by it.
constexpr double rounding = 1e-12;

}  // namespace

using Eigen::ArrayXd;
using Eigen::Index;

LossBound phase_one_bound(const DiagonalSetting& lemma, PhaseOneConstant constant) {
  return [s = loss_bound_setting(lemma), constant](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_one_loss_bound(s, t, constant);
  };
}

LossBound phase_two_bound(const DiagonalSetting& lemma, PhaseTwoIntercept intercept) {
  return [s = loss_bound_setting(lemma), intercept](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_two_loss_bound(s, t, intercept);
  };
}

LossBound phase_three_bound(const DiagonalSetting& lemma) {
  return [s = loss_bound_setting(lemma)](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_three_loss_bound(s, t);
  };
}

LossBound phase_three_secant_bound(const DiagonalSetting& lemma) {
  return [s = loss_bound_setting(lemma)](double s0, const ArrayXd& t) mutable {
    s.s0 = s0;
    return sign_sgd_phase_three_secant_loss_bound(s, t);
  };
}

LossCurves::LossCurves(const MomentRecorder& loss, std::uint64_t refine, double minimum)
    : loss_(loss),
      refine_(static_cast<double>(refine)),
      minimum_(minimum),
      times_(Eigen::Map<const ArrayXd>(loss.times().data(),
                                       static_cast<Index>(loss.times().size()))) {}

RecordWindow LossCurves::window(double begin, double end) const {
  const double slip = rounding * times_(times_.size() - 1);
  RecordWindow window{0, times_.size() - 1, {}};
  while (window.entry < times_.size() && times_(window.entry) < begin - slip) ++window.entry;
  while (window.last >= 0 && times_(window.last) > end + slip) --window.last;
  require(window.last > window.entry, "record times", "two within each phase",
          fmt::format("none after the entry into [{:.4g}, {:.4g}]", begin, end));
  for (Index i = window.entry + 1; i <= window.last; ++i) window.tested.push_back(i);
  return window;
}

RecordWindow LossCurves::without(RecordWindow window, double from, double to) const {
  std::erase_if(window.tested, [&](Index i) { return times_(i) > from && times_(i) < to; });
  return window;
}

Estimate LossCurves::excess(Dynamics process) const {
  return loss_.mean(static_cast<Index>(process)) - ArrayXd::Constant(times_.size(), minimum_);
}

ArrayXd LossCurves::since_entry(const RecordWindow& window) const {
  return times_(window.tested) - times_(window.entry);
}

Estimate LossCurves::above(Dynamics process, const RecordWindow& window,
                           const LossBound& bound) const {
  const ArrayXd t = since_entry(window);
  return jackknife(loss_, [&](const MomentCurves& m) -> ArrayXd {
    const ArrayXd s = m.mean.col(static_cast<Index>(process)) - minimum_;
    return s(window.tested) - bound(s(window.entry), t);
  });
}

ArrayXd LossCurves::bound(Dynamics process, const RecordWindow& window,
                          const LossBound& bound) const {
  return bound(excess(process).value(window.entry), since_entry(window));
}

Evidence LossCurves::evidence(std::initializer_list<Member> members, const RecordWindow& window,
                              const LossBound& of) const {
  const auto n = static_cast<Index>(window.tested.size());
  const auto all = static_cast<Index>(members.size()) * n;
  std::vector<Estimate> deviations;
  Evidence evidence{{}, ArrayXd(all), ArrayXd::Zero(all), ArrayXd(all)};
  Index first = 0;
  for (const Member& member : members) {
    deviations.push_back(above(member.process, window, of));
    const ArrayXd predicted = bound(member.process, window, of);
    evidence.predicted.segment(first, n) = predicted;
    evidence.bias.segment(first, n) = rounding * excess(member.process).value(0);
    if (member.coarse)
      evidence.bias.segment(first, n) +=
          discretisation_bias(above(*member.coarse, window, of), deviations.back(), refine_);
    const double value = predicted(n - 1) + deviations.back().value(n - 1);
    evidence.remark += fmt::format("{}slack at the end {:.4g} for {}", first == 0 ? "" : ", ",
                                   predicted(n - 1) / value, loss_.columns()[member.process]);
    first += n;
  }
  evidence.deviation = joined(deviations);
  return evidence;
}

ArrayXd LossCurves::bias(const Member& member) const {
  if (!member.coarse) return ArrayXd::Zero(times_.size());
  return discretisation_bias(excess(*member.coarse), excess(member.process), refine_);
}

}  // namespace sdescent::adaptive
