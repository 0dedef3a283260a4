#pragma once
/// \file
/// Points in the space of parameters, one for each cell of an experiment.

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sdescent {

/// A named point: a number for each parameter, in the order of the names.
class ParameterPoint {
 public:
  /// `label` and the names consist of letters, digits, '_', '-' and '.'; names are distinct, values
  /// finite. InvalidInput otherwise. −0 becomes 0.
  ParameterPoint(std::string label, std::vector<std::pair<std::string, double>> values);

  /// The value of a parameter. InvalidInput with the nearest name if the point has none of it.
  double real(std::string_view name) const;
  /// The same for what counts (d, steps): InvalidInput unless it is a whole number in [0, 2⁵³].
  std::uint64_t count(std::string_view name) const;

  /// `<label>(<name>=<value>,...)`, names sorted, each value the shortest decimal that reads back
  /// to the same double: equal for equal points and for no others, whatever the order they were
  /// given in, so seeds and stored results may hang on it.
  const std::string& key() const { return key_; }

 private:
  std::vector<std::pair<std::string, double>> values_;
  std::string key_;
};

/// The values a parameter takes along one direction of a grid.
struct GridAxis {
  std::string name;
  Eigen::ArrayXd values;
};

/// All combinations of the values of its axes; the last axis runs fastest.
///
///     ParameterGrid grid("stationary", {{"eta", p.reals("etas")}, {"sigma", p.reals("sigmas")}});
class ParameterGrid {
 public:
  /// InvalidInput as of ParameterPoint, or if there is no axis, an axis without values, or one
  /// that has a value twice (−0 is 0).
  ParameterGrid(std::string label, const std::vector<GridAxis>& axes);

  const std::string& label() const { return label_; }
  const std::vector<ParameterPoint>& points() const { return points_; }

 private:
  std::string label_;
  std::vector<ParameterPoint> points_;
};

}  // namespace sdescent
