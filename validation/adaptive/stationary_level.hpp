#pragma once
/// \file
/// Stationary E x² of RMSprop and Adam and of their SDEs in one direction of curvature λ and
/// gradient noise σ, where steps of ηλ/P are not small. V stands for its mean, P for √(E V) with
/// E V = σ² + λ² E x² (Malladi's: σ²), ε and ϑ for 0:
///
///     optimizer            ησ²/(2λP) (1 + β₁)/(1 + β₁ − (1 − β₁)ηλ/(2P))     (RMSprop: β₁ = 0)
///     RMSprop's (131)      ησ²/(2λP)
///     Adam's (169)         ησ²/(2λP) β₁²/(1 + ηλ/P)
///     Malladi's            ησ/(2λ)
///
/// The first is the variance of an autoregression of order 2, the others solve Lyapunov's equation
/// of (X, M). Derived here; Lemmas C.40 and C.52 have ησ/(2λ) for all, the limit of small ηλ/σ and,
/// for Adam, of β₁ → 1.

#include "models/second_moment_model.hpp"
#include "validation/adaptive/adaptive_method.hpp"

namespace sdescent::adaptive {

/// E x² of the optimizer; V grows until its steps are stable.
double stationary_level(const AdaptiveMethod& method, double lambda, double sigma);

/// E x² of its SDE, exactly solved.
double stationary_level(const AdaptiveMethod& method, SecondMomentModel model, double lambda,
                        double sigma);

}  // namespace sdescent::adaptive
