#pragma once
/// \file
/// Measured losses of a course (course.hpp) and how they stand to bounds that begin where a phase
/// begins.

#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/course.hpp"
#include "validation/evidence.hpp"

#include <functional>
#include <initializer_list>
#include <optional>
#include <vector>

namespace sdescent::adaptive {

/// An upper bound of E S at times t since S_0.
using LossBound = std::function<Eigen::ArrayXd(double s0, const Eigen::ArrayXd& t)>;

/// Bounds of Lemma 3.5 with all constants of a quadratic but S_0.
LossBound phase_one_bound(const DiagonalSetting& lemma, PhaseOneConstant constant);
LossBound phase_two_bound(const DiagonalSetting& lemma, PhaseTwoIntercept intercept);
LossBound phase_three_bound(const DiagonalSetting& lemma);
LossBound phase_three_secant_bound(const DiagonalSetting& lemma);

/// Places of record times: a phase is entered at one and still on at the last. Claims look at those
/// that are tested, all after entry unless some are left out.
struct RecordWindow {
  Eigen::Index entry, last;
  std::vector<Eigen::Index> tested;
};

/// A process, and for an SDE the one of the coarser Δt that bounds its discretisation error.
struct Member {
  Dynamics process;
  std::optional<Dynamics> coarse = {};
};
inline constexpr Member of_optimizer{optimizer};
inline constexpr Member of_full{full_fine, full_coarse};
inline constexpr Member of_linear{linear_fine, linear_coarse};

class LossCurves {
 public:
  /// `loss` has recorded losses() of the course's processes; `minimum` is f(x_*).
  LossCurves(const MomentRecorder& loss, std::uint64_t refine, double minimum = 0.0);

  const Eigen::ArrayXd& times() const { return times_; }
  /// The largest window of records within [begin, end]. InvalidInput when it has no two records.
  RecordWindow window(double begin, double end) const;
  /// The window without testing what lies strictly between two times.
  RecordWindow without(RecordWindow window, double from, double to) const;

  /// E S of a process at all times.
  Estimate excess(Dynamics process) const;
  /// E S_t minus the bound from the measured E S at entry, at the tested times.
  Estimate above(Dynamics process, const RecordWindow& window, const LossBound& bound) const;
  /// The bound from the measured E S at entry, at the tested times.
  Eigen::ArrayXd bound(Dynamics process, const RecordWindow& window, const LossBound& bound) const;
  /// Evidence for "all members obey the bound in the window". The remark tells the slack at its
  /// end, since at its begin there is none.
  Evidence evidence(std::initializer_list<Member> members, const RecordWindow& window,
                    const LossBound& bound) const;
  /// A bound on what Δt does to E S of an SDE: zero for others.
  Eigen::ArrayXd bias(const Member& member) const;

 private:
  Eigen::ArrayXd since_entry(const RecordWindow& window) const;

  const MomentRecorder& loss_;
  double refine_, minimum_;
  Eigen::ArrayXd times_;
};

}  // namespace sdescent::adaptive
