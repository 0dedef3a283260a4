#pragma once
/// \file
/// What weak errors are to leading order in η, without sampling.
///
/// Let dX = a(t, X) dt + √η s(t, X) dW with s diagonal, x̄' = a(t, x̄), J = ∂a/∂x(t, x̄), all from x_0
/// to time T, and let x_k be any chain whose step at t = kη has the conditional mean ηa and
/// covariance η²ssᵀ (SignSGD with independent signs, SGD, Euler–Maruyama with Δt = η; under a
/// schedule as well). For smooth h
///
///     E h(X_T) = h(x̄_T) + η(∇h·m + ½ ∇²h:V) + O(η²),
///         V' = JV + VJᵀ + ssᵀ,   m' = Jm + ½ a'':V,       V(0) = 0, m(0) = 0,
///     E h(x_{T/η}) − E h(X_T) = η ∇h·e + O(η²),
///         e' = Je − ½ (Ja + ∂a/∂t),                       e(0) = 0,
///
/// with derivatives of h at x̄_T. The second line is the small-noise expansion. The third follows
/// from the local difference of the two semigroups on u(t, x) = E h(X_T | X_t = x) (Talay and
/// Tubaro 1990). With L = a·∇ + ½ηssᵀ:∇², one step of the SDE is 1 + ηL + ½η²(L² + ∂L/∂t) + O(η³)
/// at its beginning, one of the chain 1 + ηa·∇ + ½η²(aaᵀ + ssᵀ):∇² + O(η³), and
/// aaᵀ:∇² − (a·∇)² = −(Ja)·∇, so the chain's is ahead by −½η²(Ja + ∂a/∂t)·∇u: only the drift
/// enters, and e is the leading error of Euler's method for x̄. So the noise-free ODE, too, has
/// order 1, with another coefficient, E h(x_{T/η}) − h(x̄_T) = η(∇h·(e + m) + ½ ∇²h:V) + O(η²).
///
/// Along x̄, Ja + ∂a/∂t = da/dt. So e + ½a obeys (e + ½a)' = Je, and no derivative by t is needed: a
/// need only be continuous in t.
///
/// Of an optimizer with state beside x the chain's conditional mean is η(a + ηc) and its covariance
/// η²Q, while its SDE, dX = (a + ηc̃) dt + √η Q̃^{1/2} dW, may have another c̃ and Q̃. Both have
///
///     V' = JV + VJᵀ + Q,   m' = Jm + ½ a'':V + c,
///
/// each with its own c and Q (c is linear in the small-noise expansion and moves m alone), and
///
///     E h(x_{T/η}) − h(x̄_T) = η(∇h·(e + m) + ½ ∇²h:V) + O(η²)
///
/// for the chain, the same without e for the SDE: their difference is O(η) whatever c̃ and Q̃ are.

#include "solvers/sde_model.hpp"
#include "solvers/state_function.hpp"

#include <Eigen/Core>

#include <functional>
#include <memory>

namespace sdescent {

/// A chain or an SDE of small noise: a, c and Q of the expansion. Symmetric matrices are their
/// entries p <= q row by row (solvers/symmetric_pairs.hpp).
struct SmallNoise {
  using Function = std::function<Eigen::VectorXd(double t, const Eigen::VectorXd& s)>;

  Index dimension;                               ///< of the state s
  std::function<StateFunction(double t)> drift;  ///< a(t, ·)
  Function covariance;                           ///< Q(t, s)
  Function correction = {};                      ///< c(t, s); none is 0
};

struct WeakExpansion {
  Eigen::VectorXd point;   ///< x̄_T
  Eigen::VectorXd chain;   ///< e
  Eigen::VectorXd shift;   ///< m
  Eigen::VectorXd spread;  ///< V, the entries p <= q row by row

  /// lim (E h(x_{T/η}) − E h(X_T))/η, for each column of h.
  Eigen::ArrayXd chain_minus_sde(const StateFunction& h) const;

  /// lim (E h(X_T) − h(x̄_T))/η.
  Eigen::ArrayXd sde_minus_flow(const StateFunction& h) const;

  /// lim (E h(x_{T/η}) − h(x̄_T))/η.
  Eigen::ArrayXd chain_minus_flow(const StateFunction& h) const;
};

/// By Dormand–Prince from x0 at time `start`, and jet() for the derivatives: good to about 10⁻⁶
/// where a varies over lengths of order 1. Throws InvalidInput unless T is >= 0 and x0 has the
/// state's dimension.
WeakExpansion weak_expansion(const SmallNoise& small_noise, const Eigen::VectorXd& x0,
                             double duration, double start = 0.0);

/// a, c and Q = ssᵀ of dX = (a + ηc) dt + √η s dW, from the model at η = ½ and 1, which must give a
/// drift affine in η. Throws InvalidInput unless the noise is diagonal.
SmallNoise small_noise_of(
    const std::function<std::shared_ptr<const SdeModel>(double eta)>& model_at);

/// Of an SDE, given at η = 1, with coefficients that are continuous in t and c = 0. Throws
/// InvalidInput as above, and unless the noise is diagonal and drives every column.
WeakExpansion weak_expansion(const SdeModel& model, const Eigen::VectorXd& x0, double duration);

}  // namespace sdescent
