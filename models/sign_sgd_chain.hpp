#pragma once
/// \file
/// One coordinate of SignSGD as a chain of its own, where coordinates do not see each other:
/// f = Σ_i f_i(x_i), noise independent by coordinate.

#include "models/problem.hpp"
#include "models/schedule.hpp"
#include "solvers/lattice_stationary_law.hpp"
#include "solvers/scheduled_chain.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace sdescent {

/// x_{i,k+1} = x_{i,k} − η η_{kη} sign(∂_i f + Z_i)   (adaptive (2)). With mean m_i and deviation
/// d_i of the sign (NoiseLaw::sign_moments()), the step is
///
///     up with ((d² + m²) − m)/2,   down with ((d² + m²) + m)/2,   else it stays:
///
/// three values where ĝ_i = 0 has a probability, and d² = 1 − m² where it has none; the smaller
/// probability is then d²/(2(1 + |m|)), accurate relative to itself as far as d is.
///
/// That f is such a sum is the caller's word: ∂_i f is taken along the i-th axis through `through`.
/// Laws are exact for the problem's sign moments: give GaussianNoise Accuracy::accurate, its fast
/// kernel is off by 1.6e-11.
class SignSgdChain {
 public:
  /// Coordinates other than `coordinate` (from 0) stay at `through`. Throws InvalidInput for η <=
  /// 0, a point of another dimension, a coordinate that is not there, and signs that are dependent
  /// or not known.
  SignSgdChain(std::shared_ptr<const Problem> problem, double eta, Eigen::VectorXd through,
               Index coordinate = 0, Schedule schedule = {});

  double eta() const { return eta_; }
  const Schedule& schedule() const { return schedule_; }

  /// P(step) as a function of x_i. Holds what it needs.
  StepRule rule() const;

  /// η η_{kη}
  StepLength step_length() const;

  /// The laws of x_{i,k} from x_i = `x0`, exact on a lattice (solvers/lattice_chain.hpp). Throws
  /// InvalidInput, too, unless the schedule is constant.
  std::vector<AtomicLaw> laws(double x0, const std::vector<std::uint64_t>& steps) const;

  /// The same under any schedule, on a grid (solvers/scheduled_chain.hpp: weights of either sign).
  std::vector<GridLaw> laws_on_grid(double x0, double spacing,
                                    const std::vector<std::uint64_t>& steps) const;

  /// The stationary law on the lattice through `x0`. Throws as laws() does.
  AtomicLaw stationary_law(double x0, LatticeSites sites = LatticeSites::all) const;

 private:
  void require_constant() const;

  std::shared_ptr<const Problem> problem_;
  double eta_;
  Eigen::VectorXd through_;
  Index coordinate_;
  Schedule schedule_;
};

}  // namespace sdescent
