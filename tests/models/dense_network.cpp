#include "models/dense_network.hpp"

#include "io/error.hpp"
#include "models/logistic_regression.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::MatrixXd;
using Eigen::VectorXd;

DataTable table(Index rows, Index features) {
  DataTable t{scattered(rows, features).matrix(), VectorXd::Zero(rows)};
  for (Index i = 0; i < rows; i += 3) t.target(i) = 1.0;
  return t;
}

/// Starts near each other, one a row.
Block points(const DenseNetwork& network, Index rows) {
  const Block at = network.random_start(7).transpose().array();
  return at.replicate(rows, 1) + 0.05 * scattered(rows, network.dimension());
}

/// The loss of one row of parameters, unit by unit.
double by_hand(const DataTable& data, const std::vector<Index>& hidden, const VectorXd& x) {
  double sum = 0;
  for (Index i = 0; i < data.features.rows(); ++i) {
    VectorXd h = data.features.row(i).transpose();
    Index from = 0;
    for (std::size_t l = 0; l <= hidden.size(); ++l) {
      const Index out = l < hidden.size() ? hidden[l] : 1;
      VectorXd next(out);
      for (Index o = 0; o < out; ++o)
        next(o) = h.dot(x.segment(from + o * h.size(), h.size())) + x(from + out * h.size() + o);
      from += out * (h.size() + 1);
      h = l < hidden.size() ? VectorXd(next.cwiseMax(0.0)) : next;
    }
    sum += std::log1p(std::exp(data.target(i) == 1 ? -h(0) : h(0)));
  }
  return sum / static_cast<double>(data.features.rows());
}

TEST_CASE("a network's loss is that of its layers one after the other", "[models]") {
  const DataTable data = table(41, 3);
  const std::vector<Index> hidden{5, 7, 4};
  const DenseNetwork network(data, hidden);
  CHECK(network.dimension() == 4 * 5 + 6 * 7 + 8 * 4 + 5);
  const Block x = points(network, 3);
  const Eigen::ArrayXd f = loss(network, x);
  for (Index r = 0; r < x.rows(); ++r)
    CHECK(f(r) == Approx(by_hand(data, hidden, x.row(r).transpose().matrix())).epsilon(1e-13));
}

TEST_CASE("a network's gradient is the difference quotient of its loss", "[models]") {
  const DenseNetwork network(table(70, 3), {6, 6});
  const Block x = points(network, 1), g = gradient(network, x);
  constexpr double h = 1e-6;
  for (Index i = 0; i < network.dimension(); ++i) {
    Block up = x, down = x;
    up(0, i) += h;
    down(0, i) -= h;
    const double quotient = (loss(network, up)(0) - loss(network, down)(0)) / (2 * h);
    INFO("parameter " << i);
    CHECK(g(0, i) == Approx(quotient).margin(1e-9));
  }
}

TEST_CASE("a network without hidden layers is logistic regression", "[models]") {
  const DataTable data = table(50, 4);
  const DenseNetwork network(data, {});
  const LogisticRegression regression(data);
  const Block x = scattered(3, 5);
  CHECK((loss(network, x) - loss(regression, x)).abs().maxCoeff() < 1e-14);
  CHECK((gradient(network, x) - gradient(regression, x)).abs().maxCoeff() < 1e-14);
}

TEST_CASE("a path's gradient does not depend on its tile and allocates nothing", "[models]") {
  const DenseNetwork network(table(40, 3), {5, 5});
  const Block x = points(network, 7), all = gradient(network, x);
  for (Index r = 0; r < x.rows(); ++r)
    CHECK(same_bits(Block(all.row(r)), gradient(network, Block(x.row(r)))));
  Scratch scratch;
  Block g(x.rows(), x.cols()), f(x.rows(), 1);
  network.gradient(x, g, 0, scratch);
  const AllocationCount count;
  network.gradient(x, g, 0, scratch);
  network.loss(x, f, scratch);
  CHECK(count.so_far() == 0);
}

TEST_CASE("a bad parameter makes a network's loss and gradient no number", "[models]") {
  const DenseNetwork network(table(40, 3), {5, 5});
  Block x = points(network, 2);
  x(1, 0) = std::nan("");
  CHECK(std::isnan(loss(network, x)(1)));
  CHECK(gradient(network, x).row(1).isNaN().any());
  CHECK(gradient(network, x).row(0).isFinite().all());
}

TEST_CASE("random starts of a network are He's, a function of the seed", "[models]") {
  const DenseNetwork network(table(10, 30), {20, 20});
  const VectorXd x = network.random_start(3);
  CHECK(x == network.random_start(3));
  CHECK(x != network.random_start(4));
  CHECK(x.segment(30 * 20, 20).isZero(0));
  const VectorXd weights = x.head(30 * 20);
  CHECK(weights.squaredNorm() / 600 == Approx(2.0 / 30).epsilon(0.2));
}

TEST_CASE("bad data and widths of a network are refused", "[models]") {
  DataTable data = table(5, 2);
  CHECK_THROWS_MATCHES(DenseNetwork(data, {3, 0}), InvalidInput,
                       Message("width of a layer must be >= 1, got 0"));
  data.target(2) = 0.5;
  CHECK_THROWS_MATCHES(DenseNetwork(data, {3}), InvalidInput,
                       Message("target of data row 3 must be 0 or 1, got 0.5"));
  data.features(0, 0) = std::nan("");
  CHECK_THROWS_AS(DenseNetwork(data, {3}), InvalidInput);
}

}  // namespace
}  // namespace sdescent
