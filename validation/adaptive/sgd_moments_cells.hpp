#pragma once
/// \file
/// What the cells of adaptive/sgd-moments run, and how their results are read.
///
/// relaxation   SGD beside its SDE at Δt = η and η/refine, from x_0 on ½xᵀHx (or SGD alone, from
///              the minimum of the embedded saddle);
/// noise        SGD beside SignSGD for one σ, from x_0 to stationarity;
/// crossover    SignSGD alone at a σ that is not large against ηλ.

#include "models/quadratic_moments.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/session.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace sdescent::adaptive {

struct SgdSetting {
  DiagonalSetting lemma;
  std::uint64_t steps = 0, records = 0, refine = 0, most_refine = 0, paths = 0;
  std::uint64_t noise_steps = 0, noise_paths = 0;  ///< of the noise cells
};
SgdSetting sgd_setting(const ParameterValues& p);

/// The same with another noise σ, or H = λI with the smallest eigenvalue.
SgdSetting with_sigma(SgdSetting s, double sigma);
SgdSetting isotropic(SgdSetting s);

// Processes: of a relaxation, and of a noise cell.
enum : std::size_t { sgd_optimizer, sgd_coarse, sgd_fine };
enum : std::size_t { noise_sgd, noise_sign };

/// Moments of all states and of the optimizer's loss.
class RelaxationResult {
 public:
  RelaxationResult(const Session& session, const SgdSetting& s);

  /// On finer grids until the bias bounds in what `tested` makes of the result are small.
  static Archive run(Session& session, const SgdSetting& s, std::uint64_t seed,
                     const std::function<std::vector<Evidence>(const RelaxationResult&)>& tested);
  void load(const Archive& archive);

  /// How far the SDE was refined.
  const Refinement& refinement() const { return refinement_; }
  const MomentRecorder& moments() const { return x_; }
  Eigen::ArrayXd times() const;                  ///< after the start
  Estimate mean(std::size_t process) const;      ///< one coordinate after the other
  Estimate variance(std::size_t process) const;  ///< the same
  Estimate loss() const;                         ///< E f of the optimizer

 private:
  Eigen::Index d_;
  Refinement refinement_;
  MomentRecorder x_, loss_;
};

/// SGD around the minimum of the embedded saddle.
class SaddleResult {
 public:
  explicit SaddleResult(const Session& session);

  static Archive run(Session& session, std::uint64_t seed);
  void load(const Archive& archive) { x_.load(archive); }

  Estimate variance() const;         ///< at the end, by coordinate
  Eigen::ArrayXd predicted() const;  ///< Lemma 3.8 with ∂²f/∂x_i² at the minimum for λ_i

 private:
  SgdSetting at_minimum_;
  MomentRecorder x_;
};

/// Losses at the end and rates of decay.
class NoiseResult {
 public:
  NoiseResult(const Session& session, const SgdSetting& s);

  static Archive run(Session& session, const SgdSetting& s, std::uint64_t seed);
  void load(const Archive& archive);

  Estimate loss(std::size_t process) const;  ///< at the end
  /// −ln(E x_i/x_{0,i})/t by coordinate, t being the relaxation time of the method in its steepest
  /// direction.
  Estimate rate(std::size_t process) const;

 private:
  SgdSetting s_;
  MomentRecorder x_, loss_;
};

/// E f of SignSGD, averaged over the second half of the run.
class CrossoverResult {
 public:
  explicit CrossoverResult(const SgdSetting& s);

  static Archive run(Session& session, const SgdSetting& s, std::uint64_t seed);
  void load(const Archive& archive) { loss_.load(archive); }

  Estimate loss() const;

 private:
  MomentRecorder loss_;
};

}  // namespace sdescent::adaptive
