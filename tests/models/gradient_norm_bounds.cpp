#include "models/gradient_norm_bounds.hpp"

#include "io/error.hpp"
#include "models/quadratic_moments.hpp"
#include "solvers/ode.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace sdescent {
namespace {

using Catch::Message;
using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

const Schedule schedule = Schedule::power(0.5);

TEST_CASE("Phase 1's gradient bound is met when sign flow reaches the minimum", "[models]") {
  // f = ½λx²: E|f'(X_t̃)| = (λ/φ¹) ∫ (x_0 − φ¹_s) η_s ds = λ (x_0 − ½φ¹), S_0 = ½λx_0².
  const double lambda = 3.0, x0 = 1.2;
  const GradientBoundSetting s{lambda, 0.1, 0.5 * lambda * x0 * x0, 0.01, 1};
  const double arrival = std::pow(1 + 0.5 * x0, 2) - 1;
  const ArrayXd t{{0.0, 0.3, arrival}};
  const ArrayXd bound = sign_sgd_phase_one_gradient_bound(s, schedule, t);
  CHECK(bound(0) == std::numeric_limits<double>::infinity());
  CHECK(bound(1) > lambda * (x0 - 0.5 * schedule.integral(t(1))));
  CHECK(bound(2) == Approx(0.5 * lambda * x0));
}

TEST_CASE("Phase 3's gradient bound is that of its proof, and near the exact mean", "[models]") {
  const DiagonalSetting quadratic{ArrayXd{{2.0, 2.0}}, ArrayXd{{0.5, 0.5}}, ArrayXd{{0.3, -0.1}},
                                  1e-3};
  const LossBoundSetting loss = loss_bound_setting(quadratic);
  const GradientBoundSetting s{2.0, 0.5, loss.s0, 1e-3, 2};
  const double t1 = 400.0, c = std::sqrt(2 * std::numbers::inv_pi) / 0.5;
  // E S and ∫ η_s E‖∇f‖² ds; ‖∇f‖² = 2λS here.
  const OdeSolution moments(
      [&](double t, const VectorXd& y, VectorXd& dy) {
        const double factor = schedule(t), g2 = 4.0 * y(0);
        dy(0) = -factor * c * g2 + 0.5e-3 * factor * factor * (4.0 - 2.0 * c * c * g2);
        dy(1) = factor * g2;
      },
      VectorXd{{loss.s0, 0.0}}, 0.0, t1);
  CHECK(moments.at(t1)(0) ==
        Approx(sign_sgd_expected_loss(quadratic, schedule, ArrayXd{{t1}})(0)).epsilon(1e-7));
  const double exact = moments.at(t1)(1) / schedule.integral(t1);
  const double bound = sign_sgd_phase_three_gradient_bound(s, schedule, ArrayXd{{t1}})(0);
  // The proof drops E S_t and Itô's −(η/2)h c² E g², both small here.
  CHECK(bound >= exact);
  CHECK(bound < 1.02 * exact);
}

TEST_CASE("the gradient bounds differ by their constants", "[models]") {
  const GradientBoundSetting s{3.0, 0.2, 0.7, 0.1, 4};
  const ArrayXd t{{8.0}};  // φ¹ = 4, φ² = log 9
  const double noise = 0.5 * 0.1 * 3.0 * 4 * std::log(9.0) / 4;
  CHECK(sign_sgd_phase_one_gradient_bound(s, schedule, t)(0) == Approx(0.7 / 4));
  CHECK(sign_sgd_phase_two_gradient_bound(s, schedule, t)(0) == Approx(0.2 * (0.7 / 4 + noise)));
  CHECK(sign_sgd_phase_three_gradient_bound(s, schedule, t)(0) ==
        Approx(std::sqrt(std::numbers::pi / 2) * 0.2 * (0.7 / 4 + noise)));
}

TEST_CASE("gradient bounds refuse bad settings", "[models]") {
  const auto refused = [](auto change, const std::string& said) {
    GradientBoundSetting s{3.0, 0.2, 0.7, 0.1, 4};
    change(s);
    const ArrayXd t{{1.0}};
    CHECK_THROWS_MATCHES(sign_sgd_phase_one_gradient_bound(s, schedule, t), InvalidInput,
                         Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_phase_two_gradient_bound(s, schedule, t), InvalidInput,
                         Message(said));
    CHECK_THROWS_MATCHES(sign_sgd_phase_three_gradient_bound(s, schedule, t), InvalidInput,
                         Message(said));
  };
  refused([](GradientBoundSetting& s) { s.smoothness = 0; }, "smoothness must be > 0, got 0");
  refused([](GradientBoundSetting& s) { s.sigma_max = -1; }, "sigma_max must be > 0, got -1");
  refused([](GradientBoundSetting& s) { s.s0 = -0.1; }, "initial loss must be >= 0, got -0.1");
  refused([](GradientBoundSetting& s) { s.eta = 0; }, "eta must be > 0, got 0");
  refused([](GradientBoundSetting& s) { s.dimension = 0; }, "dimension must be >= 1, got 0");
}

}  // namespace
}  // namespace sdescent
