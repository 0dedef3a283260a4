#include "solvers/stationary_law.hpp"

#include "io/error.hpp"
#include "io/require.hpp"
#include "solvers/scalar_coefficients.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <deque>

namespace sdescent {
namespace {

constexpr double log_least_density = -80.6;      // 10⁻³⁵
constexpr double least_tail = 1e-18;             // probability, beyond an end of the line
constexpr double least_boundary_tail = 1e-17;    // probability, at a natural boundary
constexpr double largest_boundary_tail = 1e-13;  // where rounding allows no better
constexpr double nats_per_panel = 10.0;          // so that no panel jumps over the bulk
constexpr std::size_t most_panels = 2'000;

/// log p, panel by panel outwards from the start.
class Support {
 public:
  Support(const SdeModel& model, const StationaryDomain& domain)
      : coefficients_(model), domain_(domain), peak_(-log_square(domain.start)) {
    if (!std::isfinite(peak_))
      throw NumericalFailure(
          fmt::format("stationary law: no diffusion at the start {}", domain.start));
    extend(+1);
    extend(-1);
  }

  DensityLaw law() {
    Eigen::ArrayXd breaks(static_cast<Eigen::Index>(pieces_.size()) + 1);
    breaks(0) = pieces_.front().slope.left();
    for (std::size_t i = 0; i < pieces_.size(); ++i)
      breaks(static_cast<Eigen::Index>(i) + 1) = pieces_[i].slope.right();
    const bool line = std::isinf(domain_.lower) && std::isinf(domain_.upper);
    const DensityAccuracy accuracy{3e-13, line ? 1e-40 : least_boundary_tail};
    return {[this](double x) { return std::exp(log_density(x) - peak_); }, breaks, tail_ / mass_,
            accuracy};
  }

 private:
  /// 2a/b² on a panel and its integral up to there.
  struct Piece {
    ChebyshevPanel slope;
    double before;
  };

  double log_square(double x) {
    coefficients_.evaluate(0.0, Eigen::ArrayXd::Constant(1, x));
    return std::log(coefficients_.square()(0));
  }

  double slope(double x) {
    coefficients_.evaluate(0.0, Eigen::ArrayXd::Constant(1, x));
    return 2.0 * coefficients_.drift()(0) / coefficients_.square()(0);
  }

  double log_density(const Piece& piece, double x) {
    return piece.before + piece.slope.integral_to(x) - log_square(x);
  }

  double log_density(double x) {
    const auto after =
        std::upper_bound(pieces_.begin() + 1, pieces_.end(), x,
                         [](double at, const Piece& piece) { return at < piece.slope.left(); });
    return log_density(*(after - 1), x);
  }

  /// Follows one side until the rest of it is negligible.
  void extend(int side) {
    const double end = side > 0 ? domain_.upper : domain_.lower;
    double x = domain_.start, exponent = 0.0, log_p = -log_square(x);
    double length = std::isfinite(end) ? std::abs(end - x) : 1.0;
    for (std::size_t count = 0;; ++count) {
      const Piece piece = next(side, end, x, exponent, log_p, length);
      const double outer = side > 0 ? piece.slope.right() : piece.slope.left();
      const double log_outer = log_density(piece, outer);
      add_mass(piece, log_p, log_outer);
      const double tail = tail_beyond(end, x, outer, log_p, log_outer);
      exponent += side * piece.slope.integral();
      x = outer;
      log_p = log_outer;
      length = 2.0 * (piece.slope.right() - piece.slope.left());
      if (side > 0)
        pieces_.push_back(piece);
      else
        pieces_.push_front(piece);
      if (ends(end, x, log_p, tail)) {
        tail_ += tail;
        return;
      }
      if (count == most_panels || std::abs(x) > 1e150)
        throw NumericalFailure(fmt::format(
            "stationary law: the density has not vanished at x = {}; it has no finite integral",
            x));
    }
  }

  /// The next panel outwards from x, no longer than `length`.
  Piece next(int side, double end, double x, double exponent, double log_p, double length) {
    if (std::isfinite(end)) length = std::min(length, 0.5 * std::abs(end - x));
    for (;; length *= 0.5) {
      const double outer = x + side * length;
      if (outer == x || length < 1e-300) break;
      const ChebyshevPanel panel([this](double at) { return slope(at); }, std::min(x, outer),
                                 std::max(x, outer));
      // What a wrong exponent here can do is limited by the probability from here on.
      const double left = std::isfinite(end) ? density(log_p) * std::abs(end - x) / mass_ : 1.0;
      const double error = panel.unresolved() * length;
      if (panel.largest() * length <= nats_per_panel && (error < 1e-13 || error * left < 1e-16))
        return {panel, side > 0 ? exponent : exponent - panel.integral()};
    }
    throw NumericalFailure(fmt::format("stationary law: 2a/b² is not resolved at x = {}", x));
  }

  /// In units of the largest density so far.
  double density(double log_p) const { return std::exp(log_p - peak_); }

  void add_mass(const Piece& piece, double log_inner, double log_outer) {
    const double left = piece.slope.left(), right = piece.slope.right();
    const double log_middle = log_density(piece, 0.5 * (left + right));
    const double peak = std::max({peak_, log_inner, log_middle, log_outer});
    mass_ *= std::exp(peak_ - peak);
    tail_ *= std::exp(peak_ - peak);
    peak_ = peak;
    mass_ += (right - left) / 6.0 *
             (density(log_inner) + 4.0 * density(log_middle) + density(log_outer));
  }

  /// The integral from `outer` to the end of p as the power of the distance (to the end, or from
  /// the start) that it follows from `inner` to `outer`; infinite where that has none.
  double tail_beyond(double end, double inner, double outer, double log_inner,
                     double log_outer) const {
    constexpr double infinite = std::numeric_limits<double>::infinity();
    if (density(log_outer) == 0.0) return 0.0;
    const double from = std::isfinite(end) ? end : domain_.start;
    const double distance = std::abs(outer - from);
    const double power =
        (log_outer - log_inner) / std::log(distance / std::abs(inner - from)) + 1.0;
    if (!(std::isfinite(end) ? power > 0.0 : power < 0.0)) return infinite;
    return density(log_outer) * distance / std::abs(power);
  }

  bool ends(double end, double x, double log_p, double tail) const {
    if (std::isinf(end)) return log_p - peak_ < log_least_density && tail < least_tail * mass_;
    const bool at_rounding = std::abs(end - x) < 1e-14 * std::max(std::abs(x), std::abs(end));
    return tail < (at_rounding ? largest_boundary_tail : least_boundary_tail) * mass_;
  }

  ScalarCoefficients coefficients_;
  StationaryDomain domain_;
  std::deque<Piece> pieces_;
  double peak_;
  double mass_ = 0.0, tail_ = 0.0;  // in units of exp(peak_)
};

}  // namespace

DensityLaw stationary_law(const SdeModel& model, const StationaryDomain& domain) {
  require_finite("start of the support of a stationary law", domain.start);
  require(domain.lower < domain.start && domain.start < domain.upper,
          "start of the support of a stationary law",
          fmt::format("between {} and {}", domain.lower, domain.upper),
          fmt::format("{}", domain.start));
  return Support(model, domain).law();
}

}  // namespace sdescent
