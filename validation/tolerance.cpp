#include "validation/tolerance.hpp"

#include "io/require.hpp"

namespace sdescent {

Eigen::ArrayXXd third_of_distance(const Eigen::ArrayXXd& right, const Eigen::ArrayXXd& wrong) {
  require_equal("rows of a wrong model's curve", wrong.rows(), right.rows());
  require_equal("columns of a wrong model's curve", wrong.cols(), right.cols());
  const Eigen::ArrayXXd distance = (right - wrong).abs();
  return distance.colwise().maxCoeff().replicate(right.rows(), 1) / 3.0;
}

Eigen::ArrayXd third_of_distance(const Eigen::ArrayXd& right, const Eigen::ArrayXd& wrong) {
  return third_of_distance(Eigen::ArrayXXd(right), Eigen::ArrayXXd(wrong)).col(0);
}

}  // namespace sdescent
