#include "validation/adaptive/bound_evidence.hpp"

namespace sdescent::adaptive {

using Eigen::ArrayXd;
using Eigen::Index;

Evidence inequalities(const Estimate& sides, const ArrayXd& bias) {
  const Index n = sides.points() / 2;
  const Estimate larger = points(sides, n, n);
  return {points(sides, 0, n) - larger, larger.value, ArrayXd::Zero(n), bias};
}

Evidence known_inequalities(const ArrayXd& smaller, const ArrayXd& larger) {
  const ArrayXd deviation = smaller - larger;
  const Estimate known{deviation, deviation.transpose().replicate(replicate_batches, 1),
                       static_cast<double>(replicate_batches)};
  return {known, larger, ArrayXd::Zero(larger.size()), ArrayXd::Zero(larger.size())};
}

Estimate joined_sides(const std::vector<Estimate>& sides) {
  std::vector<Estimate> smaller, larger;
  for (const Estimate& each : sides) {
    const Index n = each.points() / 2;
    smaller.push_back(points(each, 0, n));
    larger.push_back(points(each, n, n));
  }
  return joined({joined(smaller), joined(larger)});
}

}  // namespace sdescent::adaptive
