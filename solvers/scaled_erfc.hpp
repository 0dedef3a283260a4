#pragma once
/// \file
/// The complementary error function without its Gaussian factor.

namespace sdescent {

/// erfcx(x) = e^{x²} erfc(x), within 2e-14 of itself for x >= 0, where it falls from 1 like
/// 1/(x√π). Below it grows like 2e^{x²}.
double scaled_erfc(double x);

}  // namespace sdescent
