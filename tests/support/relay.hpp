#pragma once
/// \file
/// A SwitchedOde made of functions, with the one threshold 0 and outputs ∓1.

#include "solvers/switched_ode.hpp"

#include <Eigen/Core>

#include <functional>
#include <utility>
#include <vector>

namespace sdescent {

/// ds/dt = flow(t, s, u), u_j ∈ Sign((C s)_j), for one path.
class Relay final : public SwitchedOde {
 public:
  using Flow =
      std::function<Eigen::VectorXd(double t, const Eigen::VectorXd& s, const Eigen::VectorXd& u)>;

  Relay(Eigen::MatrixXd c, Flow flow)
      : c_(std::move(c)), flow_(std::move(flow)), layout_({{"s", c_.cols()}}) {}

  const Layout& layout() const override { return layout_; }
  Index switches() const override { return c_.rows(); }
  const std::vector<double>& thresholds() const override { return thresholds_; }
  void switching(double, const ConstBlockRef& s, BlockRef y, Scratch&) const override {
    y = (s.matrix() * c_.transpose()).array();
  }
  double output(Index, Index phase, double) const override { return phase == 0 ? -1.0 : 1.0; }
  void flow(double t, const ConstBlockRef& s, const ConstBlockRef& u, BlockRef ds,
            Scratch&) const override {
    for (Index r = 0; r < s.rows(); ++r)
      ds.row(r) = flow_(t, s.row(r).matrix().transpose(), u.row(r).matrix().transpose())
                      .transpose()
                      .array();
  }
  void switching_rate(double, const ConstBlockRef&, const ConstBlockRef& ds, BlockRef dy,
                      Scratch&) const override {
    dy = (ds.matrix() * c_.transpose()).array();
  }

 private:
  Eigen::MatrixXd c_;
  Flow flow_;
  Layout layout_;
  std::vector<double> thresholds_ = {0.0};
};

}  // namespace sdescent
