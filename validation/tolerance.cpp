#include "validation/tolerance.hpp"

#include "io/require.hpp"

namespace sdescent {

Eigen::ArrayXXd third_of_distance(const Eigen::ArrayXXd& right, const Eigen::ArrayXXd& wrong) {
  require_equal("rows of a wrong model's curve", wrong.rows(), right.rows());
  require_equal("columns of a wrong model's curve", wrong.cols(), right.cols());
  Eigen::ArrayXXd third = (right - wrong).abs() / 3.0;
  for (auto column : third.colwise())
    column.setConstant(double{column.maxCoeff<Eigen::PropagateNaN>()});
  return third;
}

Eigen::ArrayXd third_of_distance(const Eigen::ArrayXd& right, const Eigen::ArrayXd& wrong) {
  return third_of_distance(Eigen::ArrayXXd(right), Eigen::ArrayXXd(wrong)).col(0);
}

}  // namespace sdescent
