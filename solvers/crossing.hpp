#pragma once
/// \file
/// A level and the side of it that counts as reached.

namespace sdescent {

struct Crossing {
  enum class Side { above, below };
  double level = 0;
  Side side = Side::above;

  /// At the level or beyond; never for NaN.
  bool reached(double value) const { return side == Side::above ? value >= level : value <= level; }
  bool operator==(const Crossing&) const = default;
};

inline Crossing at_or_above(double level) { return {level, Crossing::Side::above}; }
inline Crossing at_or_below(double level) { return {level, Crossing::Side::below}; }

}  // namespace sdescent
