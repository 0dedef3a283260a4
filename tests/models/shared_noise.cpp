#include "models/gaussian_noise.hpp"
#include "models/problem.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/replay.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace {

using namespace sdescent;
using Eigen::VectorXd;

constexpr double eta = 0.125, curvature = 2.0, sigma = 0.5;

std::shared_ptr<const Problem> problem(double h = curvature, double s = sigma) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(VectorXd::Constant(1, h)),
      std::make_shared<GaussianNoise>(VectorXd::Constant(1, s), Accuracy::accurate));
}

TEST_CASE("replayed noise moves an optimizer and its SDE along paths computed by hand",
          "[models]") {
  std::vector<Block> z(3, Block(2, 1));
  z[0] << 0.5, -1.25;
  z[1] << 4.5, 0.75;
  z[2] << -6.0, 0.125;
  const StartPoint x0(VectorXd::Constant(1, 1.0));
  const auto em = std::make_shared<EulerMaruyama>();
  const std::vector<std::shared_ptr<const Process>> processes = {
      std::make_shared<Sgd>(OptimizerSettings{"sgd", problem(), eta, x0}),
      std::make_shared<SignSgd>(OptimizerSettings{"sign", problem(), eta, x0}),
      std::make_shared<SdeProcess>("sgd_sde", std::make_shared<SgdSde>(problem(), eta), em,
                                   SdeGrid{.unit = eta}, x0),
      std::make_shared<SdeProcess>("sign_sde", std::make_shared<SignSgdSde>(problem(), eta), em,
                                   SdeGrid{.unit = eta}, x0)};
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < processes.size(); ++i)
    parts.push_back(state_field(*processes[i], i, "x"));
  SampleRecorder samples("x", side_by_side(parts), 2);
  const Clock clock(eta, 3);
  REQUIRE(run(processes, clock, RecordTimes::every(clock, 1), 2, Replay(z), {&samples}).ok());
  for (Index path = 0; path < 2; ++path) {
    double sgd = 1.0, sign = 1.0, sgd_sde = 1.0, sign_sde = 1.0;
    for (std::size_t n = 0; n <= 3; ++n) {
      INFO("path " << path << ", step " << n);
      const Block seen = samples.at(n);
      CHECK(seen(path, 0) == Approx(sgd).epsilon(1e-12));
      CHECK(seen(path, 1) == Approx(sign).epsilon(1e-12));
      CHECK(seen(path, 2) == Approx(sgd_sde).epsilon(1e-12));
      CHECK(seen(path, 3) == Approx(sign_sde).epsilon(1e-12));
      if (n == 3) continue;
      const double noise = z[n](path, 0), dW = std::sqrt(eta) * noise;
      sgd -= eta * (curvature * sgd + sigma * noise);
      sign -= eta * (curvature * sign + sigma * noise > 0 ? 1.0 : -1.0);
      sgd_sde -= curvature * sgd_sde * eta + std::sqrt(eta) * sigma * dW;
      const double y = curvature * sign_sde / (sigma * std::sqrt(2.0)), q = std::erfc(std::abs(y));
      sign_sde -= std::erf(y) * eta + std::sqrt(eta) * std::sqrt(q * (2.0 - q)) * dW;
    }
  }
}

TEST_CASE("on one stream an optimizer and its SDE move together", "[models][statistical]") {
  // Near 0 both are x ← (1 − r) x − η ξ with r = η h √(2/π)/σ, ξ of variance 1, ξ = sign(Z) for
  // SignSGD and Z for the SDE. Their correlation is E|Z| = √(2/π), so the difference has variance
  // 2 (1 − √(2/π)) per step where independent streams have 2: the ratio is 4.95, but for terms of
  // the order of Var x.
  const double small_eta = 1e-3;
  const StartPoint x0(VectorXd::Zero(1));
  const auto easy = problem(1.0, 1.0);
  const auto em = std::make_shared<EulerMaruyama>();
  const auto sde = [&](std::string name, std::uint16_t stream) {
    return std::make_shared<SdeProcess>(std::move(name),
                                        std::make_shared<SignSgdSde>(easy, small_eta), em,
                                        SdeGrid{.unit = small_eta, .stream = stream}, x0);
  };
  const std::vector<std::shared_ptr<const Process>> processes = {
      std::make_shared<SignSgd>(OptimizerSettings{"sign", easy, small_eta, x0, 1}),
      sde("shared", 1), sde("independent", 2)};
  const Observable all =
      side_by_side({state_field(*processes[0], 0, "x"), state_field(*processes[1], 1, "x"),
                    state_field(*processes[2], 2, "x")});
  MomentRecorder moments("x", all, SecondMoments::covariances);
  const Clock clock(small_eta, 400);
  REQUIRE(run(processes, clock, RecordTimes::at(clock, {400}), 100'000, Philox(17), {&moments},
              {.threads = 2})
              .ok());
  const Eigen::ArrayXd s = moments.curves().second.row(0).transpose();
  const auto covariance = [&](Index p, Index q) { return s(moments.covariance_column(p, q)); };
  const auto difference = [&](Index q) {
    return covariance(0, 0) + covariance(q, q) - 2.0 * covariance(0, q);
  };
  const double ratio = difference(2) / difference(1);
  const auto correlation = [&](Index q) {
    return covariance(0, q) / std::sqrt(covariance(0, 0) * covariance(q, q));
  };
  INFO("ratio " << ratio << ", correlations " << correlation(1) << " and " << correlation(2));
  // A variance of 10⁵ Gaussians has relative deviation 0.0045, a correlation of 0 has 0.0032: five
  // of them and O(η).
  const double rho = std::sqrt(2.0 / M_PI);
  CHECK(ratio == Approx(1.0 / (1.0 - rho)).epsilon(0.035));
  CHECK(correlation(1) == Approx(rho).margin(0.01));
  CHECK(std::abs(correlation(2)) < 0.016);
}

}  // namespace
