#pragma once
/// \file
/// dX = a(X) dt + b(X) dW with b' known, and one that is solved by a function of W.

#include "solvers/sde_model.hpp"

#include <cmath>
#include <functional>
#include <utility>

namespace sdescent {

class ScalarSde final : public SdeModel {
 public:
  using Function = std::function<double(double x)>;
  ScalarSde(Function a, Function b, Function db)
      : a_(std::move(a)), b_(std::move(b)), db_(std::move(db)) {}

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    for (Index r = 0; r < s.rows(); ++r) {
      drift(r, 0) = a_(s(r, 0));
      diagonal(r, 0) = b_(s(r, 0));
    }
  }
  bool has_derivative() const override { return true; }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    coefficients(t, s, drift, diagonal, scratch);
    for (Index r = 0; r < s.rows(); ++r) derivative(r, 0) = db_(s(r, 0));
  }

 private:
  Function a_, b_, db_;
  Layout layout_ = {{"x", 1}};
};

/// dX = X/2 dt + √(1 + X²) dW, solved by X = sinh(asinh X_0 + W).
inline ScalarSde sinh_of_brownian_motion() {
  return {[](double x) { return 0.5 * x; }, [](double x) { return std::sqrt(1.0 + x * x); },
          [](double x) { return x / std::sqrt(1.0 + x * x); }};
}

}  // namespace sdescent
