#pragma once
/// \file
/// The logarithmic clock of Kolmogorov's equations, from close to 0.

#include <vector>

namespace sdescent {

/// log t at the start t_0 and at every one of `times` and every kink before the last of them, in
/// order, without repetition. t_0 is 10⁻¹⁰ of the first, so that what the start of
/// ForwardEquation leaves out is below 10⁻²⁰. Throws InvalidInput unless times and kinks are > 0,
/// finite and increasing and there is a time.
std::vector<double> log_times(const std::vector<double>& times, const std::vector<double>& kinks);

}  // namespace sdescent
