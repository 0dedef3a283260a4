#include "solvers/lattice_stationary_law.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/compensated_sum.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double largest_tail = 1e-30;
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::size_t most_sites = 2'000'000;

struct Lattice {
  const StepRule& rule;
  double eta, x0;

  double point(Index j) const { return x0 + eta * static_cast<double>(j); }
};

/// log π(j)/π(0) for j = side, 2 side, …, and whether a site stays.
class Side {
 public:
  Side(const Lattice& lattice, int side) : lattice_(lattice), side_(side) {
    Index first = 0;
    for (bool more = true; more; first += block) more = extend(first);
  }

  const std::vector<double>& logs() const { return logs_; }
  double log_tail() const { return log_tail_; }  ///< of the bound, in units of π(0)
  bool stays() const { return stays_; }

 private:
  static constexpr Index block = 1024;

  /// Sites up to side (first + block); whether there are more.
  bool extend(Index first) {
    ArrayXd x(block + 1);
    for (Index i = 0; i <= block; ++i) x(i) = lattice_.point(side_ * (first + i));
    const StepProbabilities p = step_probabilities(lattice_.rule, x);
    const ArrayXd& outwards = side_ > 0 ? p.up : p.down;
    const ArrayXd& back = side_ > 0 ? p.down : p.up;
    for (Index i = 0; i < block; ++i) {
      stays_ = stays_ || p.stay(i) > 0.0;
      if (outwards(i) == 0.0) {
        log_tail_ = -infinite;
        return false;
      }
      if (back(i + 1) == 0.0)
        throw InvalidInput(fmt::format(
            "start of a stationary law must be where the chain returns to, got {}, from which it "
            "passes {} for good",
            lattice_.x0, x(i + 1)));
      const double ratio = outwards(i) / back(i + 1);
      log_ += std::log(ratio);
      logs_.push_back(log_.value());
      peak_ = std::max(peak_, log_.value());
      if (ends(ratio)) return false;
    }
    if (logs_.size() >= most_sites)
      throw NumericalFailure(fmt::format(
          "stationary law of a chain: not confined, it has no end at x = {}", x(block)));
    return true;
  }

  /// Whether all beyond the last site is negligible against the largest of this side.
  bool ends(double ratio) {
    if (ratio >= 1.0) return false;
    log_tail_ = log_.value() + std::log(ratio / (1.0 - ratio));
    return log_tail_ - peak_ < std::log(largest_tail);
  }

  const Lattice& lattice_;
  Index side_;
  std::vector<double> logs_;
  CompensatedSum log_;
  double peak_ = 0.0, log_tail_ = -infinite;
  bool stays_ = false;
};

}  // namespace

AtomicLaw lattice_stationary_law(const StepRule& rule, double eta, double x0, LatticeSites sites) {
  require_positive("eta", eta);
  require_finite("start of a stationary law", x0);
  const Lattice lattice{rule, eta, x0};
  const Side below(lattice, -1), above(lattice, +1);
  const bool one_parity = sites != LatticeSites::all;
  require(!one_parity || (!below.stays() && !above.stays()), "sites of a stationary law",
          "all, where the chain may stay", "one parity");
  const auto first = -static_cast<Index>(below.logs().size());
  const auto last = static_cast<Index>(above.logs().size());
  const Index stride = one_parity ? 2 : 1;
  const Index start = first + (one_parity && (first % 2 == 0) != (sites == LatticeSites::even));
  const Index n = (last - start) / stride + 1;
  ArrayXd x(n), log_p(n);
  for (Index i = 0; i < n; ++i) {
    const Index j = start + stride * i;
    const auto at = static_cast<std::size_t>(std::abs(j) - 1);
    x(i) = lattice.point(j);
    log_p(i) = j == 0 ? 0.0 : j < 0 ? below.logs()[at] : above.logs()[at];
  }
  const double peak = log_p.maxCoeff();
  ArrayXd p = (log_p - peak).exp();
  CompensatedSum sum;
  for (const double each : p) sum += each;
  const double tail =
      (std::exp(below.log_tail() - peak) + std::exp(above.log_tail() - peak)) / sum.value();
  return {x, p * ((1.0 - tail) / sum.value()), tail};
}

}  // namespace sdescent
