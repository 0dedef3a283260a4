#pragma once
/// \file
/// The leading weak error of an SDE of second order, in one dimension, without sampling.

#include "solvers/law.hpp"
#include "solvers/sde_model.hpp"

namespace sdescent {

/// Third moment of a step's direction s, x_{k+1} = x_k + η s, from its mean and its variance.
using ThirdMoment = double (*)(double mean, double variance);

/// s = ±r, as SignSGD's: E s³ = r² E s, r² = E s².
inline double two_point_third_moment(double mean, double variance) {
  return mean * (mean * mean + variance);
}

/// s Gaussian, as that of SGD under Gaussian noise or of Euler–Maruyama with Δt = η.
inline double gaussian_third_moment(double mean, double variance) {
  return mean * (mean * mean + 3.0 * variance);
}

/// A chain x_{k+1} = x_k + η s has E s = a, Var s = Σ and E s³ = τ given x_k = x at t = kη, and
///
///     dX = (a + η c) dt + √(η Σ) dW,   c = −½(a a' + ȧ),
///
/// is its SDE of second order (docs/theory/second-order.md; ' is ∂/∂x and ˙ is ∂/∂t). Then for
/// smooth h, along the mean flow x̄' = a(t, x̄),
///
///     (E h(x_{T/η}) − E h(X_T))/η² → ∫_0^T (τ u'''/6 − A u)(t, x̄_t) dt,
///
/// u(t, x) = h at T on the flow through x at t, and A the third-order term of the SDE's semigroup:
/// with L = a∂ and M = c∂ + ½Σ∂²,
///
///     A = (L³ + L̇L)/6 + LL̇/3 + L̈/6 + (LM + ML + Ṁ)/2   (ibid., (9)).
///
/// `first_order` is dX = a dt + √Σ dW, the SDE of first order at η = 1. u', u'' and u''' obey
/// linear equations along the flow; derivatives of a, Σ and h are taken by differences over nine
/// points 0.02 apart (times too, so from 0.08 before 0 to 0.08 after T): good to about 10⁻⁷ where
/// these vary over lengths of order 1. Throws InvalidInput unless the state is one column and T >=
/// 0.
double second_weak_error(const SdeModel& first_order, ThirdMoment third_moment, double x0,
                         double duration, const RealFunction& h);

}  // namespace sdescent
