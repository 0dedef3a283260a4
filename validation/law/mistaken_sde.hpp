#pragma once
/// \file
/// SignSGD's SDE in one coordinate, and the wrong ones that experiments plant in its place.

#include "models/sign_sgd_sde.hpp"

#include <string>
#include <vector>

namespace sdescent::law {

/// What may be wrong with dX = −η_t (m(X) dt + √η √(1 − m(X)²) dW).
enum class Mistake {
  none,
  wrong_noise,    ///< m of another noise: the case's wrong_problem
  linear_sign,    ///< m made linear in the drift, m = c ∂f with c its slope at 0
  without_mean,   ///< diffusion √η, without −m²
  times_eta,      ///< diffusion with η in place of √η
  noise_free,     ///< no diffusion: the ODE
  root_schedule,  ///< diffusion × √η_t in place of η_t
  next_step       ///< η_{t+η} in place of η_t: the schedule of the step to come
};

/// Whether the wrong model is O(η) from the right one, and so moves the coefficient of the weak
/// error. The others are O(1) away; η for √η is noise-free in the limit.
bool is_near(Mistake mistake);

/// One problem with one schedule.
struct WeakErrorCase {
  std::string name;  ///< for names of curves: "ν = 1"
  std::string id;    ///< for columns of tables: "nu1"
  std::shared_ptr<const Problem> problem;
  std::shared_ptr<const Problem> wrong_problem;  ///< of Mistake::wrong_noise
  Schedule schedule;
  std::vector<double> kinks;  ///< of the schedule
};

class MistakenSde final : public OptimizerSde {
 public:
  MistakenSde(const WeakErrorCase& of, double eta, Mistake mistake);

  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override;

  /// Times at which the coefficients are not smooth.
  std::vector<double> kinks() const;

 private:
  SignSgdSde right_;
  Schedule schedule_;
  std::vector<double> kinks_;
  double slope_;
  Mistake mistake_;
};

}  // namespace sdescent::law
