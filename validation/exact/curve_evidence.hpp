#pragma once
/// \file
/// A mean risk against a curve known without sampling.

#include "validation/evidence.hpp"
#include "validation/exact/known_curve.hpp"

namespace sdescent::exact {

/// E R/R_known − 1 at all times, with one tolerance and the numerical error of the curve as bias.
Evidence mean_evidence(const Estimate& mean, const KnownCurve& known, double tolerance);

/// The same of an SDE solved twice on one Brownian path, at Δt (`fine`) and 2Δt: what Δt may have
/// left counts as bias, too.
Evidence mean_evidence(const Estimate& coarse, const Estimate& fine, const KnownCurve& known,
                       double tolerance);

/// What its panels say of an estimate: the relative deviation with a simultaneous 95 % band.
Band relative_band(const Estimate& mean, const KnownCurve& known);

}  // namespace sdescent::exact
