#include "models/sample_stream.hpp"

#include "io/error.hpp"
#include "models/optimizer.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using SamplePointer = std::shared_ptr<const RegressionSample>;

struct Data {
  DataTable table;
  SampleRegression fit;
  SamplePointer sample;
};

Data data(Index rows, Index features) {
  Data result{{MatrixXd::Random(rows, features), VectorXd::Random(rows)}, {}, {}};
  centre(result.table);
  result.fit = fit_regression(result.table);
  result.sample = std::make_shared<RegressionSample>(result.table, result.fit);
  return result;
}

/// The gradients of `paths` paths at one θ in one step.
Block gradients(const Problem& problem, const VectorXd& theta, Index paths, std::uint64_t step) {
  const Philox noise(3);
  Scratch scratch;
  Block x(paths, theta.size()), g(paths, theta.size());
  x.rowwise() = theta.transpose().array();
  problem.sample_gradient({step, 0, 1, 0, 1, noise, scratch}, x, g, 0);
  return g;
}

/// ∇ of ½(⟨x_i, θ⟩ − y_i)².
VectorXd row_gradient(const DataTable& table, Index i, const VectorXd& theta) {
  return (table.features.row(i).dot(theta) - table.target(i)) * table.features.row(i).transpose();
}

TEST_CASE("a shuffle is a permutation of its own for each path", "[models]") {
  const RowShuffles shuffles(97, 5, 11);
  std::set<std::vector<std::uint32_t>> orders;
  for (std::uint64_t path = 0; path < 5; ++path) {
    std::vector<std::uint32_t> order(97);
    for (std::uint64_t step = 0; step < 97; ++step) order[step] = shuffles.row(path, step);
    orders.insert(order);
    std::sort(order.begin(), order.end());
    for (std::uint32_t i = 0; i < 97; ++i) CHECK(order[i] == i);
  }
  CHECK(orders.size() == 5);
  CHECK(RowShuffles(97, 9, 11).row(4, 50) == shuffles.row(4, 50));
  CHECK_THROWS_WITH(shuffles.row(0, 97), Catch::Contains("< 97, got 97"));
  CHECK_THROWS_AS(shuffles.row(5, 0), InvalidInput);
  const RowShuffles shorter(97, 5, 11, 40);
  CHECK(shorter.row(3, 39) == shuffles.row(3, 39));
  CHECK_THROWS_AS(shorter.row(3, 40), InvalidInput);
  CHECK_THROWS_AS(RowShuffles(0, 1, 1), InvalidInput);
  CHECK_THROWS_AS(RowShuffles(9, 1, 1, 10), InvalidInput);
}

TEST_CASE("every row comes at every place equally often", "[models][statistical]") {
  constexpr std::uint64_t paths = 100'000;
  const RowShuffles shuffles(5, paths, 1);
  for (std::uint64_t step = 0; step < 5; ++step) {
    std::vector<double> counts(5, 0.0);
    for (std::uint64_t path = 0; path < paths; ++path) counts[shuffles.row(path, step)] += 1;
    // 6 standard deviations of a binomial: 25 comparisons at a family error below 1e-6.
    for (const double count : counts) CHECK(std::abs(count - 20'000) < 6 * std::sqrt(16'000.0));
  }
}

TEST_CASE("one pass hands out the gradient of the row that comes", "[models]") {
  const Data d = data(40, 3);
  const auto shuffles = std::make_shared<RowShuffles>(40, 8, 2);
  const SampleStream stream = SampleStream::once(d.sample, shuffles);
  const VectorXd theta{{0.3, -0.2, 0.5}};
  const Block g = gradients(stream, theta, 8, 17);
  for (Index p = 0; p < 8; ++p) {
    const auto row = static_cast<Index>(shuffles->row(static_cast<std::uint64_t>(p), 17));
    CHECK((g.row(p).matrix().transpose() - row_gradient(d.table, row, theta)).norm() < 1e-13);
  }
  CHECK_THROWS_AS(gradients(stream, theta, 8, 40), InvalidInput);
  CHECK_THROWS_AS(SampleStream::once(d.sample, std::make_shared<RowShuffles>(39, 8, 2)),
                  InvalidInput);
}

TEST_CASE("over one pass the gradients at one point have the sample's mean", "[models]") {
  const Data d = data(30, 3);
  const SampleStream stream = SampleStream::once(d.sample, std::make_shared<RowShuffles>(30, 2, 2));
  const VectorXd theta{{1.0, 0.0, -1.0}};
  Block sum = Block::Zero(2, 3);
  for (std::uint64_t step = 0; step < 30; ++step) sum += gradients(stream, theta, 2, step);
  const VectorXd expected = d.fit.covariance->times(theta - d.fit.optimum);
  for (Index p = 0; p < 2; ++p)
    CHECK((sum.row(p).matrix().transpose() / 30.0 - expected).norm() < 1e-13);
}

TEST_CASE("the root of the noise has the covariance of a row's gradient", "[models]") {
  const Data d = data(25, 3);
  const VectorXd theta{{0.4, -0.1, 0.2}}, v = theta - d.fit.optimum;
  const VectorXd mean = d.fit.covariance->times(v);
  const auto labels = std::make_shared<GaussianLabelNoise>(0.6);
  for (const bool own : {true, false}) {
    INFO(own);
    MatrixXd expected = -mean * mean.transpose();
    for (Index i = 0; i < 25; ++i) {
      const VectorXd x = d.table.features.row(i);
      const double signal = x.dot(v), residual = d.fit.residuals(i);
      const double square =
          own ? (signal - residual) * (signal - residual) : signal * signal + 0.36;
      expected += square * x * x.transpose() / 25.0;
    }
    const SampleStream stream =
        own ? SampleStream::again(d.sample) : SampleStream::relabelled(d.sample, labels);
    const Index sources = stream.noise().sources();
    REQUIRE(sources == (own ? 25 : 50));
    Block x(sources, 3), root(sources, 3);
    x.rowwise() = theta.transpose().array();
    Scratch scratch;
    stream.noise().diffuse(x, MatrixXd::Identity(sources, sources).array(), root, scratch);
    CHECK((root.matrix().transpose() * root.matrix() - expected).norm() < 1e-13);
  }
}

TEST_CASE("rows drawn anew have the sample's mean gradient", "[models][statistical]") {
  const Data d = data(20, 2);
  const VectorXd theta{{1.0, -0.5}};
  const VectorXd expected = d.fit.covariance->times(theta - d.fit.optimum);
  const auto labels = std::make_shared<GaussianLabelNoise>(0.5);
  for (const SampleStream& stream :
       {SampleStream::again(d.sample), SampleStream::relabelled(d.sample, labels)}) {
    const Block g = gradients(stream, theta, 131'072, 0);
    for (Index i = 0; i < 2; ++i) {
      const double deviation = std::sqrt((g.col(i) - g.col(i).mean()).square().mean() / 131'072);
      CHECK(std::abs(g.col(i).mean() - expected(i)) < 6 * deviation);
    }
  }
}

TEST_CASE("streams give the same bits for any number of threads", "[models]") {
  const Data d = data(50, 4);
  const auto stream = std::make_shared<SampleStream>(
      SampleStream::once(d.sample, std::make_shared<RowShuffles>(50, 130, 7)));
  const auto risk_of = [&](unsigned threads) {
    const auto process = std::make_shared<SignSgd>(
        high_dimensional({"sign", stream, 0.3, StartPoint(VectorXd::Zero(4)), 1}));
    MomentRecorder risk("risk", loss_of(*process, 0, stream));
    const Clock clock(0.25, 50);
    RunControl control;
    control.threads = threads;
    run({process}, clock, RecordTimes::evenly(clock, 5), 130, Philox(1), {&risk}, control);
    return risk.curves().mean;
  };
  CHECK((risk_of(1) == risk_of(3)).all());
}

TEST_CASE("running on after the last row is refused", "[models]") {
  const Data d = data(10, 2);
  const auto stream = std::make_shared<SampleStream>(
      SampleStream::once(d.sample, std::make_shared<RowShuffles>(10, 4, 7)));
  const auto process = std::make_shared<Sgd>(
      high_dimensional({"sgd", stream, 0.3, StartPoint(VectorXd::Zero(2)), 1}));
  MomentRecorder risk("risk", loss_of(*process, 0, stream));
  const Clock clock(0.5, 11);
  CHECK_THROWS_AS(run({process}, clock, RecordTimes::evenly(clock, 11), 4, Philox(1), {&risk}),
                  InvalidInput);
}

}  // namespace
}  // namespace sdescent
