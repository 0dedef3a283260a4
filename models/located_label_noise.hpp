#pragma once
/// \file
/// Label noise made of a law of gradient noise: ε = location + scale · ζ.

#include "models/independent_noise.hpp"
#include "models/label_noise.hpp"

#include <memory>

namespace sdescent {

/// What all laws but the Gaussian share; a derived class knows its drift. Draws are those of the
/// law of gradient noise in one dimension, datum b as on node b: the header of the law says how
/// they are made and where their tails are cut off.
///
/// Drifts (and with them φ = √(2R)·drift) have relative errors below 1e-12 from R = 0 on, where
/// they are above 1e-290.
class LocatedLabelNoise : public LabelNoise {
 public:
  double location() const { return location_; }
  double scale() const { return noise_->scales()(0); }

  /// "student_t with nu = 3, scale 1, location 2"
  std::string description() const override;
  double phi(double risk) const final;
  double drift(double risk) const final;
  double second_moment() const final;
  void draw(const At& at, BlockRef epsilon) const final;

 protected:
  /// Throws InvalidInput unless the location is finite and the scale > 0. `noise` has one
  /// coordinate.
  LocatedLabelNoise(double location, std::shared_ptr<const IndependentNoise> noise);

 private:
  /// drift() for R >= 0.
  virtual double drift_at(double risk) const = 0;

  double location_;
  std::shared_ptr<const IndependentNoise> noise_;
};

}  // namespace sdescent
