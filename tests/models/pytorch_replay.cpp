/// Optimizers on prescribed gradients, beside numbers that PyTorch computed (pytorch_steps.py).

#include "models/adam.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/rmsprop.hpp"
#include "models/sgd.hpp"
#include "solvers/philox.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "tests/models/pytorch_steps.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Eigen::VectorXd;

const VectorXd start = Eigen::Map<const VectorXd>(pytorch::start, std::size(pytorch::start));

/// The gradients of pytorch_steps.py, whatever x is.
class PytorchGradients final : public Problem {
 public:
  PytorchGradients()
      : Problem(std::make_shared<DiagonalQuadratic>(VectorXd::Ones(start.size()))),
        noise_(VectorXd::Zero(start.size())) {}

  const NoiseLaw& noise() const override { return noise_; }
  void sample_gradient(const At& at, const ConstBlockRef&, BlockRef g,
                       std::uint16_t) const override {
    for (Index i = 0; i < g.cols(); ++i) g.col(i).setConstant(value(at.step, i));
  }

 private:
  static double value(std::uint64_t step, Index i) {
    const auto number = (7 * step + 3 * static_cast<std::uint64_t>(i)) % 11;
    return (static_cast<double>(number) - 4.0) / 8.0;
  }

  GaussianNoise noise_;
};

OptimizerSettings settings() {
  return {"optimizer", std::make_shared<PytorchGradients>(), pytorch::rate, StartPoint(start)};
}

/// x after the steps, which must be `expected` to rounding.
void check_end(std::shared_ptr<const Process> optimizer, const double (&expected)[3]) {
  const Clock clock(pytorch::rate, pytorch::steps);
  SampleRecorder x("x", state_field(*optimizer, 0, "x"), 1);
  REQUIRE(run({std::move(optimizer)}, clock, RecordTimes::at(clock, {pytorch::steps}), 1, Philox(1),
              {&x})
              .ok());
  for (Index i = 0; i < start.size(); ++i)
    CHECK(x.at(0)(0, i) == Approx(expected[i]).epsilon(1e-14));
}

TEST_CASE("SGD goes where PyTorch's goes", "[models]") {
  check_end(std::make_shared<Sgd>(settings()), pytorch::sgd);
}

TEST_CASE("RMSprop goes where PyTorch's goes", "[models]") {
  RmspropSettings constants{.beta = 0.9, .epsilon = 1e-3, .accuracy = Accuracy::accurate};
  check_end(std::make_shared<Rmsprop>(settings(), constants), pytorch::rmsprop);
  constants.decay = 0.25;
  constants.kind = WeightDecay::l2;
  check_end(std::make_shared<Rmsprop>(settings(), constants), pytorch::rmsprop_l2);
}

TEST_CASE("Adam and AdamW go where PyTorch's go", "[models]") {
  AdamSettings constants{
      .beta1 = 0.8, .beta2 = 0.95, .epsilon = 1e-3, .accuracy = Accuracy::accurate};
  check_end(std::make_shared<Adam>(settings(), constants), pytorch::adam);
  constants.decay = 0.25;
  check_end(std::make_shared<Adam>(settings(), constants), pytorch::adamw);
  constants.kind = WeightDecay::l2;
  check_end(std::make_shared<Adam>(settings(), constants), pytorch::adam_l2);
}

}  // namespace
}  // namespace sdescent
