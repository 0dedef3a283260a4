#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/scalar_sde.hpp"
#include "tests/support/strong_order.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>

namespace {

using namespace sdescent;

const auto milstein = std::make_shared<Milstein>();
const auto derivative_free = std::make_shared<DerivativeFreeMilstein>();

TEST_CASE("Milstein's mean square error on geometric Brownian motion has order 1 exactly",
          "[solvers]") {
  check_mean_square_order(*milstein, GeometricBrownianMotion(0.5, 0.6), 1.0);
}

TEST_CASE("with Milstein's schemes paths of geometric Brownian motion converge with order 1",
          "[solvers][statistical]") {
  const auto model = std::make_shared<GeometricBrownianMotion>(0.1, 0.4);
  const ExactState exact = [&](const Eigen::RowVectorXd& w) { return model->growth(1.0, w(0)); };
  check_order(strong_order(model, milstein, exact), 1.0);
  check_order(strong_order(model, derivative_free, exact), 1.0);
}

TEST_CASE("with Milstein's schemes paths of a nonlinear SDE converge with order 1",
          "[solvers][statistical]") {
  // Of small noise, so that the coarse grids are in the asymptotic regime: X = sinh(asinh 1 + εW)
  // solves dX = ε²/2 X dt + ε √(1 + X²) dW.
  const double epsilon = 0.4;
  const auto model =
      std::make_shared<ScalarSde>([=](double x) { return 0.5 * epsilon * epsilon * x; },
                                  [=](double x) { return epsilon * std::sqrt(1.0 + x * x); },
                                  [=](double x) { return epsilon * x / std::sqrt(1.0 + x * x); });
  const ExactState exact = [=](const Eigen::RowVectorXd& w) {
    return std::sinh(std::asinh(1.0) + epsilon * w(0));
  };
  check_order(strong_order(model, milstein, exact), 1.0);
  check_order(strong_order(model, derivative_free, exact), 1.0);
  check_order(strong_order(model, std::make_shared<EulerMaruyama>(), exact), 0.5);
}

/// dX = σ Y X dW_1 and either dY = −Y dt (no noise) or dY = σ dW_2.
struct Coupled final : SdeModel {
  bool noisy;
  Layout columns = {{"x", 1}, {"y", 1}};
  explicit Coupled(bool y_is_driven) : noisy(y_is_driven) {}
  const Layout& layout() const override { return columns; }
  Index noise_dimension() const override { return noisy ? 2 : 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                    Scratch&) const override {
    drift.col(0).setZero();
    drift.col(1) = -s.col(1);
    if (noisy) {
      drift.col(1).setZero();
      diagonal.col(1).setConstant(0.4);
    }
    diagonal.col(0) = 0.4 * s.col(1) * s.col(0);
  }
  bool has_derivative() const override { return true; }
  void coefficients_and_derivative(double t, const ConstBlockRef& s, BlockRef drift,
                                   BlockRef diagonal, BlockRef derivative,
                                   Scratch& scratch) const override {
    coefficients(t, s, drift, diagonal, scratch);
    derivative.setZero();
    derivative.col(0) = 0.4 * s.col(1);
  }
};

TEST_CASE("noise that depends on a column without noise keeps order 1, on a driven one has 1/2",
          "[solvers][statistical]") {
  for (const std::shared_ptr<const Stepper>& stepper :
       {std::shared_ptr<const Stepper>(milstein),
        std::shared_ptr<const Stepper>(derivative_free)}) {
    INFO(stepper->name());
    check_order(strong_order(std::make_shared<Coupled>(false), stepper), 1.0);
    check_order(strong_order(std::make_shared<Coupled>(true), stepper), 0.5);
  }
}

}  // namespace
