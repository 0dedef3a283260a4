#include "solvers/milstein.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/replay.hpp"
#include "solvers/run.hpp"
#include "solvers/sample_recorder.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/local_weak_order.hpp"
#include "tests/support/scalar_sde.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <memory>
#include <vector>

namespace {

using namespace sdescent;
using Catch::Message;

TEST_CASE("Milstein's schemes say what they are", "[solvers]") {
  const Milstein with;
  const DerivativeFreeMilstein without;
  CHECK(with.name() == "milstein");
  CHECK(without.name() == "milstein_derivative_free");
  for (const Stepper* stepper :
       {static_cast<const Stepper*>(&with), static_cast<const Stepper*>(&without)}) {
    CHECK(stepper->two_point_variables(GeometricBrownianMotion(0.1, 0.2)) == 0);
    const Orders orders = stepper->orders(NoiseKind::diagonal);
    CHECK(orders.weak == 1.0);
    CHECK(orders.strong == 1.0);
    CHECK(orders.zero_noise == 1.0);
  }
}

TEST_CASE("Milstein's schemes take diagonal noise, and its derivative where they need it",
          "[solvers]") {
  struct Underived final : SdeModel {
    GeometricBrownianMotion gbm{0.1, 0.2};
    const Layout& layout() const override { return gbm.layout(); }
    Index noise_dimension() const override { return 1; }
    NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
    void coefficients(double t, const ConstBlockRef& s, BlockRef drift, BlockRef diagonal,
                      Scratch& scratch) const override {
      gbm.coefficients(t, s, drift, diagonal, scratch);
    }
  };
  const Eigen::MatrixXd a = Eigen::MatrixXd::Ones(1, 1);
  CHECK(Milstein().accepts(GeometricBrownianMotion(0.1, 0.2)));
  CHECK(DerivativeFreeMilstein().accepts(GeometricBrownianMotion(0.1, 0.2)));
  CHECK_FALSE(Milstein().accepts(Underived()));
  CHECK(DerivativeFreeMilstein().accepts(Underived()));
  CHECK_FALSE(Milstein().accepts(LinearSde(a, {a})));
  CHECK_FALSE(DerivativeFreeMilstein().accepts(LinearSde(a, {a})));
  CHECK_FALSE(Milstein().accepts(AdditiveSde(a, Eigen::VectorXd::Ones(1), a)));
  CHECK_FALSE(DerivativeFreeMilstein().accepts(AdditiveSde(a, Eigen::VectorXd::Ones(1), a)));
  const StartPoint start(Eigen::VectorXd::Ones(1));
  CHECK_THROWS_MATCHES(SdeProcess("s", std::make_shared<Underived>(), std::make_shared<Milstein>(),
                                  {.unit = 1.0}, start),
                       InvalidInput,
                       Message("stepper of process s must be one that accepts the model's noise, "
                               "got milstein"));
  Scratch scratch;
  Block s = Block::Ones(1, 1);
  CHECK_THROWS_AS(Milstein().step(Underived(), 0.0, 0.1, s, s, scratch), InvalidInput);
}

TEST_CASE("replayed increments give the paths computed by hand", "[solvers]") {
  // dX = −X³ dt + (1 + X²) dW, from two points.
  const auto model = std::make_shared<ScalarSde>([](double x) { return -x * x * x; },
                                                 [](double x) { return 1.0 + x * x; },
                                                 [](double x) { return 2.0 * x; });
  const std::vector<Block> z = {Block{{0.5}, {-1.25}}, Block{{-0.75}, {0.3}}, Block{{2.0}, {0.1}}};
  const double h = 0.0625, root = 0.25;
  const auto milstein = [&](double x, double w) {
    const double b = 1.0 + x * x;
    return x - h * x * x * x + b * w + b * x * (w * w - h);
  };
  const auto platen = [&](double x, double w) {
    const double b = 1.0 + x * x;
    const double support = x - h * x * x * x + b * root;
    return x - h * x * x * x + b * w + (1.0 + support * support - b) * (w * w - h) / (2.0 * root);
  };
  const auto check = [&](std::shared_ptr<const Stepper> stepper, auto by_hand) {
    INFO(stepper->name());
    for (const double x0 : {0.5, -1.0}) {
      const std::vector<std::shared_ptr<const Process>> processes = {std::make_shared<SdeProcess>(
          "s", model, stepper, SdeGrid{.unit = h}, StartPoint(Eigen::VectorXd::Constant(1, x0)))};
      SampleRecorder samples("s", state_field(*processes[0], 0, "x"), 2);
      const Clock clock(h, 3);
      REQUIRE(run(processes, clock, RecordTimes::every(clock, 1), 2, Replay(z), {&samples}).ok());
      for (Index path = 0; path < 2; ++path) {
        double x = x0;
        for (std::size_t n = 0; n < 3; ++n) {
          x = by_hand(x, root * z[n](path));
          CHECK(std::abs(samples.at(n + 1)(path) - x) < 1e-12);
        }
      }
    }
  };
  check(std::make_shared<Milstein>(), milstein);
  check(std::make_shared<DerivativeFreeMilstein>(), platen);
}

TEST_CASE("without noise Milstein's schemes are Euler's method", "[solvers]") {
  const ScalarSde quiet([](double x) { return -x * x; }, [](double) { return 0.0; },
                        [](double) { return 0.0; });
  for (const char* name : {"milstein", "milstein_derivative_free"}) {
    INFO(name);
    const auto stepper = find_stepper(name);
    const auto error = [&](int steps) {
      Scratch scratch;
      Block s = Block::Constant(1, 1, 1.0);
      const Block dW = Block::Constant(1, 1, 0.3);
      const double h = 1.0 / steps;
      for (int n = 0; n < steps; ++n) stepper->step(quiet, n * h, h, dW, s, scratch);
      return std::abs(s(0) - 0.5);
    };
    for (int k = 7; k <= 13; ++k)
      CHECK(std::log2(error(1 << (k - 1)) / error(1 << k)) ==
            Approx(1.0).epsilon(0).margin(std::ldexp(1.0, 1 - k)));
  }
}

TEST_CASE("one step of Milstein's schemes has weak error of order 2", "[solvers]") {
  const double mu = 0.5, sigma = 0.8, x = 1.5;
  const GeometricBrownianMotion gbm(mu, sigma);
  // X = sinh(asinh x + W): E X and E X² are those of e^{±(a + W)}.
  const ScalarSde sinh = sinh_of_brownian_motion();
  for (const Stepper* stepper :
       {static_cast<const Stepper*>(find_stepper("milstein").get()),
        static_cast<const Stepper*>(find_stepper("milstein_derivative_free").get())}) {
    INFO(stepper->name());
    // The supporting value is a standard deviation away: second moments go on with h^(5/2).
    const std::vector<double> whole = {1.0}, half = {0.5, 1.0};
    const auto& next = stepper->name() == "milstein" ? whole : half;
    for (const int p : {1, 2, 3}) {
      INFO("moment " << p);
      const auto power = [p](const Eigen::VectorXd& s) { return std::pow(s(0), p); };
      check_local_order_two(
          [&](double h) {
            const double exact =
                std::pow(x, p) * std::exp(h * (p * mu + 0.5 * p * (p - 1) * sigma * sigma));
            return one_step_mean(*stepper, gbm, 0.0, h, Eigen::VectorXd::Constant(1, x), power) -
                   exact;
          },
          p == 1 ? whole : next);
    }
    const double a = std::asinh(x);
    check_local_order_two([&](double h) {
      return one_step_mean(*stepper, sinh, 0.0, h, Eigen::VectorXd::Constant(1, x),
                           [](const Eigen::VectorXd& s) { return s(0); }) -
             x * std::exp(0.5 * h);
    });
    check_local_order_two(
        [&](double h) {
          return one_step_mean(*stepper, sinh, 0.0, h, Eigen::VectorXd::Constant(1, x),
                               [](const Eigen::VectorXd& s) { return s(0) * s(0); }) -
                 0.5 * (std::cosh(2.0 * a) * std::exp(2.0 * h) - 1.0);
        },
        next);
  }
}

TEST_CASE("steppers have the names that configurations know", "[solvers]") {
  CHECK(steppers().size() == 4);
  CHECK(steppers().front()->name() == "euler_maruyama");
  for (const auto& stepper : steppers()) CHECK(find_stepper(stepper->name()) == stepper);
  CHECK_THROWS_MATCHES(find_stepper("milstien"), InvalidInput,
                       Message("unknown stepper \"milstien\", did you mean \"milstein\"?"));
}

}  // namespace
