#include "models/minibatch.hpp"

#include "io/error.hpp"
#include "models/logistic_regression.hpp"
#include "solvers/replay.hpp"
#include "tests/models/breast_cancer.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

DataTable five_points() {
  return {MatrixXd{{1.0, 0.2}, {-0.5, 2.0}, {0.3, -1.0}, {2.5, 0.0}, {-1.0, -1.0}},
          VectorXd{{1.0, 0.0, 1.0, 1.0, 0.0}}};
}

/// ∇f_i(x) of every datum, each taken from an objective with this one datum.
MatrixXd gradients_by_datum(const DataTable& table, const Eigen::RowVectorXd& x, double ridge) {
  MatrixXd g(table.features.rows(), x.size());
  for (Index i = 0; i < g.rows(); ++i)
    g.row(i) =
        gradient(LogisticRegression({table.features.row(i), table.target.segment(i, 1)}, ridge),
                 x.array())
            .matrix();
  return g;
}

MatrixXd covariance_of_rows(const MatrixXd& rows) {
  const MatrixXd centred = rows.rowwise() - rows.colwise().mean();
  return centred.transpose() * centred / static_cast<double>(rows.rows());
}

/// One gradient of the oracle for each row of `uniforms`, all at x.
MatrixXd sample_gradients(const MinibatchProblem& problem, const Eigen::RowVectorXd& x,
                          const Block& uniforms) {
  const Replay source({uniforms});
  Scratch scratch;
  Block g(uniforms.rows(), x.size());
  problem.sample_gradient({0, 0.0, 1.0, 0, 0, source, scratch},
                          x.replicate(uniforms.rows(), 1).array(), g, 0);
  return g.matrix();
}

double middle_of(Index i, Index n) {
  return (static_cast<double>(i) + 0.5) / static_cast<double>(n);
}

double distance(const MatrixXd& a, const MatrixXd& b) { return (a - b).cwiseAbs().maxCoeff(); }

TEST_CASE("the covariance of a minibatch gradient is that of its n terms over B", "[models]") {
  const DataTable table = breast_cancer();
  const Eigen::RowVectorXd x = scattered(1, 31, 0.3).matrix();
  const MatrixXd exact = covariance_of_rows(gradients_by_datum(table, x, 0.2));
  for (const Index batch : {1, 32}) {
    const MinibatchNoise noise(std::make_shared<LogisticRegression>(table, 0.2), batch);
    CHECK(noise.sources() == 569);
    CHECK(noise.kind() == NoiseKind::general);
    const MatrixXd root = root_of_covariance(noise, x);
    CHECK(distance(root * root.transpose() * static_cast<double>(batch), exact) <
          1e-13 * exact.maxCoeff());
  }
}

TEST_CASE("over all equally likely draws the oracle has the gradient and the covariance",
          "[models]") {
  const DataTable table = five_points();
  const Eigen::RowVectorXd x = scattered(1, 3).matrix();
  const auto f = std::make_shared<LogisticRegression>(table, 0.2);

  Block single(5, 1), pairs(25, 2);
  for (Index i = 0; i < 5; ++i) {
    single(i) = middle_of(i, 5);
    for (Index j = 0; j < 5; ++j) pairs.row(5 * i + j) << middle_of(i, 5), middle_of(j, 5);
  }
  for (const Block& draws : {single, pairs}) {
    INFO("batch " << draws.cols());
    const MinibatchProblem problem(f, draws.cols());
    const MatrixXd g = sample_gradients(problem, x, draws);
    const MatrixXd root = root_of_covariance(problem.noise(), x);
    CHECK(distance(g.colwise().mean(), gradient(*f, x.array()).matrix()) < 1e-15);
    CHECK(distance(covariance_of_rows(g), root * root.transpose()) < 1e-15);
  }
}

TEST_CASE("uniforms choose every datum and nothing beyond", "[models]") {
  // ∇f_i(0) = −(i, 1)/2 tells which datum was drawn.
  constexpr Index n = 569;
  const DataTable table{VectorXd::LinSpaced(n, 0, n - 1), VectorXd::Ones(n)};
  const MinibatchProblem problem(std::make_shared<LogisticRegression>(table), 1);
  const auto drawn = [&](const Block& uniforms) {
    const MatrixXd g = sample_gradients(problem, Eigen::RowVector2d(0, 0), uniforms);
    return VectorXd(-2 * g.col(0));
  };

  Block middles(n, 1);
  for (Index i = 0; i < n; ++i) middles(i) = middle_of(i, n);
  CHECK(distance(drawn(middles), table.features) < 1e-12);
  // The smallest and the largest uniform of a noise source with 32 bits.
  CHECK(distance(drawn(Block{{0x1p-33}, {1 - 0x1p-33}}), VectorXd{{0.0, n - 1.0}}) < 1e-12);

  constexpr Index draws = 20'000;
  Block uniforms(draws, 1);
  Philox(11).uniforms({}, uniforms);
  std::vector<int> count(n, 0);
  for (const double i : drawn(uniforms)) ++count.at(static_cast<std::size_t>(std::lround(i)));
  CHECK(std::count(count.begin(), count.end(), 0) == 0);
}

TEST_CASE("a batch is the uniforms of its path, step, stream and node", "[models]") {
  const auto f = std::make_shared<LogisticRegression>(five_points());
  const MinibatchProblem problem(f, 4);
  const Philox source(9);
  const Block x = scattered(3, 3);
  Scratch scratch;
  const auto drawn = [&](std::uint16_t node) {
    Block g(3, 3);
    problem.sample_gradient({7, 0.0, 1.0, 64, 3, source, scratch}, x, g, node);
    return g;
  };
  Block uniforms(3, 4), expected(3, 3);
  source.uniforms({.path = 64, .step = 7, .column = 0, .stream = 3, .node = 2, .draw = 0},
                  uniforms);
  f->batch_gradient(x, uniforms, expected, scratch);
  CHECK((drawn(2) == expected).all());
  CHECK((drawn(1) != expected).any());
}

TEST_CASE("the sign of a minibatch gradient has no closed form and its root no diagonal",
          "[models]") {
  const MinibatchNoise noise(std::make_shared<LogisticRegression>(five_points()), 2);
  CHECK_FALSE(noise.has_independent_signs());
  Scratch scratch;
  const Block x = Block::Zero(1, 3);
  Block mean(1, 3), variance(1, 3);
  CHECK_THROWS_MATCHES(
      noise.sign_moments(x, x, mean, variance, scratch), InvalidInput,
      Message("the gradient noise must have a known P(sign), got a law without one"));
  CHECK_THROWS_AS(noise.diagonal(x, mean, scratch), InvalidInput);
}

TEST_CASE("an empty minibatch is refused", "[models]") {
  const auto f = std::make_shared<LogisticRegression>(five_points());
  CHECK_THROWS_MATCHES(MinibatchProblem(f, 0), InvalidInput,
                       Message("minibatch size must be >= 1, got 0"));
  CHECK_THROWS_AS(MinibatchNoise(f, -1), InvalidInput);
}

}  // namespace
}  // namespace sdescent
