#pragma once
/// \file
/// What the cells of adaptive/stationary run: all methods on one quadratic with one noise at one η,
/// each beside its linear chain.

#include "solvers/moment_recorder.hpp"
#include "validation/adaptive/adaptive_method.hpp"
#include "validation/adaptive/linear_chain.hpp"
#include "validation/session.hpp"

#include <string>
#include <vector>

namespace sdescent::adaptive {

/// A line of the experiment: a method with its weight decay.
struct StationaryMethod {
  enum class Kind {
    sgd,
    sign_sgd,
    rmsprop,
    adam,            ///< at a fixed ρ₁
    adam_fixed_beta  ///< at a fixed β₁
  };
  Kind kind;
  double decay = 0;

  std::string label() const;
};

/// One quadratic with one noise.
struct StationaryCase {
  Eigen::MatrixXd hessian;
  Eigen::ArrayXd sigma;

  /// Σ^{1/2} and H commute, as the formulas need.
  bool commutes() const;
  std::string label() const;
};

struct StationaryGrid {
  std::vector<StationaryCase> cases;
  std::vector<StationaryMethod> methods;
  Eigen::ArrayXd etas, decays;
  double rho1, rho2, beta1, end;
  std::uint64_t paths, records;

  double beta1_of(StationaryMethod::Kind kind, double eta) const;
};
/// All methods but SignSGD; and SignSGD, whose chain follows it less closely, with more runs.
StationaryGrid stationary_grid(const ParameterValues& p);
StationaryGrid sign_grid(const ParameterValues& p);

/// F and G of a method linearised at the minimum with v = σ².
LinearDynamics dynamics_of(const StationaryGrid& grid, const StationaryCase& at,
                           const StationaryMethod& method, double eta);

/// Moments of the methods, their chains' sampling errors taken off.
class StationaryResult {
 public:
  StationaryResult(const StationaryGrid& grid, const StationaryCase& at, double eta);

  static Archive run(Session& session, const StationaryGrid& grid, const StationaryCase& at,
                     double eta, std::uint64_t seed);
  void load(const Archive& archive);

  /// Var x_1, Cov(x_1, x_2), Var x_2 over η, averaged over the last half of the run.
  Estimate covariance(std::size_t method) const;
  /// E x_1, E x_2, averaged likewise.
  Estimate mean(std::size_t method) const;

 private:
  StationaryGrid grid_;
  StationaryCase case_;
  double eta_;
  MomentRecorder products_;
  Estimate averages_;  ///< of its columns
};

}  // namespace sdescent::adaptive
