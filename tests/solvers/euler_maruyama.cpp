#include "solvers/euler_maruyama.hpp"

#include "tests/support/additive_sde.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace {

using namespace sdescent;

/// dx = f(t, x) dt.
class DriftOnly final : public SdeModel {
 public:
  using Drift = std::function<double(double t, double x)>;
  explicit DriftOnly(Drift f) : f_(std::move(f)) {}

  const Layout& layout() const override { return layout_; }
  Index noise_dimension() const override { return 0; }
  NoiseKind noise_kind() const override { return NoiseKind::none; }
  void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef,
                    Scratch&) const override {
    for (Index r = 0; r < s.rows(); ++r) drift(r, 0) = f_(t, s(r, 0));
  }

 private:
  Drift f_;
  Layout layout_ = {{"x", 1}};
};

/// The state at time 1 after `steps` steps from x at 0, without noise.
double at_one(const SdeModel& model, double x, int steps) {
  Scratch scratch;
  Block s = Block::Constant(1, 1, x);
  const Block dW = Block::Zero(1, model.noise_dimension());
  const double h = 1.0 / steps;
  for (int n = 0; n < steps; ++n) EulerMaruyama().step(model, n * h, h, dW, s, scratch);
  return s(0);
}

TEST_CASE("Euler-Maruyama says what it is", "[solvers]") {
  const EulerMaruyama stepper;
  CHECK(stepper.name() == "euler_maruyama");
  const Eigen::MatrixXd a = Eigen::MatrixXd::Ones(1, 1);
  CHECK(stepper.accepts(DriftOnly([](double, double) { return 0.0; })));
  CHECK(stepper.accepts(AdditiveSde(a, Eigen::VectorXd::Ones(1), a)));
  CHECK(stepper.accepts(GeometricBrownianMotion(0.1, 0.2)));
  CHECK(stepper.accepts(LinearSde(a, {a})));
  for (const auto kind :
       {NoiseKind::none, NoiseKind::additive, NoiseKind::diagonal, NoiseKind::general}) {
    CHECK(stepper.orders(kind).weak == 1.0);
    CHECK(stepper.orders(kind).zero_noise == 1.0);
  }
  CHECK(stepper.orders(NoiseKind::none).strong == 1.0);
  CHECK(stepper.orders(NoiseKind::additive).strong == 1.0);
  CHECK(stepper.orders(NoiseKind::diagonal).strong == 0.5);
  CHECK(stepper.orders(NoiseKind::general).strong == 0.5);
}

TEST_CASE("without noise Euler-Maruyama has order 1 exactly", "[solvers]") {
  const DriftOnly model([](double t, double x) { return std::cos(t) - x; });
  const double exact = 1.5 * std::exp(-1.0) + 0.5 * (std::sin(1.0) + std::cos(1.0));
  double error = std::abs(at_one(model, 2.0, 1 << 6) - exact);
  for (int k = 7; k <= 14; ++k) {
    const double halved = std::abs(at_one(model, 2.0, 1 << k) - exact);
    INFO("h = 2^-" << k);
    // The order seen deviates from 1 by O(h).
    CHECK(std::log2(error / halved) == Approx(1.0).epsilon(0).margin(std::ldexp(1.0, 1 - k)));
    error = halved;
  }
}

TEST_CASE("Euler-Maruyama is exact on polynomials of degree 1 and not on degree 2", "[solvers]") {
  const DriftOnly constant([](double, double) { return 3.0; });
  const DriftOnly linear([](double t, double) { return 2.0 * t; });
  for (const int steps : {1, 3, 10, 64}) {
    INFO(steps << " steps");
    CHECK(at_one(constant, -1.0, steps) == Approx(2.0).epsilon(1e-14));
    // The left Riemann sum of 2t falls short of 1 by h.
    CHECK(at_one(linear, 0.0, steps) == Approx(1.0 - 1.0 / steps).epsilon(0).margin(1e-14));
  }
}

TEST_CASE("every kind of noise takes Euler's step when its increments are 0", "[solvers]") {
  const Eigen::MatrixXd a = Eigen::MatrixXd::Constant(1, 1, -0.7);
  const double euler = 2.0 * std::pow(1.0 - 0.07, 10);
  CHECK(at_one(GeometricBrownianMotion(-0.7, 0.5), 2.0, 10) == Approx(euler).epsilon(1e-14));
  CHECK(at_one(LinearSde(a, {a, a}), 2.0, 10) == Approx(euler).epsilon(1e-14));
  CHECK(at_one(AdditiveSde(a, Eigen::VectorXd::Zero(1), a), 2.0, 10) ==
        Approx(euler).epsilon(1e-14));
}

/// Three columns of which noise drives the middle one.
struct MiddleColumn final : SdeModel {
  Layout columns = {{"x", 3}};
  const Layout& layout() const override { return columns; }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  Index noise_column() const override { return 1; }
  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    drift = -s;
    diagonal = 2.0 * s.col(0);  // of the state before the step
  }
};

TEST_CASE("diagonal noise drives its own columns only", "[solvers]") {
  Scratch scratch;
  Block s(2, 3), dW(2, 1), expected(2, 3);
  s << 1.0, 2.0, 3.0, -1.0, 0.5, 4.0;
  dW << 0.5, -0.25;
  expected << 0.9, 1.8 + 1.0, 2.7, -0.9, 0.45 + 0.5, 3.6;
  EulerMaruyama().step(MiddleColumn(), 0.0, 0.1, dW, s, scratch);
  CHECK((s - expected).abs().maxCoeff() < 1e-15);
  Block noise(2, 3);
  MiddleColumn().diffuse(0.0, expected, dW, noise, scratch);
  CHECK((noise.col(0) == 0.0).all());
  CHECK((noise.col(1) - 2.0 * expected.col(0) * dW.col(0)).abs().maxCoeff() < 1e-15);
  CHECK((noise.col(2) == 0.0).all());
}

}  // namespace
