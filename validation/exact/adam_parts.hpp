#pragma once
/// \file
/// The parts of exact/adam.

#include "models/streaming_regression.hpp"
#include "solvers/moment_recorder.hpp"
#include "validation/session.hpp"

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace sdescent::exact {

/// Streaming regression with K = diag of log-spaced numbers and a start at which every coordinate
/// has the same share of the risk.
struct AdamSetting {
  Eigen::ArrayXd spectrum;  ///< first and last
  double deviation, risk, eta;
  double window;  ///< c of 1 − β₂ = c d^{−½}
  double beta1, nu;
  Eigen::ArrayXd times;  ///< of the records, the start not among them
  std::uint64_t paths, refine;

  enum class Labels { gaussian, student };
  std::shared_ptr<const StreamingRegression> problem(Index d, Labels labels) const;
  Eigen::VectorXd start(Index d) const;
  double beta2(Index d) const;
};
AdamSetting adam_setting(const ParameterValues& p);

/// R over the times in one cell: at one d, β₂ in the window.
class AdamWindow {
 public:
  enum Column : Index { adam, momentum, heavy_tailed, sign, distance, sde_coarse, sde_fine };

  AdamWindow();
  static Archive run(Session& session, const AdamSetting& s, Index d, std::uint64_t seed);
  void load(const Archive& archive) { recorder_.load(archive); }

  Estimate mean(Column column) const;

 private:
  MomentRecorder recorder_;
};

/// R of Adam at one d for many β₂, on the same data.
class AdamScan {
 public:
  explicit AdamScan(const Eigen::ArrayXd& beta2s);
  static Archive run(Session& session, const AdamSetting& s, Index d, const Eigen::ArrayXd& beta2s,
                     std::uint64_t seed);
  void load(const Archive& archive) { recorder_.load(archive); }

  Estimate mean(Index number) const;

 private:
  MomentRecorder recorder_;
};

/// signSGD at the rate πη/2, at which its drift is Adam's to leading order, beside Adam at η, on
/// the same data, as d → ∞: E R of signSGD, and E R(θ_sign − θ_Adam). With x_i = ½K_ii v_i v'_i of
/// the two,
///
///     dx_i/dt = −(a + a')λ_i x_i + (η²/(2d)) c K_ii,
///
/// c the correlation of the two residuals, (2Σx_i + E ε²)/√(2P 2P'), since E[z sign z'] = (2/π)c
/// for products z, z' of normals that share one factor. Derived here.
struct SignBesideAdam {
  Eigen::ArrayXd sign, distance;
};
enum class SharedData { of_both_residuals, of_one_residual };  ///< c, or the mistake c = 1
SignBesideAdam sign_beside_adam(const AdamSetting& s, Index d,
                                SharedData shared = SharedData::of_both_residuals);

/// adamODE, and what is planted against it: 2R for 2P, the noise of signSGD's K_σ, its drift.
enum class AdamMistake { none, risk_for_population, sign_noise, sign_drift };
Eigen::ArrayXd adam_curve(const AdamSetting& s, Index d, AdamMistake mistake = AdamMistake::none);

struct AdamResults {
  Eigen::ArrayXd dimensions;  ///< decreasing
  std::vector<AdamWindow> windows;
  Index scan_dimension;
  Eigen::ArrayXd beta2s;
  AdamScan scan;
};

void adam_evidence(Session& session, const AdamSetting& s, const AdamResults& results);
void show_adam(Session& session, const AdamSetting& s, const AdamResults& results);

}  // namespace sdescent::exact
