#include "solvers/jet.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST_CASE("a jet has every first and second derivative in its place", "[solvers]") {
  const StateFunction h{{"cubic", "wave"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                          out.col(0) = x.col(0) * x.col(1).square() + 5.0 * x.col(2) * x.col(0);
                          out.col(1) = (2.0 * x.col(1)).sin() + x.col(2).square();
                        }};
  const double x = 3.0, y = -0.5, z = 20.0;
  const Jet at = jet(h, VectorXd{{x, y, z}});
  CHECK((at.value - VectorXd{{x * y * y + 5 * x * z, std::sin(2 * y) + z * z}}).norm() < 1e-12);
  const MatrixXd gradient{{y * y + 5 * z, 2 * x * y, 5 * x}, {0, 2 * std::cos(2 * y), 2 * z}};
  CHECK((at.gradient - gradient).cwiseAbs().maxCoeff() < 1e-5);
  // xx, xy, xz, yy, yz, zz: halves on the diagonal.
  const MatrixXd second{{0, 2 * y, 5, x, 0, 0}, {0, 0, 0, -2 * std::sin(2 * y), 0, 1}};
  CHECK((at.second - second).cwiseAbs().maxCoeff() < 1e-5);
}

}  // namespace
}  // namespace sdescent
