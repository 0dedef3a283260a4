#include "models/quadratic.hpp"

#include "io/error.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>

#include <limits>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST_CASE("a diagonal quadratic has the values worked out by hand, saddles included", "[models]") {
  const DiagonalQuadratic f(VectorXd{{2.0, -1.0, 0.5}});
  const Block x{{1.0, 2.0, 4.0}, {-3.0, 0.5, 0.0}};
  CHECK(f.dimension() == 3);
  CHECK((loss(f, x) == Block{{3.0}, {8.875}}).all());
  CHECK((gradient(f, x) == Block{{2.0, -2.0, 2.0}, {-6.0, -0.5, 0.0}}).all());
}

TEST_CASE("a dense quadratic has the values worked out by hand", "[models]") {
  const DenseQuadratic f(MatrixXd{{2.0, 1.0}, {1.0, 3.0}});
  const Block x{{1.0, -2.0}, {0.5, 2.0}};
  CHECK(f.dimension() == 2);
  CHECK((loss(f, x) == Block{{5.0}, {7.25}}).all());
  CHECK((gradient(f, x) == Block{{0.0, -5.0}, {3.0, 6.5}}).all());
}

TEST_CASE("a dense quadratic with a diagonal Hessian is the diagonal one", "[models]") {
  const VectorXd lambda{{3.0, 0.1, -0.7, 20.0}};
  const DiagonalQuadratic diagonal(lambda);
  const DenseQuadratic dense(lambda.asDiagonal());
  const Block x = scattered(70, 4);
  CHECK((gradient(diagonal, x) == gradient(dense, x)).all());
  CHECK((loss(diagonal, x) - loss(dense, x)).abs().maxCoeff() < 1e-13);
}

TEST_CASE("a bad Hessian is refused with what was found", "[models]") {
  CHECK_THROWS_MATCHES(DiagonalQuadratic(VectorXd()), InvalidInput,
                       Message("number of eigenvalues of the Hessian must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(DiagonalQuadratic(VectorXd{{1.0, nan}}), InvalidInput,
                       Message("eigenvalue 2 of the Hessian must be finite, got nan"));
  CHECK_THROWS_MATCHES(DiagonalQuadratic(VectorXd{{-infinity, 1.0}}), InvalidInput,
                       Message("eigenvalue 1 of the Hessian must be finite, got -inf"));

  CHECK_THROWS_MATCHES(DenseQuadratic(MatrixXd::Zero(2, 3)), InvalidInput,
                       Message("Hessian must be a square matrix, got 2 × 3"));
  CHECK_THROWS_MATCHES(DenseQuadratic(MatrixXd()), InvalidInput,
                       Message("Hessian must be a square matrix, got 0 × 0"));
  CHECK_THROWS_MATCHES(DenseQuadratic(MatrixXd{{1.0, nan}, {nan, 1.0}}), InvalidInput,
                       Message("Hessian must be finite, got NaN or infinity"));
  CHECK_THROWS_MATCHES(
      DenseQuadratic(MatrixXd{{1.0, 0.25}, {0.75, 1.0}}), InvalidInput,
      Message("Hessian must be symmetric, got entries that differ from their mirror image by 0.5"));
}

TEST_CASE("a Hessian counts as symmetric to within 1e-12 of its largest entry", "[models]") {
  const auto off_by = [](double asymmetry) {
    return MatrixXd{{1000.0, 2.0}, {2.0 + asymmetry, 1.0}};
  };
  CHECK_NOTHROW(DenseQuadratic(off_by(0.9e-9)));
  CHECK_THROWS_AS(DenseQuadratic(off_by(1.1e-9)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
