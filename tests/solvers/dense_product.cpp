#include "solvers/dense_product.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

TEST_CASE("products of dense matrices agree with Eigen's", "[solvers]") {
  const Eigen::MatrixXd a = Eigen::MatrixXd::Random(7, 5), b = Eigen::MatrixXd::Random(5, 3);
  CHECK((dense_product(a, b) - a * b).cwiseAbs().maxCoeff() < 1e-14);
  const Eigen::MatrixXd gram = gram_matrix(a);
  CHECK((gram - a.transpose() * a).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(gram == gram.transpose());
  CHECK_THROWS_AS(dense_product(a, a), InvalidInput);
  CHECK(dense_product(Eigen::MatrixXd(2, 0), Eigen::MatrixXd(0, 3)) == Eigen::MatrixXd::Zero(2, 3));
}

}  // namespace
}  // namespace sdescent
