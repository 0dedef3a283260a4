#include "solvers/sup_t.hpp"

#include "io/require.hpp"
#include "solvers/philox.hpp"

#include <Eigen/QR>
#include <fmt/format.h>
#include <gsl/gsl_cdf.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sdescent {
namespace {

constexpr Eigen::Index draws = 20'000;
constexpr Eigen::Index draws_at_once = 1'000;
constexpr int strata = 200;
constexpr std::uint64_t fixed_seed = 0x5D5C;

/// Standardised pseudo-values of the points that have spread: batches × points, columns of norm 1.
Eigen::MatrixXd standardised(const Estimate& estimate) {
  const Eigen::ArrayXXd& pseudo = estimate.pseudo_values;
  Eigen::MatrixXd columns(pseudo.rows(), pseudo.cols());
  Eigen::Index kept = 0;
  for (Eigen::Index i = 0; i < pseudo.cols(); ++i) {
    const Eigen::VectorXd centred = (pseudo.col(i) - pseudo.col(i).mean()).matrix();
    const double norm = scaled_norm(centred);
    if (norm > 0) columns.col(kept++) = centred / norm;
  }
  return columns.leftCols(kept);
}

/// A matrix with the same inner products of columns and no more rows than columns: few points need
/// few multipliers.
Eigen::MatrixXd compressed(const Eigen::MatrixXd& columns) {
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(columns);
  const Eigen::Index rows = std::min(columns.rows(), columns.cols());
  return qr.matrixQR().topRows(rows).triangularView<Eigen::Upper>();
}

/// One row of multipliers for each draw, enough of them for any number of batches; made once.
const Eigen::MatrixXd& multipliers() {
  static const Eigen::MatrixXd all = [] {
    Block z(draws, replicate_batches);
    Philox(fixed_seed).normals({}, z);
    return Eigen::MatrixXd(z.matrix());
  }();
  return all;
}

/// √(χ²/ν) at the midpoints of equally likely strata.
std::vector<double> scales_of(double degrees) {
  std::vector<double> scales;
  for (int k = 0; k < strata; ++k)
    scales.push_back(std::sqrt(gsl_cdf_chisq_Pinv((k + 0.5) / strata, degrees) / degrees));
  return scales;
}

/// Made once for the degrees of freedom that nearly all estimates have.
const std::vector<double>& usual_scales() {
  static const std::vector<double> scales = scales_of(replicate_batches - 1);
  return scales;
}

std::vector<double> gaussian_maxima(const Eigen::MatrixXd& columns, Sides sides) {
  std::vector<double> maxima(draws);
  for (Eigen::Index first = 0; first < draws; first += draws_at_once) {
    Eigen::ArrayXXd z = multipliers().block(first, 0, draws_at_once, columns.rows()) * columns;
    if (sides == Sides::two) z = z.abs();
    // By columns: reducing rows of a column-major array costs more than the product.
    Eigen::Map<Eigen::ArrayXd> largest(maxima.data() + first, draws_at_once);
    largest = z.col(0);
    for (Eigen::Index i = 1; i < z.cols(); ++i) largest = largest.max(z.col(i));
  }
  std::sort(maxima.begin(), maxima.end());
  return maxima;
}

}  // namespace

SupT::SupT(const Estimate& estimate, Sides sides)
    : sides_(sides), degrees_(static_cast<double>(estimate.batches() - 1)) {
  const Eigen::MatrixXd columns = standardised(estimate);
  points_ = columns.cols();
  if (points_ == 0) return;
  require(columns.rows() <= replicate_batches, "number of batches of an estimate",
          fmt::format("<= {}", replicate_batches), fmt::format("{}", columns.rows()));
  if (points_ == 1) return;
  maxima_ = gaussian_maxima(compressed(columns), sides);
  scales_ = estimate.batches() == replicate_batches ? usual_scales() : scales_of(degrees_);
}

double SupT::tail(double c) const {
  if (!(c > 0)) return 1.0;
  if (points_ == 0 || c == std::numeric_limits<double>::infinity()) return 0.0;
  const double one_point = gsl_cdf_tdist_Q(c, degrees_) * (sides_ == Sides::two ? 2.0 : 1.0);
  if (points_ == 1) return one_point;
  double p = 0;
  for (const double scale : scales_) {
    const auto above = maxima_.end() - std::upper_bound(maxima_.begin(), maxima_.end(), c * scale);
    p += static_cast<double>(above) / static_cast<double>(draws) / strata;
  }
  const double monte_carlo = p + 2.0 * std::sqrt(std::max(p, 1.0 / draws) / draws);
  return std::min({1.0, monte_carlo, one_point * static_cast<double>(points_)});
}

double SupT::critical(double alpha) const {
  if (points_ == 0) return 0.0;
  double low = 0, high = 1;
  while (tail(high) > alpha) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = 0.5 * (low + high);
    (tail(middle) > alpha ? low : high) = middle;
  }
  return high;
}

Band simultaneous_band(const Estimate& estimate, double alpha) {
  require(alpha > 0 && alpha < 1, "alpha of a band", "between 0 and 1", fmt::format("{}", alpha));
  const double critical = SupT(estimate, Sides::two).critical(alpha);
  const Eigen::ArrayXd half = critical * estimate.standard_error();
  return {estimate.value, estimate.value - half, estimate.value + half, critical};
}

}  // namespace sdescent
