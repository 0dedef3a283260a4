#pragma once
/// \file
/// SignSGD and SGD under one schedule near a minimum, and what the SDE (111) says of them.

#include "models/quadratic_moments.hpp"
#include "models/schedule.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/session.hpp"

#include <memory>
#include <vector>

namespace sdescent::adaptive {

enum ScheduledMethod : std::size_t { sign_sgd, sgd };

/// What is run.
struct ScheduledCase {
  /// The quadratic at the minimum, with x0 the distance from it: the closed forms' setting.
  DiagonalSetting local;
  Schedule schedule;
  std::vector<std::uint64_t> ticks;  ///< steps at which the loss is seen; the first is 0
  bool with_sgd = false;
  ProblemPointer problem = nullptr;  ///< whose minimum it is; none for the quadratic itself
  Eigen::ArrayXd minimum = {};       ///< of that problem
  bool schedule_ignored = false;     ///< by the optimizers: a planted error
};

/// E f(x_k) − f(x_*) of a case. All curves leave out the start.
class ScheduledRun {
 public:
  explicit ScheduledRun(ScheduledCase what);

  Archive run(Session& session, std::uint64_t seed, std::uint64_t paths);
  void load(const Archive& archive) { loss_.load(archive); }

  const ScheduledCase& what() const { return what_; }
  const Eigen::ArrayXd& times() const { return t_; }
  Eigen::ArrayXd factors() const;  ///< η_t
  Estimate loss(ScheduledMethod method) const;

  /// C.27 under the schedule, by the SDE (111), with σ multiplied by a factor.
  Eigen::ArrayXd exact(double sigma_factor = 1.0) const;
  /// The same if the diffusion had √η_t for η_t: the constant schedule in the time ∫η_t dt.
  Eigen::ArrayXd with_diffusion_of_root() const;
  /// By how much SignSGD's loss exceeds exact(), relatively, once it is quasi-stationary, to
  /// leading order in ηη_t: its chain has no Itô term, which adds ηc η_t/2 = (1/√(2π)) ηλ η_t/σ,
  /// and E x erf(λx/(σ√2)) = √(2/π)(λ/σ) E x² (1 − λ² E x²/(2σ²)) adds (√(π/2)/4) ηλ η_t/σ,
  /// averaged over coordinates, which have equal parts of the loss.
  Eigen::ArrayXd optimizer_deviation() const;
  /// The first point at which at most e^{−10} of the start is left, where the loss in the slowest
  /// direction decays at `rate` under η_t = 1.
  Eigen::Index settled(double rate) const;

 private:
  ScheduledCase what_;
  std::vector<std::shared_ptr<const Process>> processes_;
  MomentRecorder loss_;
  Eigen::ArrayXd t_;
  double least_ = 0.0;
};

/// Steps 0 = k_0 < k_1 < … < k_n = `steps` with t + 1 = kη + 1 growing by nearly equal factors, in
/// which power schedules are powers.
std::vector<std::uint64_t> even_in_logarithm(double eta, std::uint64_t steps, std::uint64_t n);

}  // namespace sdescent::adaptive
