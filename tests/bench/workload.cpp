#include "bench/workload.hpp"

#include "bench/peers/path_loop.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>

namespace sdescent::bench {
namespace {

/// E f after 3000 steps: powers of the transition kernels of the two coordinates, by quadrature on
/// 1480 points.
constexpr double w1_loss = 6.2958e-5;

TEST_CASE("W1 has the mean loss of its Markov chain", "[bench][statistical]") {
  QuadraticRun size = w1();
  size.paths = 100'000;
  const Estimate loss = from_point(record_loss(sign_sgd_sde(size)).mean(0), 100);
  REQUIRE(loss.points() == 1);
  // P(|N(0, 1)| > 4.9) = 1e-6.
  CHECK(loss.value(0) == Approx(w1_loss).epsilon(0).margin(4.9 * loss.standard_error()(0)));
  CHECK(loss.standard_error()(0) < 0.005 * w1_loss);
}

TEST_CASE("the workloads are of the sizes they are known by", "[bench]") {
  CHECK(w1().work() == 6e7);
  CHECK(w2().work() == 2e8);
  CHECK(w3().work() == 4e7);
  CHECK(w2().eigenvalues.front() == 0.5);
  CHECK(w2().eigenvalues.back() == 2.0);
}

/// Both at the first steps, where the drift rules and diffusion alone spreads f: 80 comparisons, so
/// that each may fail with 1.2e-8, 5.8 standard deviations.
void compare(QuadraticRun size, const std::function<Workload(const QuadraticRun&)>& make,
             peers::LossCurves (*walk)(const QuadraticRun&, peers::Library)) {
  size.steps = 30;
  size.paths = 100'000;
  size.records = 10;
  const MomentCurves ours = record_loss(make(size)).curves();
  const peers::LossCurves naive = walk(size, peers::Library::boost);
  REQUIRE(ours.mean.rows() == 11);
  for (Index i = 1; i <= 10; ++i) {
    INFO("record " << i);
    const auto k = static_cast<std::size_t>(i - 1);
    const double variance = ours.second(i, 0) + naive.variance[k];
    CHECK(ours.mean(i, 0) ==
          Approx(naive.mean[k]).epsilon(0).margin(5.8 * std::sqrt(variance / 1e5)));
    // √(2(κ − 1)/1e5) relatively, with a kurtosis κ < 6: signs that seldom flip have the largest.
    CHECK(ours.second(i, 0) == Approx(naive.variance[k]).epsilon(5.8 * 0.01));
  }
}

TEST_CASE("every model of the catalogue can be timed", "[bench]") {
  QuadraticRun size = w1();
  size.start = 0.02;
  size.steps = 20;
  size.records = 2;
  size.paths = 64;
  for (const CatalogueEntry& entry : catalogue()) {
    INFO(entry.name);
    const Workload workload = of_catalogue(entry, size);
    const MomentRecorder loss = record_loss(workload);
    CHECK(loss.curves().mean.rows() == 3);
    CHECK(loss.times().back() - loss.times().front() == Approx(20 * size.eta));
  }
}

TEST_CASE("naive loops and the library run one problem", "[bench][statistical]") {
  compare(w1(), sign_sgd_sde, peers::sign_sgd_sde_by_path);
  compare(w3(), rmsprop_sde, peers::rmsprop_sde_by_path);
  for (const SignDraw signs : {SignDraw::noise, SignDraw::threshold})
    compare(
        w1(), [&](const QuadraticRun& size) { return sign_sgd(size, signs); },
        peers::sign_sgd_by_path);
}

}  // namespace
}  // namespace sdescent::bench
