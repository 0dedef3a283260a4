#pragma once
/// \file
/// DRI1, the scheme of weak order 2 and deterministic order 3 by Debrabant and Rößler ("Families of
/// efficient second order Runge–Kutta methods for the weak approximation of Itô stochastic
/// differential equations", Appl. Numer. Math. 59, 2009), of the class of Rößler (SIAM J. Numer.
/// Anal. 47, 2009). With h = Δt, sums over the sources k, and b^k the columns of B:
///
///     H_1 = S                                                              at t
///     H_2 = S + a021 h a(H_1) + b021 Σ b^k I_k                             at t + a021 h
///     H_3 = S + a031 h a(H_1) + a032 h a(H_2) + b031 Σ b^k I_k             at t + (a031 + a032) h
///     H±^k = S + a121 h a(S) ± b121 √h b^k(S)                              at t + a121 h
///     Ĥ±^k = S ± Σ_{l≠k} (b221 b^l(S) + b222 (b^l(H+^l) + b^l(H−^l))) I_(k,l)/√h      at t
///
///     S' = S + h Σ α_i a(H_i)
///        + Σ (β11 b^k(S) + β12 (b^k(H+^k) + b^k(H−^k))) I_k
///        + Σ β22 (b^k(H+^k) − b^k(H−^k)) I_(k,k)/√h
///        + Σ (β31 b^k(S) + β32 (b^k(Ĥ+^k) + b^k(Ĥ−^k))) I_k + β42 (b^k(Ĥ+^k) − b^k(Ĥ−^k)) √h,
///
///     I_(k,k) = (I_k² − h)/2,
///     I_(k,l) = (I_k I_l − √h J_k)/2 for k < l,  (I_k I_l + √h J_l)/2 for l < k.
///
/// I_k is the Brownian increment itself, so that runs can be refined on one path; the paper's
/// three-point variable has the same moments up to the fifth, all that the order asks for. J_k,
/// k < m, are two-point variables, ±√h.

#include "solvers/stepper.hpp"

#include <array>
#include <cmath>

namespace sdescent {

/// The tableau of the scheme, in the paper's names; what is not here is 0 or follows from the
/// symmetry of H+ and H−. Other numbers make other schemes, of lower order.
struct Dri1Tableau {
  double a021 = 0.5, a031 = -1.0, a032 = 2.0;
  double b021 = (6.0 - std::sqrt(6.0)) / 10.0, b031 = (3.0 + 2.0 * std::sqrt(6.0)) / 5.0;
  double a121 = 342.0 / 491.0, b121 = 3.0 * std::sqrt(38.0 / 491.0);
  double b221 = -214.0 / 513.0 * std::sqrt(1105.0 / 991.0);
  double b222 = -491.0 / 513.0 * std::sqrt(221.0 / 4955.0);
  std::array<double, 3> alpha = {1.0 / 6.0, 2.0 / 3.0, 1.0 / 6.0};
  double beta11 = 193.0 / 684.0, beta12 = 491.0 / 1368.0;
  double beta22 = std::sqrt(491.0 / 38.0) / 6.0;
  double beta31 = -4955.0 / 7072.0, beta32 = 4955.0 / 14144.0;
  double beta42 = -std::sqrt(4955.0 / 221.0) / 8.0;
};

/// Accepts every kind of noise. Weak order 2 for coefficients of six derivatives. Strong order 1
/// for additive and separable diagonal noise, where the terms in I_k and I_(k,k) are Milstein's up
/// to O(h^{3/2}) of mean 0; ½ for any other, as J is no iterated integral. Without noise Kutta's
/// method of order 3.
///
/// Evaluations a step, m sources (a call of coefficients() counts one, one of diffuse() too; Euler–
/// Maruyama: 1, or 2 with diffuse()):
///
///     additive                 3 and 2 diffuse()
///     diagonal, separable      5, and no two-point variables, whatever m (SdeModel says which)
///     diagonal, otherwise      3 + 4m, because every H±^k, Ĥ±^k is a state of its own
///     general                  3 and 1 + 5m diffuse(); 1 + 3m for m = 1
///
/// Coefficients must be defined at the supporting values, up to about 1.6 standard deviations of a
/// step away.
class Dri1 final : public Stepper {
 public:
  Dri1() = default;
  explicit Dri1(const Dri1Tableau& tableau) : tableau_(tableau) {}

  std::string_view name() const override { return "dri1"; }
  Orders orders(NoiseKind kind) const override;
  bool accepts(const SdeModel&) const override { return true; }
  /// m − 1 where sources do not separate, else 0.
  Index two_point_variables(const SdeModel& model) const override;
  void step(const SdeModel& model, double t, double dt, const ConstBlockRef& dW, BlockRef s,
            Scratch& scratch) const override;

 private:
  Dri1Tableau tableau_;
};

}  // namespace sdescent
