#pragma once
/// \file
/// All cells of adaptive/sgd-moments, run or read back.

#include "validation/adaptive/sgd_moments_cells.hpp"

#include <vector>

namespace sdescent::adaptive {

struct SgdResults {
  SgdSetting setting;
  Eigen::ArrayXd sigma;                      ///< of the noise cells
  std::vector<RelaxationResult> relaxation;  ///< on diag(λ), and on λ₁I
  std::vector<SaddleResult> saddle;          ///< one
  std::vector<NoiseResult> noise;            ///< by σ
  SgdSetting crossover_setting;
  std::vector<CrossoverResult> crossover;  ///< one
};

/// Runs all cells and gives evidence for every claim.
void measure_sgd_moments(Session& session);

/// E f of SGD's SDE on a quadratic, Σ λ_i/2 (x_{0,i}² e^{−2λ_it} + ησ_i²/(2λ_i) (1 − e^{−2λ_it})):
/// Lemma 3.8 without an inequality.
Eigen::ArrayXd sgd_expected_loss(const DiagonalSetting& setting, const Eigen::ArrayXd& t);

/// Asymptotic E f of SignSGD: C.27's Σ η/(4(c_i/λ_i)) with both terms of c = √(2/π)λ/σ + ηλ²/(πσ²),
/// its leading order, ∝ σ, and what SignSGD itself has, that order times 1 + √(π/2)ηλ/(4σ) for the
/// curvature of erf (E x² = v + λ²v²/(2σ²) + …, v = η/(2c)).
enum class SignLoss { c27, leading, with_curvature };
double sign_asymptotic_loss(const DiagonalSetting& setting, SignLoss formula);

/// The figures and tables of the experiment.
void show_sgd_moments(Session& session, const SgdResults& results);

}  // namespace sdescent::adaptive
