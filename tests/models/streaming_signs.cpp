#include "models/streaming_signs.hpp"

#include "io/error.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/gauss_legendre.hpp"
#include "solvers/philox.hpp"
#include "tests/models/evaluation.hpp"

#include <Eigen/LU>
#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <numbers>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Eigen::VectorXd;

/// A mixture of normals, as signs see it.
class Mixture final : public LabelNoise {
 public:
  explicit Mixture(std::vector<NormalComponent> components) : components_(std::move(components)) {}
  std::string description() const override { return "mixture"; }
  double phi(double) const override { return NAN; }
  double drift(double) const override { return NAN; }
  double second_moment() const override {
    double sum = 0;
    for (const auto& c : components_)
      sum += c.weight * (c.mean * c.mean + c.deviation * c.deviation);
    return sum;
  }
  void draw(const At& at, BlockRef epsilon) const override {
    Block u(epsilon.rows(), 1), z(epsilon.rows(), 1);
    at.noise.normals(at.key(0), z);
    at.noise.uniforms(at.key(1), u);
    for (Index r = 0; r < epsilon.rows(); ++r) {
      std::size_t j = 0;
      for (double left = u(r, 0); j + 1 < components_.size() && left > components_[j].weight; ++j)
        left -= components_[j].weight;
      epsilon(r, 0) = components_[j].mean + components_[j].deviation * z(r, 0);
    }
  }
  std::vector<NormalComponent> normal_components() const override { return components_; }

 private:
  std::vector<NormalComponent> components_;
};

const std::vector<NormalComponent> skewed{{0.3, 0.7, 0.4}, {0.6, -0.2, 1.1}, {0.1, 2.0, 0.0}};
const std::vector<NormalComponent> symmetric{{1.0, 0.0, 0.6}};

const MatrixXd covariance{{1.0, -0.6}, {-0.6, 2.0}};

StreamingRegression regression(const MatrixXd& k, const std::vector<NormalComponent>& labels) {
  return {std::make_shared<FeatureCovariance>(FeatureCovariance::dense(k)),
          VectorXd::Constant(k.rows(), 0.25), std::make_shared<Mixture>(labels)};
}

Block sign_means(const StreamingRegression& problem, const Block& x) {
  Scratch scratch;
  Block m(x.rows(), x.cols());
  problem.noise().sign_mean(x, gradient(problem.objective(), x), m, scratch);
  return m;
}

/// E f(x₁, x₂) over x ~ N(0, K), d = 2, by Gauss–Legendre in each quadrant: f may jump at the axes,
/// and along a line through `pieces` cells of each side.
template <class F>
double expectation(const MatrixXd& k, F f) {
  constexpr int pieces = 40;
  constexpr double reach = 12.0;
  const MatrixXd inverse = k.inverse();
  const double norm = 1.0 / (2.0 * std::numbers::pi * std::sqrt(k.determinant()));
  const GaussLegendre rule(6, -1.0, 1.0);
  double sum = 0;
  const double width = 2.0 * reach / pieces;
  const auto at = [&](int piece, Index node) {
    return -reach + width * (piece + 0.5 * (1.0 + rule.nodes(node)));
  };
  for (int a = 0; a < pieces; ++a)
    for (int b = 0; b < pieces; ++b)
      for (Index i = 0; i < 6; ++i)
        for (Index j = 0; j < 6; ++j) {
          const Eigen::Vector2d x(at(a, i), at(b, j));
          sum += rule.weights(i) * rule.weights(j) * std::exp(-0.5 * x.dot(inverse * x)) * f(x);
        }
  return 0.25 * width * width * norm * sum;
}

/// E sign(s − ε) for a mixture without points.
double mean_sign_of_residual(double s, const std::vector<NormalComponent>& components) {
  double sum = 0;
  for (const auto& c : components)
    sum += c.weight * std::erf((s - c.mean) / (c.deviation * std::numbers::sqrt2));
  return sum;
}

TEST_CASE("means of the signs of a datum's gradient are those of their definition", "[models]") {
  const std::vector<NormalComponent> smooth{{0.4, 0.7, 0.8}, {0.6, -0.2, 1.1}};
  const Block x{{1.25, -0.5}, {0.3, 1.0}};
  for (const auto& labels : {symmetric, smooth}) {
    const Block m = sign_means(regression(covariance, labels), x);
    for (Index r = 0; r < x.rows(); ++r)
      for (Index i = 0; i < 2; ++i) {
        const VectorXd v = x.row(r).matrix().transpose().array() - 0.25;
        const double expected = expectation(covariance, [&](const Eigen::Vector2d& f) {
          return mean_sign_of_residual(f.dot(v), labels) * (f(i) > 0 ? 1.0 : -1.0);
        });
        CHECK(m(r, i) == Approx(expected).margin(1e-9));
      }
  }
}

TEST_CASE("without a location the mean of a sign is the arc sine of a correlation", "[models]") {
  const StreamingRegression problem = regression(covariance, symmetric);
  const Block x{{1.0, -0.7}};
  const VectorXd v = x.row(0).matrix().transpose().array() - 0.25;
  const VectorXd kv = covariance * v;
  const Block m = sign_means(problem, x);
  for (Index i = 0; i < 2; ++i)
    CHECK(m(0, i) == Approx(2 * std::numbers::inv_pi *
                            std::asin(kv(i) / std::sqrt(covariance(i, i) * (v.dot(kv) + 0.36))))
                         .epsilon(1e-14));
  CHECK(sign_means(problem, Block::Constant(1, 2, 0.25)).isZero(0));
}

TEST_CASE("a residual that decides a sign and one that is decided by its label", "[models]") {
  const MatrixXd one{{2.0}};
  CHECK(sign_means(regression(one, {{1.0, 0.0, 0.0}}), Block{{0.75}})(0, 0) ==
        Approx(1.0).epsilon(3e-8));
  // r = x v − 1, v = ½, x ~ N(0, 2): E sign(r) sign(x) = P(x > 2) + P(x < 0) − P(0 < x < 2).
  CHECK(sign_means(regression(one, {{1.0, 1.0, 0.0}}), Block{{0.75}})(0, 0) ==
        Approx(std::erfc(1.0)).epsilon(3e-8));
  // Far from the label all that is left is 0.
  CHECK(std::abs(sign_means(regression(one, {{1.0, 50.0, 0.1}}), Block{{0.75}})(0, 0)) < 1e-15);
}

TEST_CASE("second moments of signs are those of the features, whatever θ is", "[models]") {
  const StreamingRegression problem = regression(covariance, skewed);
  const double expected = 2 * std::numbers::inv_pi * std::asin(-0.6 / std::sqrt(2.0));
  const Block x{{1.25, -0.5}, {-3.0, 1.0}};
  const Block m = sign_means(problem, x);
  Scratch scratch;
  Block correlation(2, 1), mean(2, 2), deviation(2, 2);
  const Block g = gradient(problem.objective(), x);
  problem.noise().sign_correlation(x, g, correlation, scratch);
  problem.noise().sign_moments(x, g, mean, deviation, scratch);
  CHECK((mean - m).isZero(0));
  for (Index r = 0; r < 2; ++r) {
    CHECK(deviation(r, 0) == Approx(std::sqrt(1.0 - m(r, 0) * m(r, 0))).epsilon(1e-14));
    CHECK(correlation(r, 0) * deviation(r, 0) * deviation(r, 1) + m(r, 0) * m(r, 1) ==
          Approx(expected).epsilon(1e-13));
  }
}

TEST_CASE("signs of batches and of other label noise are refused", "[models]") {
  class Unknown final : public LabelNoise {
    std::string description() const override { return "unknown"; }
    double phi(double) const override { return 0; }
    double drift(double) const override { return 0; }
    double second_moment() const override { return 1; }
    void draw(const At&, BlockRef) const override {}
  };
  const auto k = std::make_shared<FeatureCovariance>(FeatureCovariance::dense(covariance));
  Scratch scratch;
  Block x = Block::Zero(1, 2), m(1, 2);
  for (const auto& problem :
       {StreamingRegression(k, VectorXd::Zero(2), std::make_shared<Unknown>()),
        StreamingRegression(k, VectorXd::Zero(2), std::make_shared<Mixture>(symmetric), 2)}) {
    CHECK_FALSE(problem.noise().has_sign_correlation());
    CHECK_THROWS_AS(problem.noise().sign_mean(x, x, m, scratch), InvalidInput);
  }
}

TEST_CASE("signs that are drawn have these moments", "[models][statistical]") {
  // Five means of bounded numbers, each outside 5.6 standard errors with probability 2e-8.
  const MatrixXd k{{1.0, 0.5, 0.2}, {0.5, 2.0, -0.3}, {0.2, -0.3, 0.5}};
  const StreamingRegression problem = regression(k, skewed);
  constexpr Index n = 400'000;
  Scratch scratch;
  Block x(n, 3), s(n, 3);
  x.rowwise() = Eigen::RowVector3d(0.9, -0.4, 1.3).array();
  const Philox noise(11);
  problem.sample_sign({0, 0.0, 1.0, 0, 0, noise, scratch}, x, s, 0);
  const Block m = sign_means(problem, x.topRows(1));
  const double margin = 5.6 / std::sqrt(static_cast<double>(n));
  for (Index i = 0; i < 3; ++i) {
    CHECK(std::abs(s.col(i).mean() - m(0, i)) < margin);
    for (Index j = i + 1; j < 3; ++j)
      CHECK(std::abs((s.col(i) * s.col(j)).mean() -
                     2 * std::numbers::inv_pi * std::asin(k(i, j) / std::sqrt(k(i, i) * k(j, j)))) <
            margin);
  }
}

TEST_CASE("gradients of a datum have the covariance of their law", "[models]") {
  const auto labels = std::make_shared<GaussianLabelNoise>(0.6);
  const auto k = std::make_shared<FeatureCovariance>(FeatureCovariance::dense(covariance));
  const RowVectorXd x = Eigen::RowVector2d(1.0, -0.7);
  const VectorXd v = x.transpose().array() - 0.25;
  for (const Index batch : {1, 3}) {
    const StreamingRegression problem(k, VectorXd::Constant(2, 0.25), labels, batch);
    const MatrixXd root = root_of_covariance(problem.noise(), x);
    for (Index i = 0; i < 2; ++i)
      for (Index j = 0; j < 2; ++j) {
        const double second = expectation(covariance, [&](const Eigen::Vector2d& f) {
          return (std::pow(f.dot(v), 2) + 0.36) * f(i) * f(j);
        });
        const VectorXd kv = covariance * v;
        CHECK((root * root.transpose())(i, j) ==
              Approx((second - kv(i) * kv(j)) / static_cast<double>(batch)).epsilon(1e-9));
      }
  }
}

}  // namespace
}  // namespace sdescent
