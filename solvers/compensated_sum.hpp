#pragma once
/// \file
/// Sums of many numbers to the accuracy of their last addition.

#include <cmath>

namespace sdescent {

/// A running sum that carries what each addition rounded off (Neumaier 1974): its error is 1 ulp of
/// the sum and 2⁻¹⁰⁰ or so of Σ|x|, whatever the number of terms.
class CompensatedSum {
 public:
  CompensatedSum& operator+=(double x) {
    const double sum = sum_ + x;
    rounded_off_ += std::abs(sum_) >= std::abs(x) ? (sum_ - sum) + x : (x - sum) + sum_;
    sum_ = sum;
    return *this;
  }

  double value() const { return sum_ + rounded_off_; }

 private:
  double sum_ = 0.0, rounded_off_ = 0.0;
};

}  // namespace sdescent
