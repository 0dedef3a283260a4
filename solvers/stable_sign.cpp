#include "solvers/stable_sign.hpp"

#include "io/require.hpp"
#include "solvers/piecewise_chebyshev.hpp"
#include "solvers/sign_moments.hpp"

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <boost/math/tools/roots.hpp>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace sdescent {
namespace {

using std::numbers::pi;

/// P(|X| < x) and P(|X| > x), each accurate where it is small.
struct Masses {
  double below, above;
};

/// Σ_{k>=first} (−1)^{k−first} exp(log_size(k)) factor(k), or nothing unless its terms fall from
/// the start and get below rounding (the series may be asymptotic).
template <class LogSize, class Factor>
std::optional<double> alternating_series(int first, LogSize log_size, Factor factor) {
  constexpr int most = 300;
  double sum = 0, sign = 1, previous = std::numeric_limits<double>::infinity();
  for (int k = first; k < most; ++k, sign = -sign) {
    const double size = std::exp(log_size(k));
    if (!(size < previous)) return std::nullopt;
    if (size < 1e-17 * std::abs(sum)) return sum;
    sum += sign * size * factor(k);
    previous = size;
  }
  return std::nullopt;
}

/// The law's series and integral as functions of log x.
class SymmetricStable {
 public:
  explicit SymmetricStable(double alpha) : alpha_(alpha) {}

  /// log P(|X| < x) to first order in x.
  double log_slope() const { return std::log(2.0 / (pi * alpha_)) + std::lgamma(1.0 / alpha_); }

  /// log P(|X| > x) to first order in x^{−α}, at x = 1.
  double log_tail() const {
    return std::log(2.0 / pi * std::sin(0.5 * pi * alpha_)) + std::lgamma(alpha_);
  }

  /// Where the next terms of the two series are below rounding.
  double log_smallest() const {
    return 0.5 * (std::log(6e-17) + std::lgamma(1.0 / alpha_) - std::lgamma(3.0 / alpha_));
  }
  double log_largest() const {
    return (std::log(1e17) + std::lgamma(2.0 * alpha_) - std::lgamma(alpha_)) / alpha_;
  }

  Masses masses(double log_x) {
    if (const auto tail = series_at_infinity(log_x); tail && *tail < 0.5) return {1 - *tail, *tail};
    if (const auto mass = series_at_zero(log_x); mass && *mass < 0.5) return {*mass, 1 - *mass};
    return by_integral(log_x);
  }

 private:
  std::optional<double> series_at_zero(double log_x) const {
    const auto sum = alternating_series(
        0,
        [&](int k) {
          const double n = 2.0 * k + 1.0;
          return std::lgamma(n / alpha_) - std::lgamma(n + 1.0) + n * log_x;
        },
        [](int) { return 1.0; });
    return sum ? std::optional(2.0 / (pi * alpha_) * *sum) : std::nullopt;
  }

  std::optional<double> series_at_infinity(double log_x) const {
    const auto sum = alternating_series(
        1,
        [&](int k) { return std::lgamma(alpha_ * k) - std::lgamma(k + 1.0) - alpha_ * k * log_x; },
        [&](int k) { return std::sin(0.5 * pi * alpha_ * k); });
    return sum ? std::optional(2.0 / pi * *sum) : std::nullopt;
  }

  /// log g at a distance of `offset` from the end where g = 0: θ = 0 for α < 1, π/2 for α > 1. The
  /// distance, not θ, keeps its digits there, and so does π − αθ for α near 2.
  double log_g(double log_x, double offset) const {
    const double other = 0.5 * pi - offset;
    const double theta = alpha_ < 1 ? offset : other;
    const double sine = alpha_ < 1 ? std::sin(alpha_ * offset)
                                   : std::sin(0.5 * pi * (2.0 - alpha_) + alpha_ * offset);
    const double cosine = alpha_ < 1 ? std::sin(other) : std::sin(offset);
    const double e = alpha_ / (alpha_ - 1.0);
    return e * (log_x - std::log(sine)) + (e - 1.0) * std::log(cosine) +
           std::log(std::cos((alpha_ - 1.0) * theta));
  }

  /// g grows from 0 to ∞, the more steeply the nearer α is to 1: the double-exponential rule, which
  /// crowds the ends of an interval, is used on both sides of g = 1.
  Masses by_integral(double log_x) {
    const double end = 0.5 * pi;
    const auto beyond = [&](double log_offset) {
      return log_g(log_x, std::exp(log_offset)) > 0 ? 1.0 : -1.0;
    };
    const double farthest = std::log(end) - 0x1p-40;
    std::uintmax_t iterations = 200;
    const double split =
        beyond(-600.0) * beyond(farthest) > 0
            ? 0.5 * end
            : std::exp(boost::math::tools::bisect(beyond, -600.0, farthest,
                                                  boost::math::tools::eps_tolerance<double>(52),
                                                  iterations)
                           .first);
    const auto integral = [&](auto f) {
      constexpr double tolerance = 1e-13;
      return 2.0 / pi *
             (rule_.integrate(f, 0.0, split, tolerance) +
              rule_.integrate(f, split, end, tolerance));
    };
    const double inside =
        integral([&](double offset, double) { return std::exp(-std::exp(log_g(log_x, offset))); });
    const double outside = integral(
        [&](double offset, double) { return -std::expm1(-std::exp(log_g(log_x, offset))); });
    return alpha_ < 1 ? Masses{inside, outside} : Masses{outside, inside};
  }

  double alpha_;
  boost::math::quadrature::tanh_sinh<double> rule_{10};  // refines itself
};

}  // namespace

struct StableSign::Table {
  explicit Table(SymmetricStable law)
      : log_slope(law.log_slope()),
        log_tail(law.log_tail()),
        log_odds(
            [&](double log_x) {
              const Masses at = law.masses(log_x);
              return std::log(at.below) - std::log(at.above);
            },
            law.log_smallest(), law.log_largest(), 1e-12) {}

  double log_slope, log_tail;
  PiecewiseChebyshev log_odds;  // log P(|X| < x)/P(|X| > x) of log x
};

StableSign::StableSign(double alpha) : alpha_(alpha) {
  require((alpha >= 0.1 && alpha <= 1.99999) || alpha == 2, "alpha", "in [0.1, 1.99999] or 2",
          fmt::format("{}", alpha));
  if (alpha != 1 && alpha != 2) table_ = std::make_unique<Table>(SymmetricStable(alpha));
}

StableSign::~StableSign() = default;
StableSign::StableSign(StableSign&&) noexcept = default;
StableSign& StableSign::operator=(StableSign&&) noexcept = default;

double StableSign::slope() const { return std::exp(SymmetricStable(alpha_).log_slope()); }

void StableSign::moments(const ConstBlockRef& a, BlockRef mean, BlockRef deviation) const {
  const auto cauchy = [](double x) {
    const double y = std::abs(x);
    return symmetric_sign_moments(x, 2.0 / pi * std::atan(y), 2.0 / pi * std::atan(1.0 / y));
  };
  const auto tabulated = [this](double x) {
    if (x == 0) return SignMoments{x, 1.0};
    const double log_x = std::log(std::abs(x));
    if (log_x < table_->log_odds.lo()) {
      const double m = std::exp(table_->log_slope + log_x);
      return symmetric_sign_moments(x, m, 1.0 - m);
    }
    if (log_x > table_->log_odds.hi()) {
      const double q = std::exp(table_->log_tail - alpha_ * log_x);
      return symmetric_sign_moments(x, 1.0 - q, q);
    }
    const double odds = table_->log_odds(log_x);
    return symmetric_sign_moments(x, 1.0 / (1.0 + std::exp(-odds)), 1.0 / (1.0 + std::exp(odds)));
  };
  const auto normal = [](double x) {
    const double y = 0.5 * std::abs(x);
    return symmetric_sign_moments(x, std::erf(y), std::erfc(y));
  };
  if (alpha_ == 2) {
    for_each_sign(a, mean, deviation, normal);
  } else if (alpha_ == 1) {
    for_each_sign(a, mean, deviation, cauchy);
  } else {
    for_each_sign(a, mean, deviation, tabulated);
  }
}

}  // namespace sdescent
