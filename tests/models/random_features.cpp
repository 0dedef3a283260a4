#include "models/random_features.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::MatrixXd;

TEST_CASE("random features are a function of projections", "[models]") {
  const MatrixXd x = MatrixXd::Random(6, 4), w = random_weights(4, 3, 5);
  const MatrixXd z = x * w;
  CHECK((random_features(x, w, Nonlinearity::identity) - z).cwiseAbs().maxCoeff() < 1e-15);
  CHECK((random_features(x, w, Nonlinearity::tanh) - MatrixXd(z.array().tanh()))
            .cwiseAbs()
            .maxCoeff() < 1e-14);
  CHECK((random_features(x, w, Nonlinearity::relu) - z.cwiseMax(0.0)).cwiseAbs().maxCoeff() <
        1e-15);
  CHECK_THROWS_AS(random_features(x, MatrixXd(3, 3), Nonlinearity::tanh), InvalidInput);
}

TEST_CASE("random weights have variance 1/p and depend on the seed", "[models]") {
  const MatrixXd w = random_weights(400, 200, 1);
  CHECK(400.0 * w.array().square().mean() == Approx(1.0).margin(0.03));
  CHECK(std::abs(w.mean()) < 1e-3);
  CHECK(random_weights(400, 200, 1) == w);
  CHECK(random_weights(400, 200, 2) != w);
}

TEST_CASE("noise on the features adds to their variance, none leaves them", "[models]") {
  const MatrixXd x = MatrixXd::Zero(500, 100);
  CHECK(with_feature_noise(x, 0.0, 1) == x);
  CHECK(with_feature_noise(x, 0.5, 1).array().square().mean() == Approx(0.25).margin(0.01));
  CHECK_THROWS_AS(with_feature_noise(x, -1.0, 1), InvalidInput);
}

TEST_CASE("nonlinearities are known by name", "[models]") {
  CHECK(parse_nonlinearity("relu") == Nonlinearity::relu);
  CHECK_THROWS_WITH(parse_nonlinearity("tan"), Catch::Contains("did you mean \"tanh\""));
}

}  // namespace
}  // namespace sdescent
