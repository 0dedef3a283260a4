#include "models/feature_covariance.hpp"

#include "io/error.hpp"
#include "tests/models/streaming_data.hpp"
#include "tests/support/same_bits.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <catch2/catch.hpp>

#include <limits>

namespace sdescent {
namespace {

using Catch::Contains;
using Catch::Matchers::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST_CASE("a covariance of features multiplies and colours as its matrix does", "[models]") {
  // 100 columns: more than a panel of the product.
  for (const auto& k : {correlated_features(100), diagonal_features(100)}) {
    const Block x = scattered(37, 100);
    Block product(37, 100), coloured(37, 100);
    Scratch scratch;
    k.multiply(x, product, scratch);
    k.colour(x, coloured, scratch);
    const MatrixXd root = k.matrix().llt().matrixL();
    CHECK((product.matrix() - x.matrix() * k.matrix()).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((coloured.matrix() - x.matrix() * root.transpose()).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((k.variances() - k.matrix().diagonal()).isZero(0));
    CHECK(k.trace() == Approx(k.matrix().trace()).epsilon(1e-14));
    CHECK(k.trace_of_root() == Approx(k.matrix().diagonal().cwiseSqrt().sum()).epsilon(1e-14));
    const VectorXd v = x.matrix().row(5).transpose();
    CHECK((k.times(v).transpose() - product.matrix().row(5)).cwiseAbs().maxCoeff() < 1e-12);
    // One path alone is in the same bits.
    Block alone(1, 100);
    k.colour(x.row(5).eval(), alone, scratch);
    CHECK(same_bits(alone, coloured.row(5).eval()));
  }
}

TEST_CASE("a Haar rotation is orthogonal, depends on its seed and has no preferred sign",
          "[models]") {
  const MatrixXd q = haar_rotation(40, 7);
  CHECK((q.transpose() * q - MatrixXd::Identity(40, 40)).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(same_bits(q.array(), haar_rotation(40, 7).array()));
  CHECK((q - haar_rotation(40, 8)).norm() > 1.0);
  // Under Haar's law every entry has mean 0 and variance 1/d. Without the signs of R's diagonal the
  // first entry would always be negative.
  int positive = 0;
  double square = 0.0;
  constexpr int draws = 400;
  for (int seed = 0; seed < draws; ++seed) {
    const double entry = haar_rotation(3, static_cast<std::uint64_t>(seed))(0, 0);
    positive += entry > 0 ? 1 : 0;
    square += entry * entry / draws;
  }
  CHECK(std::abs(positive - draws / 2) < 5 * 10);                       // five standard deviations
  CHECK(std::abs(square - 1.0 / 3) < 5 * std::sqrt(4.0 / 45 / draws));  // q² ~ Beta(½, 1)
}

TEST_CASE("a rotated covariance has the eigenvalues it was given", "[models]") {
  const VectorXd spectrum = log_spaced(0.1, 10.0, 12);
  const FeatureCovariance k = rotated_covariance(spectrum, 3);
  const VectorXd found = Eigen::SelfAdjointEigenSolver<MatrixXd>(k.matrix()).eigenvalues();
  CHECK((found - spectrum).cwiseAbs().maxCoeff() < 1e-13);
  CHECK((k.matrix() - k.matrix().transpose()).isZero(0));
  CHECK_THROWS_MATCHES(
      rotated_covariance(VectorXd{{1.0, -0.5}}, 3), InvalidInput,
      Message("eigenvalue 2 of the covariance of the features must be > 0, got -0.5"));
}

TEST_CASE("spectra are evenly spaced on a logarithmic scale or follow a power", "[models]") {
  const VectorXd spaced = log_spaced(0.01, 1.0, 3);
  CHECK((spaced - VectorXd{{0.01, 0.1, 1.0}}).cwiseAbs().maxCoeff() < 1e-16);
  CHECK(log_spaced(2.0, 2.0, 1)(0) == 2.0);
  CHECK((power_law_spectrum(2.0, 3) - VectorXd{{1.0, 0.25, 1.0 / 9}}).cwiseAbs().maxCoeff() <
        1e-16);
  CHECK_THROWS_AS(log_spaced(0.0, 1.0, 3), InvalidInput);
  CHECK_THROWS_AS(log_spaced(0.1, 1.0, 1), InvalidInput);
  CHECK_THROWS_AS(power_law_spectrum(std::numeric_limits<double>::quiet_NaN(), 3), InvalidInput);
  CHECK_THROWS_AS(power_law_spectrum(1.0, 0), InvalidInput);
}

TEST_CASE("a block-diagonal covariance holds its blocks and zeros", "[models]") {
  const MatrixXd a{{2.0, 1.0}, {1.0, 2.0}}, b{{3.0}};
  const MatrixXd expected{{2.0, 1.0, 0.0}, {1.0, 2.0, 0.0}, {0.0, 0.0, 3.0}};
  CHECK((block_diagonal_covariance({a, b}).matrix() - expected).isZero(0));
  CHECK_THROWS_AS(block_diagonal_covariance({}), InvalidInput);
  CHECK_THROWS_AS(block_diagonal_covariance({MatrixXd::Ones(2, 3)}), InvalidInput);
}

TEST_CASE("what is no covariance of features is refused, its smallest eigenvalue named",
          "[models]") {
  CHECK_THROWS_WITH(FeatureCovariance::dense(MatrixXd{{1.0, 2.0}, {2.0, 1.0}}),
                    Contains("positive definite") && Contains("smallest eigenvalue of -1"));
  CHECK_THROWS_AS(FeatureCovariance::dense(MatrixXd{{1.0, 0.5}, {0.2, 1.0}}), InvalidInput);
  CHECK_THROWS_AS(FeatureCovariance::dense(MatrixXd::Ones(2, 3)), InvalidInput);
  CHECK_THROWS_AS(
      FeatureCovariance::dense(MatrixXd::Constant(1, 1, std::numeric_limits<double>::quiet_NaN())),
      InvalidInput);
  CHECK_THROWS_MATCHES(FeatureCovariance::diagonal(VectorXd{{1.0, 0.0}}), InvalidInput,
                       Message("variance of feature 2 must be > 0, got 0"));
  CHECK_THROWS_AS(FeatureCovariance::diagonal(VectorXd()), InvalidInput);
  CHECK_THROWS_AS(diagonal_features(3).times(VectorXd::Ones(2)), InvalidInput);
}

}  // namespace
}  // namespace sdescent
