#pragma once
/// \file
/// A control variate for the risk of signSGD and its SDEs on streaming regression with diagonal K.
///
/// With r_i = ½K_ii v_i², R = Σ r_i, a step of mean Δ_i and variance V_i in coordinate i has
///
///     E[r_i' | θ] = ½K_ii ((v_i + Δ_i)² + V_i)
///
/// exactly, and beside θ runs
///
///     c ← J c + r' − E[r' | θ],   c = 0 at the start,
///
/// J the derivative of a step of signODE at its own solution, which is a function of time alone. So
/// E Σ c_i = 0 at any d, and R − Σ c_i has the mean of R with a variance of O(1/d²), where that of
/// R is O(1/d). Derived here.

#include "models/risk_ode.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/ode.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"

#include <memory>

namespace sdescent::exact {

/// signODE on diagonal K under Gaussian label noise, mode i being coordinate i.
class RiskReference {
 public:
  /// The variances of the problem must increase: modes are sorted by them.
  RiskReference(std::shared_ptr<const StreamingRegression> problem, double eta,
                const Eigen::VectorXd& start, double end);

  /// c ← J c of a step from t to t + dt, for every row.
  void advance(double t, double dt, BlockRef c, Scratch& scratch) const;

 private:
  std::shared_ptr<const StreamingRegression> problem_;
  std::shared_ptr<const RiskEquation> equation_;
  RiskModes modes_;
  OdeSolution solution_;
};

/// What a step of a process has for moments, on the clock t = k/d: the mean a dt of `mean`, and the
/// variances (noise − a_i²) dt/d with the a of `signs`, noise dt/d where there is none.
struct StepMoments {
  std::shared_ptr<const SdeModel> mean;
  std::shared_ptr<const SdeModel> signs;
  double noise;  ///< η²
};

/// The process (state x) with its control (field c); x is bit for bit the process's own.
class RiskControl final : public Process {
 public:
  RiskControl(std::shared_ptr<const Process> process, StepMoments moments,
              std::shared_ptr<const StreamingRegression> problem,
              std::shared_ptr<const RiskReference> reference);

  const std::string& name() const override { return process_->name(); }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return process_->time_per_step(); }
  std::uint16_t stream() const override { return process_->stream(); }
  void start(const At& at, const Lockstep& others, BlockRef state) const override;
  void advance(const At& at, BlockRef state) const override;

 private:
  void expected_modes(const At& at, const ConstBlockRef& x, BlockRef expected) const;

  std::shared_ptr<const Process> process_;
  StepMoments moments_;
  std::shared_ptr<const StreamingRegression> problem_;
  std::shared_ptr<const RiskReference> reference_;
  Layout layout_;
};

}  // namespace sdescent::exact
