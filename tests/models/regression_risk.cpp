#include "models/regression_risk.hpp"

#include "io/error.hpp"
#include "tests/models/streaming_data.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <memory>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::VectorXd;

TEST_CASE("the risk of regression is a quadratic around the optimum", "[models]") {
  for (const auto& k : {correlated_features(4), diagonal_features(4)}) {
    const VectorXd optimum{{0.3, -1.0, 0.5, 2.0}};
    const RegressionRisk risk(std::make_shared<FeatureCovariance>(k), optimum);
    const Block x = scattered(7, 4);
    const Block f = loss(risk, x), g = gradient(risk, x);
    for (Index r = 0; r < 7; ++r) {
      const VectorXd v = x.matrix().row(r).transpose() - optimum;
      CHECK(f(r) == Approx(0.5 * v.dot(k.matrix() * v)).epsilon(1e-14));
      CHECK(k.risk(v) == Approx(f(r)).epsilon(1e-14));
      CHECK((g.matrix().row(r).transpose() - k.matrix() * v).cwiseAbs().maxCoeff() < 1e-13);
    }
    Scratch scratch;
    Block both(7, 1), slope(7, 4), curvature(7, 4), product(7, 4);
    risk.loss_and_gradient(x, both, slope, scratch);
    CHECK(same_bits(both, f));
    CHECK(same_bits(slope, g));
    risk.hessian_diagonal(x, curvature, scratch);
    CHECK((curvature.matrix().row(3).transpose() - k.variances()).isZero(0));
    risk.hessian_product(x, x, product, scratch);
    CHECK((product.matrix() - x.matrix() * k.matrix()).cwiseAbs().maxCoeff() < 1e-13);
    CHECK(risk.is_separable() == k.is_diagonal());
    CHECK(loss(risk, Block(optimum.transpose().array()))(0) == 0.0);
  }
}

TEST_CASE("the risk of regression refuses an optimum that is not finite", "[models]") {
  const auto k = std::make_shared<FeatureCovariance>(diagonal_features(2));
  CHECK_THROWS_MATCHES(RegressionRisk(k, VectorXd{{0.0, std::numeric_limits<double>::infinity()}}),
                       InvalidInput,
                       Message("coordinate 2 of the optimum must be finite, got inf"));
}

}  // namespace
}  // namespace sdescent
