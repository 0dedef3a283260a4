// How wrong is the SDE of SignSGD? Without sampling: (E h(x_k) − E h(X_{kη}))/η for h = x².
#include <iostream>
#include <sdescent/sdescent.hpp>
using namespace sdescent;

int main() {
  const Eigen::VectorXd one = Eigen::VectorXd::Ones(1);
  auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(one),  // f = ½x²
      std::make_shared<GaussianNoise>(one, Accuracy::accurate));
  const auto h = [](double x) { return x * x; };
  for (const double eta : {0.1, 0.01, 0.001}) {
    const auto steps = static_cast<std::uint64_t>(std::lround(1.0 / eta));  // until t = kη = 1
    const AtomicLaw chain = SignSgdChain(problem, eta, one).laws(1.0, {steps}).front();
    const DensityLaw sde = diffusion_law(SignSgdSde(problem, eta), 1.0, 1.0);
    std::cout << eta << "  " << (chain.mean(h) - sde.mean(h)) / eta << '\n';  // tends to −0.109
  }
}
