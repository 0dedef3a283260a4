#pragma once
/// \file
/// φ as a table, for inner loops.

#include "models/label_noise.hpp"
#include "solvers/piecewise_chebyshev.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace sdescent {

/// A law whose φ between two risks is read off polynomials of degree 16 in log R on panels of
/// length ½; beyond them, and for everything else, it is the law. For laws whose φ is an integral
/// (Student, stable) or a sum over a sample.
///
/// The error of interpolation is proven for every law and batch (derived here): φ(e^z) =
/// (2/π) E exp(−(ε²/4) e^{−z}) is analytic for |Im z| < π/2, where Re e^{−z} > 0, and at most 2/π
/// there. The strip holds the Bernstein ellipse of a panel of half-length ℓ up to ρ = y + √(1 +
/// y²), y = π/(2ℓ), whence (Trefethen, Approximation Theory and Approximation Practice,
/// Theorem 8.2)
///
///     |φ − table| <= (8/π) ρ^{−16}/(ρ − 1) < 1e-18.
///
/// Rounding adds a few 1e-15 of the largest φ on the panel. Where φ is below a hundredth of that or
/// below 1e12 times the bound (laws of atoms below the smallest) it is computed, so that relative
/// errors stay below 1e-12 everywhere.
class PhiTable final : public LabelNoise {
 public:
  /// From risk `lowest` to `highest`. Throws InvalidInput unless 0 < lowest < highest.
  PhiTable(std::shared_ptr<const LabelNoise> law, double lowest, double highest);

  /// From 1e-10 to 1e10 times the risk at which the law leaves half of the drift, φ = 1/π.
  explicit PhiTable(std::shared_ptr<const LabelNoise> law);

  /// (8/π) ρ^{−16}/(ρ − 1)
  static double interpolation_error();

  const LabelNoise& law() const { return *law_; }
  double lowest() const { return lowest_; }
  double highest() const { return highest_; }

  std::string description() const override { return law_->description(); }
  Index batch() const override { return law_->batch(); }
  bool has_phi_of_any_batch() const override { return law_->has_phi_of_any_batch(); }
  bool has_elementary_phi() const override { return true; }
  double phi(double risk) const override;
  double drift(double risk) const override;
  double second_moment() const override { return law_->second_moment(); }
  void draw(const At& at, BlockRef epsilon) const override { law_->draw(at, epsilon); }

 private:
  /// φ, or nothing where the table does not have it.
  std::optional<double> tabulated(double risk) const;

  std::shared_ptr<const LabelNoise> law_;
  double lowest_, highest_;
  PiecewiseChebyshev of_log_risk_;
  std::vector<double> least_;  // of what each panel gives
};

/// The law itself where its φ is elementary, else its PhiTable.
std::shared_ptr<const LabelNoise> for_inner_loops(std::shared_ptr<const LabelNoise> law);

/// The risk at which φ = 1/π: about a quarter of the squared quantile of |ε| at ½, moments or not.
double half_drift_risk(const LabelNoise& law);

}  // namespace sdescent
