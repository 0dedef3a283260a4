#include "solvers/exponential_moments.hpp"

#include <array>
#include <cmath>

namespace sdescent {
namespace {

constexpr Eigen::Index size = LegendrePanel::size;
using Row = std::array<double, static_cast<std::size_t>(size)>;

/// z = x/2 from which i_{n+1} = i_{n−1} − (2n + 1)/z i_n loses less than e^{n²/2z} < 20 roundings.
constexpr double large = 40.0;

/// Upwards from I_0 and I_1.
Row upwards(double x) {
  const double end = std::exp(-x), z = 0.5 * x;
  Row moments;
  moments[0] = (1.0 - end) / x;
  moments[1] = (1.0 + end - 2.0 * moments[0]) / x;
  for (std::size_t n = 1; n + 1 < moments.size(); ++n)
    moments[n + 1] = moments[n - 1] - static_cast<double>(2 * n + 1) / z * moments[n];
  return moments;
}

/// Downwards by the ratios i_n/i_{n−1} = z/(2n + 1 + z i_{n+1}/i_n), from so large an n that the
/// start, good to a few per cent there, is forgotten: each step multiplies its error by the square
/// of a ratio, all of them by about e^{−(first² − 15²)/z}.
Row by_ratios(double x) {
  const double z = 0.5 * x;
  const int first = 3 + static_cast<int>(std::ceil(std::sqrt(256.0 + 34.0 * z)));
  const double n_first = first + 1.5;
  double ratio = z / (n_first + std::hypot(n_first, z));
  Row ratios{};
  for (int n = first; n >= 1; --n) {
    ratio = z / (static_cast<double>(2 * n + 1) + z * ratio);
    if (n < size) ratios[static_cast<std::size_t>(n)] = ratio;
  }
  Row moments;
  moments[0] = x > 0.0 ? -std::expm1(-x) / x : 1.0;
  for (std::size_t n = 1; n < moments.size(); ++n) moments[n] = moments[n - 1] * ratios[n];
  return moments;
}

}  // namespace

Eigen::Matrix<double, Eigen::Dynamic, LegendrePanel::size> exponential_moments(
    const Eigen::ArrayXd& x) {
  Eigen::Matrix<double, Eigen::Dynamic, size> result(x.size(), size);
  for (Eigen::Index i = 0; i < x.size(); ++i) {
    const Row row = x(i) < 2.0 * large ? by_ratios(x(i)) : upwards(x(i));
    for (Eigen::Index n = 0; n < size; ++n) result(i, n) = row[static_cast<std::size_t>(n)];
  }
  return result;
}

}  // namespace sdescent
