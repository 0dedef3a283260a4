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

  /// sign(ĝ(x)) of one node into s (rows × d), for methods that need no more: the signs of
  /// sample_gradient(), or drawn from their law.
  virtual void sample_sign(const At& at, const ConstBlockRef& x, BlockRef s,
                           std::uint16_t node) const;

 private:
  std::shared_ptr<const Objective> objective_;
};

/// How sample_sign() draws the signs of ĝ = ∇f(x) + Z.
enum class SignDraw {
  noise,     ///< sign(∇f + Z): couples with whatever else sees Z
  threshold  ///< +1 where a uniform u < P(∂_i f + Z_i > 0), else −1: one uniform for each sign and
             ///< no Z, the same law (not in floating point where P(ĝ_i = 0) > 0: refused there)
};

/// Full gradient with injected noise: ĝ = ∇f(x) + Z, Z independent of x.
class AdditiveNoiseProblem final : public Problem {
 public:
  /// Throws InvalidInput when objective and noise differ in dimension, or signs are to be drawn by
  /// thresholds and the law does not know them, has dependent ones, or lets ĝ_i be 0.
  AdditiveNoiseProblem(std::shared_ptr<const Objective> objective,
                       std::shared_ptr<const AdditiveNoise> noise,
                       SignDraw signs = SignDraw::noise);

  const NoiseLaw& noise() const override { return *noise_; }
  void sample_gradient(const At& at, const ConstBlockRef& x, BlockRef g,
                       std::uint16_t node) const override;
  void sample_sign(const At& at, const ConstBlockRef& x, BlockRef s,
                   std::uint16_t node) const override;

 private:
  std::shared_ptr<const AdditiveNoise> noise_;
  SignDraw signs_;
};

/// f at the state field x of a process, as the column `<process>.loss`.
Observable loss_of(const Process& process, std::size_t number,
                   std::shared_ptr<const Problem> problem);

}  // namespace sdescent
