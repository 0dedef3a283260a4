#pragma once
/// \file
/// Linear dynamics driven by the noise of an optimizer: a control variate whose covariance is
/// known.

#include "solvers/process.hpp"

#include <Eigen/Core>

#include <string>

namespace sdescent::adaptive {

/// s' = Fs + Gz, z standard normal: that of an optimizer of the same stream under Gaussian noise,
/// whose linearisation this is, so that both stay together.
struct LinearDynamics {
  Eigen::MatrixXd step;      ///< F: n × n, the first d coordinates being x
  Eigen::MatrixXd noise;     ///< G: n × d
  bool takes_signs = false;  ///< sign(z) in the place of z: the noise of SignSGD near a minimum

  /// Stationary covariance of x. sign(z) has the covariance of z.
  Eigen::MatrixXd covariance() const;
};

/// From s = 0.
class LinearChain final : public Process {
 public:
  LinearChain(std::string name, LinearDynamics dynamics, double eta, std::uint16_t stream);

  const std::string& name() const override { return name_; }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return eta_; }
  std::uint16_t stream() const override { return stream_; }
  void start(const At& at, const Lockstep& others, BlockRef state) const override;
  void advance(const At& at, BlockRef state) const override;

 private:
  std::string name_;
  LinearDynamics dynamics_;
  double eta_;
  std::uint16_t stream_;
  Layout layout_;
};

}  // namespace sdescent::adaptive
