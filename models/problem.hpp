#pragma once
/// \file
/// The problem that optimizers, SDEs and ODEs share: an objective and the oracle that hands out its
/// noisy gradients.

#include "models/noise_law.hpp"
#include "models/objective.hpp"
#include "solvers/observable.hpp"

#include <memory>

namespace sdescent {

/// min f(x) with gradients ĝ = ∇f(x) + Z. Immutable.
class Problem {
 public:
  explicit Problem(std::shared_ptr<const Objective> objective) : objective_(std::move(objective)) {}
  virtual ~Problem() = default;

  const Objective& objective() const { return *objective_; }
  Index dimension() const { return objective_->dimension(); }
  std::uint16_t nodes() const { return objective_->nodes(); }

  /// The law of Z = ĝ − ∇f(x).
  virtual const NoiseLaw& noise() const = 0;

  /// The oracle: ĝ(x) of one node into g (rows × d), with randomness from `at`. How it is drawn is
  /// the problem's business: a minibatch gradient is not ∇f plus a Gaussian.
  virtual void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                               std::uint16_t node) const = 0;

 private:
  std::shared_ptr<const Objective> objective_;
};

/// Full gradient with injected noise: ĝ = ∇f(x) + Z, Z independent of x.
class AdditiveNoiseProblem final : public Problem {
 public:
  /// Throws InvalidInput when objective and noise differ in dimension.
  AdditiveNoiseProblem(std::shared_ptr<const Objective> objective,
                       std::shared_ptr<const AdditiveNoise> noise);

  const NoiseLaw& noise() const override { return *noise_; }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;

 private:
  std::shared_ptr<const AdditiveNoise> noise_;
};

/// f at the state field x of a process, as the column `<process>.loss`.
Observable loss_of(const Process& process, std::size_t number,
                   std::shared_ptr<const Problem> problem);

}  // namespace sdescent
