#include <iostream>
#include <sdescent/sdescent.hpp>
using namespace sdescent;

int main() {
  auto f = std::make_shared<DiagonalQuadratic>(Eigen::Vector2d(1, 2));  // f = ½xᵀHx
  auto problem = std::make_shared<AdditiveNoiseProblem>(
      f, std::make_shared<GaussianNoise>(Eigen::Vector2d(0.1, 0.1)));
  const double eta = 1e-3;
  const StartPoint x0(Eigen::Vector2d(0.1, 0.1));
  auto optimizer = std::make_shared<SignSgd>(OptimizerSettings{"SignSGD", problem, eta, x0, 1});
  auto sde =
      std::make_shared<SdeProcess>("SDE", std::make_shared<SignSgdSde>(problem, eta),
                                   std::make_shared<EulerMaruyama>(), SdeGrid{eta, 4, 4, 2}, x0);
  MomentRecorder loss("loss",
                      side_by_side({loss_of(*optimizer, 0, problem), loss_of(*sde, 1, problem)}));
  const Clock clock(eta, 300);  // 300 steps, t = kη
  require_ok(
      run({optimizer, sde}, clock, RecordTimes::evenly(clock, 10), 2048, Philox(1), {&loss}));
  std::cout << loss.curves().mean << '\n';  // E f: times × (SignSGD, SDE)
}
