#include "models/streaming_regression.hpp"

#include "io/error.hpp"
#include "models/optimizer.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "tests/models/streaming_data.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/same_bits.hpp"

#include <Eigen/Cholesky>
#include <catch2/catch.hpp>

#include <limits>
#include <memory>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

TEST_CASE("a gradient of streaming regression is that of least squares on its data", "[models]") {
  const FeatureCovariance k = correlated_features(3);
  const auto problem = regression(k, 0.7, 2);
  const Block z{{0.3, -1.2, 0.5, 1.1, 0.2, -0.4}}, e{{0.9, -0.6}}, x{{0.4, 1.0, -0.3}};
  const Block g = sampled_gradient(*problem, x, PrescribedData(z, e));
  const MatrixXd root = k.matrix().llt().matrixL();
  VectorXd expected = VectorXd::Zero(3);
  for (Index b = 0; b < 2; ++b) {
    const VectorXd datum = root * z.matrix().row(0).segment(3 * b, 3).transpose();
    const double target = datum.dot(problem->risk().optimum()) + 0.7 * e(b);
    expected += 0.5 * (datum.dot(x.matrix().row(0)) - target) * datum;
  }
  CHECK((g.matrix().row(0).transpose() - expected).cwiseAbs().maxCoeff() < 1e-14);
}

/// Mean and covariance of ĝ(x), d = 2, exactly: it is of degree 2 in every normal, and three nodes
/// integrate what is of degree 5.
struct GradientMoments {
  VectorXd mean = VectorXd::Zero(2);
  MatrixXd second = MatrixXd::Zero(2, 2);

  GradientMoments(const StreamingRegression& problem, const Eigen::RowVector2d& x) {
    const GaussHermite rule(3);
    const Index batch = problem.batch(), normals = 3 * batch;
    Index points = 1;
    for (Index i = 0; i < normals; ++i) points *= 3;
    Block nodes(points, normals);
    ArrayXd weight = ArrayXd::Ones(points);
    for (Index p = 0; p < points; ++p)
      for (Index i = 0, rest = p; i < normals; ++i, rest /= 3) {
        nodes(p, i) = rule.nodes(rest % 3);
        weight(p) *= rule.weights(rest % 3);
      }
    const PrescribedData data(nodes.leftCols(2 * batch), nodes.rightCols(batch));
    const MatrixXd g = sampled_gradient(problem, x.replicate(points, 1).array(), data).matrix();
    mean = g.transpose() * weight.matrix();
    second = g.transpose() * weight.matrix().asDiagonal() * g;
  }
};

TEST_CASE("gradients of streaming regression have the mean and covariance of their law",
          "[models]") {
  for (const Index batch : {1, 2}) {
    for (const auto& k : {correlated_features(2), diagonal_features(2)}) {
      const auto problem = regression(k, 0.8, batch);
      const Eigen::RowVector2d x(0.9, -0.4);
      const GradientMoments moments(*problem, x);
      const VectorXd mean = k.times(x.transpose() - problem->risk().optimum());
      const MatrixXd root = root_of_covariance(problem->noise(), x);
      CHECK((moments.mean - mean).cwiseAbs().maxCoeff() < 1e-13);
      CHECK((moments.second - mean * mean.transpose() - root * root.transpose())
                .cwiseAbs()
                .maxCoeff() < 1e-12);
      CHECK((gradient(problem->objective(), x).matrix().transpose() - mean).cwiseAbs().maxCoeff() <
            1e-15);
    }
  }
}

TEST_CASE("a gradient of streaming regression depends on its path alone and allocates nothing",
          "[models]") {
  for (const auto& k : {correlated_features(100), diagonal_features(100)}) {
    const auto problem = regression(k, 0.8, 2);
    const Block x = scattered(150, 100);
    const Philox noise(3);
    const Block all = sampled_gradient(*problem, x, noise);
    CHECK(same_bits(all.middleRows(64, 33),
                    sampled_gradient(*problem, x.middleRows(64, 33), noise, 64)));
    CHECK(same_bits(all.bottomRows(1), sampled_gradient(*problem, x.bottomRows(1), noise, 149)));
    Scratch scratch;
    const At at{3, 0.0, 1.0, 0, 2, noise, scratch};
    Block g(150, 100);
    problem->sample_gradient(at, x, g, 0);
    const AllocationCount allocations;
    problem->sample_gradient(at, x, g, 0);
    CHECK(allocations.so_far() == 0);
  }
}

TEST_CASE("optimizers and SDEs on streaming regression keep their contracts", "[models]") {
  for (const auto& k : {correlated_features(5), diagonal_features(5)}) {
    const auto problem = regression(k, 0.8, 2);
    check_process(SignSgd(high_dimensional(
        {.name = "sign", .problem = problem, .eta = 0.7, .start = StartPoint(VectorXd::Ones(5))})));
    check_sde_model(SgdSde(problem, 0.1), VectorXd::Constant(5, -1), VectorXd::Ones(5));
  }
}

TEST_CASE("high-dimensional settings divide the learning rate and the clock by d", "[models]") {
  const OptimizerSettings settings =
      high_dimensional({.name = "sign",
                        .problem = regression(diagonal_features(4), 0.8),
                        .eta = 0.6,
                        .start = StartPoint(VectorXd::Zero(4))});
  CHECK(settings.eta == Approx(0.15).epsilon(1e-15));
  const SignSgd optimizer(settings);
  CHECK(optimizer.time_per_step() == 0.25);
  Scratch scratch;
  const Philox noise(1);
  Block x = Block::Constant(2, 4, 1.0);
  optimizer.advance({0, 0.0, 0.25, 0, 0, noise, scratch}, x);
  CHECK(((x - 1.0).abs() - 0.15).abs().maxCoeff() < 1e-15);
}

TEST_CASE("streaming regression refuses batches below one and an optimum that does not fit",
          "[models]") {
  CHECK_THROWS_MATCHES(regression(diagonal_features(2), 0.8, 0), InvalidInput,
                       Message("batch must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(regression(diagonal_features(2), 0.8, 65537), InvalidInput,
                       Message("batch must be <= 65536, got 65537"));
  CHECK_THROWS_MATCHES(
      StreamingRegression(std::make_shared<FeatureCovariance>(diagonal_features(2)),
                          VectorXd::Zero(3), std::make_shared<GaussianLabelNoise>(1.0)),
      InvalidInput, Message("dimension of the optimum must be 2, got 3"));
}

}  // namespace
}  // namespace sdescent
