#pragma once
/// \file
/// φ^(B): label noise as batches of B see it.

#include "models/phi_table.hpp"

#include <memory>

namespace sdescent {

/// A law with φ^(B)(R) = (2/π) E exp(−⟨ε, ω⟩²/(4R)) for its φ, ε ∈ R^B of B independent copies, ω
/// uniform on the unit sphere (exact (9)). Draws, moments and words are those of one datum.
///
/// ⟨ε, ω⟩² has the law of |ε|² u, u ~ Beta(½, (B−1)/2), and E exp(−u|ε|²/(4R)) is a power
/// (derived here). With u = e^{2x}R/(1 + e^{2x}R) an integral over the line remains, regular at R =
/// 0:
///
///     φ^(B)(R)/√(2R) = (2/π) √2/B(½, (B−1)/2) ∫ [½π φ(R + e^{−2x})]^B e^x (1 + R e^{2x})^{−B/2}
///     dx.
///
/// For centred Gaussian noise φ^(B) = φ. A law without density at 0 regains one: under Rademacher's
/// φ^(B) falls as √R for B > 1. From φ of the law by a table (each evaluation is an integral;
/// PhiTable of this for inner loops); relative error below 1e-12 + 1e-15 B.
class BatchLabelNoise final : public LabelNoise {
 public:
  /// Throws InvalidInput unless 2 <= B <= 65536 and `law` is of one datum.
  BatchLabelNoise(std::shared_ptr<const LabelNoise> law, Index batch);

  std::string description() const override { return law_->description(); }
  Index batch() const override { return batch_; }
  double phi(double risk) const override;
  double drift(double risk) const override;
  double second_moment() const override { return law_->second_moment(); }
  void draw(const At& at, BlockRef epsilon) const override { law_->draw(at, epsilon); }

 private:
  std::shared_ptr<const LabelNoise> law_;
  PhiTable phi_of_one_;
  Index batch_;
  double factor_;  // (2/π) √2/B(½, (B−1)/2)
};

/// `labels` as batches of B see them: themselves where B = 1, where they are of that batch already
/// or have one φ for all; else a PhiTable of their BatchLabelNoise (0.2 s for the costliest laws).
/// Throws InvalidInput for labels of another batch than 1 and B.
std::shared_ptr<const LabelNoise> for_batch(std::shared_ptr<const LabelNoise> labels, Index batch);

}  // namespace sdescent
