#pragma once
/// \file
/// Martingale control variates: beside a process x runs what its noise makes of x to first and
/// second order about the mean flow, whose mean is known to be 0.
///
/// Let E[x_{n+1} | x_n] = x_n + a(t_n, x_n) Δt and Cov[x_{n+1} | x_n] = B Bᵀ(t_n, x_n) Δt, and let
/// ΔM_n = x_{n+1} − E[x_{n+1} | x_n]. With the tangent A_n and the curvature Q_n of the mean flow x̄
/// (solvers/mean_flow.hpp):
///
///     c_{n+1} = A_n c_n + ΔM_n,                        c_0 = 0   (x − x̄ to first order)
///     K_{n+1} = A_n K_n A_nᵀ + B Bᵀ(t_n, x_n) Δt,       K_0 = 0   (so that E ccᵀ = E K)
///     q_{n+1} = A_n q_n + Q_n (c_n c_nᵀ − K_n),         q_0 = 0   (x − x̄ to second order, less its
///                                                                  mean)
///
/// A, Q being deterministic, E c = 0, E(ccᵀ − K) = 0 and E q = 0 hold exactly, whatever the size of
/// the noise and however well A and Q are known. So
///
///     h(x) − ∇h(x̄)(c + q) − ½ ∇²h(x̄):(ccᵀ − K)
///
/// has the mean of h(x). With noise of size √η its variance is O(η³) where that of h(x) is O(η); to
/// first order (c alone) O(η²). Tests measure both.
///
/// The two conditional moments are those of Euler–Maruyama, and with Δt = η those of an optimizer
/// beside its SDE: SignSGD with independent signs (SignSgdSde), SGD (SgdSde).
/// Source: Newton, Variance reduction for simulated diffusions, SIAM J. Appl. Math. 54 (1994); the
/// second order is derived above.

#include "solvers/mean_flow.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sdescent {

enum class ControlOrder { first, second };

/// Cov[s_{n+1} | s_n = s]/Δt at t, on pairs (solvers/symmetric_pairs.hpp): rows × d(d + 1)/2.
using CovarianceRate =
    std::function<void(double t, const ConstBlockRef& s, BlockRef pairs, Scratch& scratch)>;

/// A process with its controls: fields x (d columns, bit for bit the process's own), c (d) and, to
/// second order, K (d(d + 1)/2, the entries p <= q row by row) and q (d).
class TangentControl final : public Process {
 public:
  /// `moments` has the drift a and the diffusion B that the process's conditional moments are made
  /// of; the mean flow starts at x0, when the process does, and is known for `steps` steps, after
  /// which advance() throws InvalidInput. Where the covariance of a step is not BBᵀΔt, it is given
  /// beside the model. Throws InvalidInput, too, when the process has no time step of its own or
  /// another state than the model.
  TangentControl(std::shared_ptr<const Process> process, std::shared_ptr<const SdeModel> moments,
                 const Eigen::VectorXd& x0, std::uint64_t steps,
                 ControlOrder order = ControlOrder::second, CovarianceRate covariance = {});

  const std::string& name() const override { return process_->name(); }
  const Layout& layout() const override { return layout_; }
  double time_per_step() const override { return process_->time_per_step(); }
  std::uint16_t stream() const override { return process_->stream(); }
  double start_time() const override { return process_->start_time(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override {
    process_->check_run(before, paths);
  }
  void start(const At& at, const Lockstep& others, BlockRef state) const override;
  void advance(const At& at, BlockRef state) const override;

  const MeanFlow& flow() const { return flow_; }
  ControlOrder order() const { return order_; }

 private:
  void advance_second_order(std::uint64_t step, const At& at, const ConstBlockRef& diagonal,
                            BlockRef state) const;
  void add_covariance(const At& at, const ConstBlockRef& diagonal, const ConstBlockRef& s,
                      BlockRef k) const;

  std::shared_ptr<const Process> process_;
  std::shared_ptr<const SdeModel> moments_;
  std::uint64_t first_step_ = 0;  // number of the step at the start
  ControlOrder order_;
  CovarianceRate covariance_;
  Index d_;
  Layout layout_;
  MeanFlow flow_;
  std::vector<Eigen::MatrixXd> congruence_;  // K ↦ A K Aᵀ on pairs, for each step
};

/// h less its controls at the process's states, in the columns `<process>.<column>`: of the mean of
/// h(x) and less variance. The derivatives of h are taken at every point of the mean flow, by
/// jet(). The process must live as long as the observable.
Observable controlled(const TangentControl& process, std::size_t number, StateFunction h);

}  // namespace sdescent
