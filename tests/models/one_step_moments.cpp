/// Moments of one step of an optimizer and of its SDE over the time η, from one point, without
/// sampling. For an order-1 weak approximation the first two differ by O(η²). That alone is no test
/// of the diffusion, whose share of the second moment is itself η²: a right one makes the second
/// moments agree to O(η³).

#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/replay.hpp"

#include <catch2/catch.hpp>
#include <gsl/gsl_integration.h>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <utility>
#include <vector>

namespace sdescent {
namespace {

constexpr double lambda = 1.3;
constexpr double sigma = 0.8;

std::shared_ptr<const Problem> problem() {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Eigen::VectorXd{{lambda}}),
      std::make_shared<GaussianNoise>(Eigen::VectorXd{{sigma}}, Accuracy::accurate));
}

/// E Δ and E Δ² of the increment Δ of one step.
struct StepMoments {
  double first, second;
};

StepMoments weighted(const Eigen::ArrayXd& weights, const Eigen::ArrayXd& increments) {
  return {(weights * increments).sum(), (weights * increments.square()).sum()};
}

/// A schedule and the time at which the step begins.
struct Clocked {
  Schedule schedule = {};
  double t = 0.0;
};

/// By Gauss–Legendre quadrature over the one normal number that the step uses; the panels meet at
/// the number that makes the gradient 0, where the step of SignSGD jumps.
template <class T>
StepMoments of_optimizer(double x, double eta, const Clocked& clocked = {}) {
  constexpr std::size_t order = 20;
  constexpr int panels = 24;
  const double jump = -lambda * x / sigma;
  gsl_integration_glfixed_table* table = gsl_integration_glfixed_table_alloc(order);
  Block z(panels * order, 1);
  Eigen::ArrayXd weights(panels * order);
  for (int p = 0; p < panels; ++p) {
    const double left = jump + p - panels / 2;
    for (std::size_t i = 0; i < order; ++i) {
      const Index row = p * static_cast<Index>(order) + static_cast<Index>(i);
      gsl_integration_glfixed_point(left, left + 1, i, &z(row, 0), &weights(row), table);
      weights(row) *= std::exp(-0.5 * z(row, 0) * z(row, 0)) / std::sqrt(2 * std::numbers::pi);
    }
  }
  gsl_integration_glfixed_table_free(table);

  const T optimizer(
      {"optimizer", problem(), eta, StartPoint(Eigen::VectorXd{{x}}), 0, clocked.schedule});
  const Replay source({z});
  Scratch scratch;
  Block state = Block::Constant(z.rows(), 1, x);
  optimizer.advance({0, clocked.t, eta, 0, 0, source, scratch}, state);
  return weighted(weights, state.col(0) - x);
}

/// By Euler–Maruyama with 3^steps paths: every sequence of the three Gauss–Hermite points, with its
/// probability. `steps` = 1 has the optimizer's own moments; more bring in the SDE's.
StepMoments of_sde(const SdeModel& model, double x, double eta, int steps, double t = 0.0) {
  constexpr std::array<double, 3> point{-std::numbers::sqrt3, 0.0, std::numbers::sqrt3};
  constexpr std::array<double, 3> probability{1.0 / 6, 2.0 / 3, 1.0 / 6};
  const auto rows = static_cast<Index>(std::pow(3, steps));
  const double dt = eta / steps;
  Block state = Block::Constant(rows, 1, x);
  Eigen::ArrayXd weights = Eigen::ArrayXd::Ones(rows);
  Scratch scratch;
  Index block = rows;
  for (int n = 0; n < steps; ++n) {
    block /= 3;
    Block dW(rows, 1);
    for (Index r = 0; r < rows; ++r) {
      const auto choice = static_cast<std::size_t>(r / block % 3);
      dW(r, 0) = point.at(choice) * std::sqrt(dt);
      weights(r) *= probability.at(choice);
    }
    EulerMaruyama().step(model, t + n * dt, dt, dW, state, scratch);
  }
  return weighted(weights, state.col(0) - x);
}

/// An SDE with its coefficients spoilt.
class Spoilt final : public SdeModel {
 public:
  using Change = std::function<void(const ConstBlockRef& x, BlockRef drift, BlockRef diagonal)>;

  Spoilt(std::shared_ptr<const SdeModel> model, Change change)
      : model_(std::move(model)), change_(std::move(change)) {}

  const Layout& layout() const override { return model_->layout(); }
  Index noise_dimension() const override { return 1; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    model_->coefficients(t, x, drift, diagonal, scratch);
    change_(x, drift, diagonal);
  }

 private:
  std::shared_ptr<const SdeModel> model_;
  Change change_;
};

using MakeSde = std::function<std::shared_ptr<const SdeModel>(double eta)>;

template <class T>
MakeSde right(const Schedule& schedule = {}) {
  return [schedule](double eta) { return std::make_shared<T>(problem(), eta, schedule); };
}

template <class T>
MakeSde spoilt(std::function<void(double eta, const ConstBlockRef&, BlockRef, BlockRef)> change) {
  return [change](double eta) {
    return std::make_shared<Spoilt>(
        std::make_shared<T>(problem(), eta),
        [change, eta](const ConstBlockRef& x, BlockRef drift, BlockRef diagonal) {
          change(eta, x, drift, diagonal);
        });
  };
}

/// Orders in η to which E Δ and E Δ² agree, from halving a small η.
template <class T>
StepMoments orders_of_agreement(const MakeSde& sde, double x, const Clocked& clocked = {}) {
  const auto difference = [&](double eta) {
    const StepMoments discrete = of_optimizer<T>(x, eta, clocked);
    const StepMoments continuous = of_sde(*sde(eta), x, eta, 5, clocked.t);
    return StepMoments{std::abs(discrete.first - continuous.first),
                       std::abs(discrete.second - continuous.second)};
  };
  const StepMoments coarse = difference(1.0 / 128), fine = difference(1.0 / 256);
  return {std::log2(coarse.first / fine.first), std::log2(coarse.second / fine.second)};
}

constexpr std::array starts{0.3, -0.6, 1.1};
constexpr double within = 0.06;

TEST_CASE("one step of SignSGD and of its SDE have moments equal to their order", "[models]") {
  for (const double x : starts) {
    INFO("x = " << x);
    const StepMoments order = orders_of_agreement<SignSgd>(right<SignSgdSde>(), x);
    CHECK(order.first == Approx(2).margin(within));
    CHECK(order.second == Approx(3).margin(within));
  }
}

TEST_CASE("one step of SGD and of its SDE have moments equal to their order", "[models]") {
  for (const double x : starts) {
    INFO("x = " << x);
    const StepMoments order = orders_of_agreement<Sgd>(right<SgdSde>(), x);
    CHECK(order.first == Approx(2).margin(within));
    CHECK(order.second == Approx(3).margin(within));
  }
}

TEST_CASE("under a schedule optimizers and their SDEs agree to the same orders", "[models]") {
  const std::vector<Clocked> settings{{Schedule::power(1.5), 0.5},
                                      {Schedule::cosine(2.0, 0.1), 0.75},
                                      {Schedule::warmup_stable_decay(0.5, 1.0, 2.0, 0.3), 1.25}};
  for (const Clocked& clocked : settings)
    for (const double x : starts) {
      INFO(clocked.schedule.description() << ", x = " << x);
      const StepMoments sign =
          orders_of_agreement<SignSgd>(right<SignSgdSde>(clocked.schedule), x, clocked);
      CHECK(sign.first == Approx(2).margin(within));
      CHECK(sign.second == Approx(3).margin(within));
      const StepMoments sgd = orders_of_agreement<Sgd>(right<SgdSde>(clocked.schedule), x, clocked);
      CHECK(sgd.first == Approx(2).margin(within));
      CHECK(sgd.second == Approx(3).margin(within));
    }
}

TEST_CASE("without the schedule in drift or diffusion the SDE loses an order", "[models]") {
  const Clocked clocked{Schedule::power(1.5), 0.5};
  const double rate = clocked.schedule(clocked.t);
  const MakeSde unscheduled_diffusion = spoilt<SignSgdSde>(
      [rate](double, const ConstBlockRef&, BlockRef drift, BlockRef) { drift *= rate; });
  for (const double x : starts) {
    INFO("x = " << x);
    CHECK(orders_of_agreement<SignSgd>(right<SignSgdSde>(), x, clocked).first < 2 - 3 * within);
    CHECK(orders_of_agreement<Sgd>(right<SgdSde>(), x, clocked).first < 2 - 3 * within);
    CHECK(orders_of_agreement<SignSgd>(unscheduled_diffusion, x, clocked).second < 3 - 3 * within);
  }
}

TEST_CASE("one step of SignSGD has the mean and the variance of Corollary 3.3", "[models]") {
  for (const double x : starts) {
    const StepMoments step = of_optimizer<SignSgd>(x, 0.25);
    CHECK(step.first == Approx(-0.25 * std::erf(lambda * x / (sigma * std::sqrt(2.0)))));
    CHECK(step.second == Approx(0.25 * 0.25).epsilon(1e-13));
  }
}

TEST_CASE("Euler–Maruyama with Δt = η has SignSGD's own moments, so it tests no SDE", "[models]") {
  for (const double x : starts) {
    const StepMoments discrete = of_optimizer<SignSgd>(x, 0.25);
    const StepMoments euler = of_sde(*right<SignSgdSde>()(0.25), x, 0.25, 1);
    CHECK(euler.first == Approx(discrete.first).epsilon(1e-13));
    CHECK(euler.second == Approx(discrete.second).epsilon(1e-13));
  }
}

TEST_CASE("a wrong drift loses an order in the first moment", "[models]") {
  // erf(g/σ) for erf(g/(σ√2)), with the diffusion that belongs to it
  const MakeSde no_root_2 =
      spoilt<SignSgdSde>([](double eta, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal) {
        drift = -(x * (lambda / sigma)).unaryExpr([](double y) { return std::erf(y); });
        diagonal = (eta * (1.0 - drift.square())).sqrt();
      });
  const MakeSde other_sign = spoilt<SgdSde>(
      [](double, const ConstBlockRef&, BlockRef drift, BlockRef) { drift = -drift; });
  for (const double x : starts) {
    INFO("x = " << x);
    CHECK(orders_of_agreement<SignSgd>(no_root_2, x).first < 2 - 3 * within);
    CHECK(orders_of_agreement<Sgd>(other_sign, x).first < 2 - 3 * within);
  }
}

TEST_CASE("a wrong diffusion loses an order in the second moment, and in that alone", "[models]") {
  const MakeSde no_root =
      spoilt<SignSgdSde>([](double eta, const ConstBlockRef&, BlockRef drift, BlockRef diagonal) {
        diagonal = std::sqrt(eta) * (1.0 - drift.square());
      });
  const MakeSde none = spoilt<SignSgdSde>(
      [](double, const ConstBlockRef&, BlockRef, BlockRef diagonal) { diagonal.setZero(); });
  const MakeSde no_eta = spoilt<SgdSde>([](double eta, const ConstBlockRef&, BlockRef,
                                           BlockRef diagonal) { diagonal *= std::sqrt(eta); });
  for (const double x : starts) {
    INFO("x = " << x);
    for (const MakeSde& sde : {no_root, none}) {
      const StepMoments order = orders_of_agreement<SignSgd>(sde, x);
      CHECK(order.first == Approx(2).margin(within));
      CHECK(order.second < 3 - 3 * within);
    }
    const StepMoments order = orders_of_agreement<Sgd>(no_eta, x);
    CHECK(order.first == Approx(2).margin(within));
    CHECK(order.second < 3 - 3 * within);
  }
}

}  // namespace
}  // namespace sdescent
