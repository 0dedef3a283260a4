#pragma once
/// \file
/// Gradient norms of a course, averaged over time with the weight of the schedule: E‖∇f(X_t̃)‖ at
/// the random time t̃ of adaptive, Lemma C.24.

#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/loss_curves.hpp"
#include "validation/session.hpp"

namespace sdescent::adaptive {

/// A run of a course on [0, t], of which ‖∇f‖₁ and ‖∇f‖₂² are recorded at 60 times.
class GradientAverages {
 public:
  GradientAverages(Session& session, const std::string& part, Course course, double duration,
                   std::uint64_t paths);

  /// a₁ E‖∇f‖₁ + a₂ E‖∇f‖₂² with the density η_s/φ¹_t, by the trapezoidal rule in φ¹.
  Estimate average(Dynamics process, double one_norm, double square_norm) const;
  /// `larger` is the bound that all members are to obey.
  Evidence evidence(std::initializer_list<Member> members, double one_norm, double square_norm,
                    double larger) const;
  const Course& course() const { return course_; }
  double duration() const { return norms_.times().back(); }

 private:
  Course course_;
  MomentRecorder norms_;
};

}  // namespace sdescent::adaptive
