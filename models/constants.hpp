#pragma once
/// \file
/// Constants of a model by name, as configuration files give them.

#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// What values a constant may have.
struct ConstantRange {
  std::string text;                                      ///< "in [0, 1)"
  void (*require)(std::string_view name, double value);  ///< throws InvalidInput for any other
};

/// A named constant of a model.
struct Constant {
  std::string name;
  double standard;  ///< its value where none is given
  ConstantRange range;
  std::string meaning;
};

/// The values of a model's constants, each its standard one until it is set.
class Constants {
 public:
  /// No constants.
  Constants() = default;

  /// In this order. Throws InvalidInput when a standard value is out of its range.
  explicit Constants(std::vector<Constant> declared);

  const std::vector<Constant>& declared() const { return declared_; }
  bool has(std::string_view name) const;

  /// Throws InvalidInput for a name that is none of them, with the nearest, and for a value out of
  /// range.
  void set(std::string_view name, double value);
  double operator[](std::string_view name) const;

 private:
  std::size_t place(std::string_view name) const;

  std::vector<Constant> declared_;
  std::vector<double> values_;
};

}  // namespace sdescent
