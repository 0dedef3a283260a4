#include "models/logistic_regression.hpp"

#include "io/error.hpp"
#include "tests/models/breast_cancer.hpp"
#include "tests/models/evaluation.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

DataTable tiny() { return {MatrixXd{{1.0}, {-2.0}}, VectorXd{{1.0, 0.0}}}; }

Block weighted_gradient(const FiniteSum& f, const Block& x, const Block& weights) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  f.weighted_gradient(x, weights, g, scratch);
  return g;
}

Block batch_gradient(const FiniteSum& f, const Block& x, const Block& uniforms) {
  Scratch scratch;
  Block g(x.rows(), x.cols());
  f.batch_gradient(x, uniforms, g, scratch);
  return g;
}

bool equal(const Block& a, const Block& b, double tolerance) {
  return (a - b).abs().maxCoeff() <= tolerance;
}

TEST_CASE("logistic regression of two points has the values worked out by hand", "[models]") {
  // Margins at (1, 0): 1 for the point 1 of class 1, 2 for the point −2 of class 0.
  const LogisticRegression f(tiny());
  const Block x{{1.0, 0.0}};
  CHECK(f.dimension() == 2);
  CHECK(f.terms() == 2);
  CHECK(loss(f, x)(0) == Approx((std::log1p(std::exp(-1.0)) + std::log1p(std::exp(-2.0))) / 2));
  const double p = 1 / (1 + std::exp(1.0)), q = 1 / (1 + std::exp(2.0));
  CHECK(equal(gradient(f, x), Block{{-(p + 2 * q) / 2, -(p - q) / 2}}, 1e-15));
}

TEST_CASE("the ridge acts on every coordinate, the intercept too", "[models]") {
  const LogisticRegression plain(tiny());
  const LogisticRegression ridge(tiny(), 0.5);
  const Block x{{2.0, -3.0}};
  CHECK(loss(ridge, x)(0) - loss(plain, x)(0) == Approx(0.25 * 13));
  CHECK(equal(gradient(ridge, x) - gradient(plain, x), 0.5 * x, 1e-15));
}

TEST_CASE("logistic regression on the breast cancer data agrees with another program", "[models]") {
  // x_i = 0.1 (−1)^i/(i+1) − 0.05, i = 0 … 30; summed without rounding errors.
  Block x(1, 31);
  for (Index i = 0; i < 31; ++i)
    x(i) = (i % 2 == 0 ? 0.1 : -0.1) / static_cast<double>(i + 1) - 0.05;
  const LogisticRegression plain(breast_cancer());
  REQUIRE(plain.dimension() == 31);
  REQUIRE(plain.terms() == 569);
  CHECK(loss(plain, Block::Zero(1, 31))(0) == Approx(std::log(2.0)).epsilon(1e-14));
  CHECK(loss(plain, x)(0) == Approx(0.48253828020000084).epsilon(1e-13));
  CHECK(gradient(plain, x)(0) == Approx(0.2379454212880095).epsilon(1e-12));
  CHECK(gradient(plain, x)(15) == Approx(0.007499799638941916).epsilon(1e-11));
  CHECK(gradient(plain, x)(30) == Approx(-0.1293344788695537).epsilon(1e-12));
  const LogisticRegression ridge(breast_cancer(), 0.3);
  CHECK(loss(ridge, x)(0) == Approx(0.49551954194718145).epsilon(1e-13));
  CHECK(gradient(ridge, x)(15) == Approx(-0.009375200361058086).epsilon(1e-11));
}

TEST_CASE("the gradient on the breast cancer data is the slope of the loss", "[models]") {
  const LogisticRegression f(breast_cancer(), 0.1);
  const Block x = scattered(3, 31, 0.2);
  CHECK(equal(gradient(f, x), difference_quotients(f, x, 1e-3), 1e-10));
}

TEST_CASE("weights 1/n give the gradient without the ridge's part", "[models]") {
  const LogisticRegression f(breast_cancer(), 0.7);
  const Block x = scattered(4, 31, 0.3);
  const Block mean = weighted_gradient(f, x, Block::Constant(4, 569, 1.0 / 569));
  CHECK(equal(mean, gradient(f, x) - 0.7 * x, 1e-14));
}

TEST_CASE("a single weight picks the gradient of its datum", "[models]") {
  const DataTable table = breast_cancer();
  const LogisticRegression f(table, 0.7);
  const Block x = scattered(1, 31, 0.3);
  for (const Index i : {0, 19, 568}) {
    INFO("datum " << i);
    Block weights = Block::Zero(1, 569);
    weights(i) = 1;
    const LogisticRegression alone({table.features.row(i), table.target.segment(i, 1)});
    CHECK(equal(weighted_gradient(f, x, weights), gradient(alone, x), 1e-14));
  }
}

TEST_CASE("a batch of every datum once has the full gradient", "[models]") {
  const LogisticRegression f(breast_cancer(), 0.7);
  const Block x = scattered(2, 31, 0.3);
  Block uniforms(2, 569);
  for (Index i = 0; i < 569; ++i) {
    uniforms(0, i) = (static_cast<double>(i) + 0.5) / 569;
    uniforms(1, i) = (static_cast<double>(i * 100 % 569) + 0.01) / 569;
  }
  CHECK(equal(batch_gradient(f, x, uniforms), gradient(f, x), 1e-13));
  uniforms(1, 5) = uniforms(1, 6);
  CHECK_FALSE(equal(batch_gradient(f, x, uniforms), gradient(f, x), 1e-6));
}

TEST_CASE("large margins neither overflow nor lose the small losses", "[models]") {
  for (const double size : {1e3, 1e6}) {
    const LogisticRegression f({MatrixXd{{size}}, VectorXd{{1.0}}});
    const Block x{{1.0, 0.0}, {-1.0, 0.0}};
    const Block value = loss(f, x);
    CHECK(value(0) >= 0);
    CHECK(value(0) < 1e-300);
    CHECK(value(1) == size);
    for (const Block& g : {gradient(f, x), batch_gradient(f, x, Block::Constant(2, 1, 0.5)),
                           weighted_gradient(f, x, Block::Ones(2, 1))}) {
      CHECK(std::abs(g(0, 0)) < 1e-290);
      CHECK(g(1, 0) == -size);
      CHECK(g(1, 1) == -1);
    }
  }
  const LogisticRegression f({MatrixXd{{40.0}}, VectorXd{{1.0}}});
  CHECK(loss(f, Block{{1.0, 0.0}})(0) == Approx(std::exp(-40.0)).epsilon(1e-14));
}

TEST_CASE("bad data and ridges of logistic regression are refused", "[models]") {
  DataTable table = tiny();
  table.target(1) = 2;
  CHECK_THROWS_MATCHES(LogisticRegression(table), InvalidInput,
                       Message("target of data row 2 must be 0 or 1, got 2"));
  table.target(1) = nan;
  CHECK_THROWS_MATCHES(LogisticRegression(table), InvalidInput,
                       Message("target of data row 2 must be 0 or 1, got nan"));
  table = tiny();
  table.features(0, 0) = nan;
  CHECK_THROWS_MATCHES(LogisticRegression(table), InvalidInput,
                       Message("features must be finite, got NaN or infinity"));
  table = tiny();
  table.target.conservativeResize(1);
  CHECK_THROWS_MATCHES(LogisticRegression(table), InvalidInput,
                       Message("number of targets must be 2, got 1"));
  CHECK_THROWS_MATCHES(LogisticRegression({MatrixXd(0, 2), VectorXd(0)}), InvalidInput,
                       Message("number of data rows must be >= 1, got 0"));
  CHECK_THROWS_MATCHES(LogisticRegression(tiny(), -1.0), InvalidInput,
                       Message("ridge must be >= 0, got -1"));
  CHECK_THROWS_MATCHES(LogisticRegression(tiny(), nan), InvalidInput,
                       Message("ridge must be >= 0, got nan"));
}

}  // namespace
}  // namespace sdescent
