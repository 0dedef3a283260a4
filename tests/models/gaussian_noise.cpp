#include "models/gaussian_noise.hpp"

#include "io/error.hpp"
#include "solvers/replay.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_erf.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct SignMoments {
  Block mean, variance;
};

SignMoments sign_moments(const NoiseLaw& noise, const Block& g) {
  Scratch scratch;
  SignMoments m{Block(g.rows(), g.cols()), Block(g.rows(), g.cols())};
  Block deviation(g.rows(), g.cols());
  noise.sign_moments(g, g, m.mean, deviation, scratch);
  m.variance = deviation.square();
  return m;
}

/// Z drawn by `noise` for paths path, path + 1, …
Block draw(const GaussianNoise& noise, const NoiseSource& source, Index rows, std::uint16_t node,
           std::uint64_t path = 0, std::uint64_t step = 0, std::uint16_t stream = 0) {
  Scratch scratch;
  Block z = Block::Zero(rows, noise.dimension());
  noise.add({step, 0.0, 1.0, path, stream, source, scratch}, node, z);
  return z;
}

MatrixXd correlated() { return MatrixXd{{4.0, 1.2, 0.2}, {1.2, 1.0, 0.3}, {0.2, 0.3, 0.25}}; }

TEST_CASE("the root of a covariance, applied to the unit vectors, gives the covariance",
          "[models]") {
  const GaussianNoise noise = GaussianNoise::with_covariance(correlated());
  const MatrixXd root = root_of_covariance(noise, Eigen::RowVector3d(1, 2, 3));
  CHECK((root * root.transpose() - correlated()).cwiseAbs().maxCoeff() < 1e-15 * 16);
  CHECK(noise.kind() == NoiseKind::additive);
  CHECK(noise.sources() == 3);
  CHECK(noise.dimension() == 3);
  CHECK_FALSE(noise.has_independent_signs());
  CHECK((noise.deviations().array() - Eigen::Array3d(2, 1, 0.5)).abs().maxCoeff() == 0);

  const MatrixXd factor = scattered(40, 30).matrix();
  const MatrixXd large = factor * factor.transpose();  // singular: of rank 30
  const MatrixXd large_root =
      root_of_covariance(GaussianNoise::with_covariance(large), Eigen::RowVectorXd::Zero(40));
  CHECK((large_root * large_root.transpose() - large).cwiseAbs().maxCoeff() <
        1e-13 * large.cwiseAbs().maxCoeff());
}

TEST_CASE("a diagonal covariance is treated as the deviations it consists of", "[models]") {
  const VectorXd sigma{{0.5, 0.0, 3.0}};
  const GaussianNoise noise =
      GaussianNoise::with_covariance(sigma.array().square().matrix().asDiagonal());
  CHECK(noise.deviations() == sigma);
  CHECK(noise.kind() == NoiseKind::diagonal);
  CHECK(noise.has_independent_signs());
  Scratch scratch;
  const Block x = scattered(5, 3);
  Block diagonal(5, 3);
  noise.diagonal(x, diagonal, scratch);
  CHECK((diagonal == sigma.transpose().array().replicate(5, 1)).all());
  CHECK(root_of_covariance(noise, Eigen::RowVector3d::Zero()) == MatrixXd(sigma.asDiagonal()));
}

TEST_CASE("the diagonal of a correlated root is refused", "[models]") {
  Scratch scratch;
  Block out(1, 3);
  CHECK_THROWS_MATCHES(
      GaussianNoise::with_covariance(correlated()).diagonal(Block::Zero(1, 3), out, scratch),
      InvalidInput,
      Message("the gradient noise must be uncorrelated, got a law with correlations"));
}

TEST_CASE("a covariance may be singular, and indefinite within rounding", "[models]") {
  const auto two_by_two = [](double off) { return MatrixXd{{1.0, off}, {off, 1.0}}; };
  const Eigen::RowVector2d origin(0, 0);
  for (const MatrixXd& covariance : {two_by_two(1.0), two_by_two(1.0 + 1e-12), two_by_two(-1.0)}) {
    const MatrixXd root = root_of_covariance(GaussianNoise::with_covariance(covariance), origin);
    CHECK((root * root.transpose() - covariance).cwiseAbs().maxCoeff() < 2e-12);
  }
  CHECK(root_of_covariance(GaussianNoise::with_covariance(MatrixXd::Zero(2, 2)), origin).isZero(0));
  CHECK_THROWS_AS(GaussianNoise::with_covariance(two_by_two(1.0 + 1e-11)), InvalidInput);
}

TEST_CASE("a matrix that is no covariance is refused, its eigenvalue named", "[models]") {
  const auto make = [](const MatrixXd& m) { return GaussianNoise::with_covariance(m); };
  CHECK_THROWS_MATCHES(
      make(MatrixXd{{2.0, 0.0}, {0.0, -0.5}}), InvalidInput,
      Message("noise covariance must be positive semidefinite, got smallest eigenvalue -0.5"));
  CHECK_THROWS_MATCHES(make(MatrixXd{{1.0, 2.0}, {2.0, 1.0}}), InvalidInput,
                       Catch::Predicate<InvalidInput>([](const InvalidInput& error) {
                         const std::string message = error.what();
                         const auto value = message.rfind(' ');
                         return std::abs(std::stod(message.substr(value)) + 1) < 1e-14;
                       }));
  CHECK_THROWS_MATCHES(make(MatrixXd{{1.0, 0.5}, {0.0, 1.0}}), InvalidInput,
                       Message("noise covariance must be symmetric, got entries that differ from "
                               "their mirror image by 0.5"));
  CHECK_THROWS_MATCHES(make(MatrixXd::Identity(3, 2)), InvalidInput,
                       Message("noise covariance must be a square matrix, got 3 × 2"));
  CHECK_THROWS_MATCHES(make(MatrixXd::Constant(2, 2, nan)), InvalidInput,
                       Message("noise covariance must be finite, got NaN or infinity"));
}

TEST_CASE("bad noise standard deviations are refused", "[models]") {
  CHECK_THROWS_MATCHES(GaussianNoise(VectorXd()), InvalidInput,
                       Message("number of noise standard deviations must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(GaussianNoise(VectorXd{{1.0, -0.1}}), InvalidInput,
                       Message("sigma of coordinate 2 must be >= 0, got -0.1"));
  CHECK_THROWS_MATCHES(GaussianNoise(VectorXd{{nan}}), InvalidInput,
                       Message("sigma of coordinate 1 must be >= 0, got nan"));
}

TEST_CASE("the moments of the sign agree with GSL from the bulk into the tails", "[models]") {
  const VectorXd sigma{{0.3, 2.0}};
  const GaussianNoise noise(sigma, Accuracy::accurate);
  const Index rows = 741;
  Block g(rows, 2);
  for (Index r = 0; r < rows; ++r)
    g.row(r) = (-37.0 + 0.1 * static_cast<double>(r)) * sigma.transpose().array();
  const SignMoments m = sign_moments(noise, g);
  for (Index c = 0; c < 2; ++c) {
    double mean_error = 0, variance_error = 0;
    for (Index r = 0; r < rows; ++r) {
      const double a = g(r, c) / sigma(c);
      const double mean = gsl_sf_erf(a / std::sqrt(2.0));
      const double variance = 4 * gsl_cdf_ugaussian_P(a) * gsl_cdf_ugaussian_Q(a);
      mean_error = std::max(mean_error, std::abs(m.mean(r, c) - mean));
      // The tail e^{−a²/2} turns a relative rounding error of a into a² times as much.
      variance_error =
          std::max(variance_error, std::abs(m.variance(r, c) / variance - 1) / (1 + a * a));
    }
    CHECK(mean_error < 1e-15);
    CHECK(variance_error < 1e-14);
  }
}

TEST_CASE("the mean sign is 1 − 2P(g + Z < 0), with P by quadrature", "[models]") {
  const double sigma = 0.7;
  const GaussianNoise noise(VectorXd{{sigma}});
  gsl_integration_glfixed_table* table = gsl_integration_glfixed_table_alloc(64);
  gsl_function density{[](double z, void*) { return gsl_ran_ugaussian_pdf(z); }, nullptr};
  for (const double g : {-1.5, -0.2, 0.0, 0.05, 0.9, 3.0}) {
    const double below =
        gsl_integration_glfixed(&density, -12.0, -5.0, table) * (-g / sigma > -5.0) +
        gsl_integration_glfixed(&density, -5.0, -g / sigma, table);
    const SignMoments m = sign_moments(noise, Block{{g}});
    CHECK(m.mean(0) == Approx(1 - 2 * below).margin(1e-13));
    CHECK(m.variance(0) == Approx(4 * below * (1 - below)).margin(1e-13));
  }
  gsl_integration_glfixed_table_free(table);
}

TEST_CASE("the slope of the sign's deviation follows the density, into the tails", "[models]") {
  const GaussianNoise noise(VectorXd{{0.5, 3.0, 0.0}});
  const Block g{{0.0, 0.0, 1.0}, {0.7, -2.0, -1.0}, {10.0, 90.0, 1e-300}};
  Scratch scratch;
  Block slope(3, 3);
  noise.deviation_slope(g, g, slope, scratch);
  for (Index r = 0; r < 3; ++r) {
    for (Index c = 0; c < 2; ++c) {
      const double sigma = noise.deviations()(c);
      const double below = gsl_cdf_gaussian_P(g(r, c), sigma);
      const double above = gsl_cdf_gaussian_Q(g(r, c), sigma);
      // m = below − above, 1 − m² = 4 below above, m' = 2 density.
      const double expected =
          -(below - above) * gsl_ran_gaussian_pdf(g(r, c), sigma) / std::sqrt(below * above);
      CHECK(slope(r, c) == Approx(expected).epsilon(1e-12));
    }
    CHECK(slope(r, 2) == 0.0);
  }
  const Block bad{{nan, 1.0, nan}}, far{{1e3, -1e300, 1.0}};
  Block out(1, 3);
  noise.deviation_slope(bad, bad, out, scratch);
  CHECK(std::isnan(out(0)));
  CHECK(std::isnan(out(2)));
  noise.deviation_slope(far, far, out, scratch);
  CHECK((out == 0.0).all());
}

TEST_CASE("without noise the sign is that of the gradient and does not vary", "[models]") {
  const SignMoments m =
      sign_moments(GaussianNoise(VectorXd::Zero(4)), Block{{-2.0, 0.0, 1e-300, nan}});
  CHECK((m.mean.leftCols(3) == Block{{-1.0, 0.0, 1.0}}).all());
  CHECK((m.variance == 0).leftCols(3).all());
  CHECK(std::isnan(m.mean(3)));
}

TEST_CASE("the moments of correlated signs are those of each alone", "[models]") {
  const GaussianNoise noise = GaussianNoise::with_covariance(correlated());
  const Block g = scattered(9, 3);
  const SignMoments together = sign_moments(noise, g);
  const SignMoments alone = sign_moments(GaussianNoise(VectorXd{{2.0, 1.0, 0.5}}), g);
  CHECK((together.mean == alone.mean).all());
  CHECK((together.variance == alone.variance).all());
}

TEST_CASE("noise is added with exactly the source's numbers", "[models]") {
  const Block z{{1.0, -2.0}, {0.5, 3.0}};
  const Replay source({z});
  CHECK((draw(GaussianNoise(VectorXd{{2.0, 0.5}}), source, 2, 0) == Block{{2.0, -1.0}, {1.0, 1.5}})
            .all());

  const MatrixXd covariance{{2.0, 1.0}, {1.0, 2.0}};
  const GaussianNoise noise = GaussianNoise::with_covariance(covariance);
  const MatrixXd root = root_of_covariance(noise, Eigen::RowVector2d(0, 0));
  const Block expected = (z.matrix() * root.transpose()).array();
  CHECK((draw(noise, source, 2, 0) - expected).abs().maxCoeff() < 1e-15);

  Scratch scratch;
  Block g{{10.0, 20.0}, {30.0, 40.0}};
  GaussianNoise(VectorXd{{2.0, 0.5}}).add({0, 0.0, 1.0, 0, 0, source, scratch}, 0, g);
  CHECK((g == Block{{12.0, 19.0}, {31.0, 41.5}}).all());
}

TEST_CASE("a draw is the one of its path, step, stream and node, and nodes differ", "[models]") {
  const Philox source(5);
  for (const GaussianNoise& noise :
       {GaussianNoise(VectorXd::Ones(2)),
        GaussianNoise::with_covariance(MatrixXd{{1.0, 0.5}, {0.5, 1.0}})}) {
    Block z(3, 2);
    source.normals({.path = 64, .step = 7, .column = 0, .stream = 3, .node = 2, .draw = 0}, z);
    const MatrixXd root = root_of_covariance(noise, Eigen::RowVector2d(0, 0));
    const Block expected = (z.matrix() * root.transpose()).array();
    const Block drawn = draw(noise, source, 3, 2, 64, 7, 3);
    CHECK((drawn - expected).abs().maxCoeff() < 1e-15);
    CHECK((drawn != draw(noise, source, 3, 1, 64, 7, 3)).all());
  }
}

}  // namespace
}  // namespace sdescent
