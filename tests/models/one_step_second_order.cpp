/// Moments of one step of an optimizer and of its SDE of second order over the time η, in two
/// coupled coordinates, without sampling: they agree to O(η³), those of first order only to O(η²).

#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_second_order_sde.hpp"
#include "models/sign_sgd_second_order_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/euler_maruyama.hpp"
#include "tests/models/evaluation.hpp"
#include "tests/models/noise_evaluation.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// E Δ_1, E Δ_2, E Δ_1², E Δ_1Δ_2, E Δ_2² of the increment Δ of one step.
using StepMoments = Eigen::Array<double, 5, 1>;

/// Of an increment of this mean and covariance.
StepMoments moments(const VectorXd& mean, const MatrixXd& covariance) {
  const MatrixXd second = covariance + mean * mean.transpose();
  StepMoments all;
  all << mean(0), mean(1), second(0, 0), second(0, 1), second(1, 1);
  return all;
}

/// By Euler–Maruyama in n steps, over all 9^n paths of three-point increments.
StepMoments of_euler(const SdeModel& model, const VectorXd& x, double t, double eta, int n) {
  constexpr std::array<double, 3> point{-std::numbers::sqrt3, 0.0, std::numbers::sqrt3};
  constexpr std::array<double, 3> probability{1.0 / 6, 2.0 / 3, 1.0 / 6};
  const auto rows = static_cast<Index>(std::pow(9, n));
  const double dt = eta / n;
  Block state = x.transpose().array().replicate(rows, 1);
  Eigen::ArrayXd weights = Eigen::ArrayXd::Ones(rows);
  Scratch scratch;
  Index block = rows;
  for (int step = 0; step < n; ++step) {
    Block dW(rows, 2);
    for (Index c = 0; c < 2; ++c) {
      block /= 3;
      for (Index r = 0; r < rows; ++r) {
        const auto choice = static_cast<std::size_t>(r / block % 3);
        dW(r, c) = point.at(choice) * std::sqrt(dt);
        weights(r) *= probability.at(choice);
      }
    }
    EulerMaruyama().step(model, t + step * dt, dt, dW, state, scratch);
  }
  const Eigen::ArrayXd one = state.col(0) - x(0), two = state.col(1) - x(1);
  StepMoments all;
  all << (weights * one).sum(), (weights * two).sum(), (weights * one.square()).sum(),
      (weights * one * two).sum(), (weights * two.square()).sum();
  return all;
}

/// The SDE's own moments to O(η⁴): the error of n steps is a series in 1/n whose term n^{−j} is
/// O(η^{j+1}), and three are extrapolated away.
StepMoments of_sde(const SdeModel& model, const VectorXd& x, double t, double eta) {
  StepMoments sum = StepMoments::Zero();
  for (int n = 1; n <= 4; ++n) {
    double weight = 1.0;
    for (int k = 1; k <= 4; ++k)
      if (k != n) weight *= static_cast<double>(n) / (n - k);
    sum += weight * of_euler(model, x, t, eta, n);
  }
  return sum;
}

struct Setting {
  std::string name;
  std::shared_ptr<const AdditiveNoise> noise;
  Schedule schedule = {};
  double t = 0.0;
};

std::vector<Setting> settings() {
  const VectorXd scales{{1.0, 0.7}};
  const auto gaussian = std::make_shared<GaussianNoise>(scales, Accuracy::accurate);
  return {{"Gaussian", gaussian},
          {"Student's", std::make_shared<StudentNoise>(3.5, scales)},
          {"Laplace", std::make_shared<LaplaceNoise>(scales)},
          {"power", gaussian, Schedule::power(1.5), 0.5},
          {"cosine", gaussian, Schedule::cosine(2.0, 0.1), 0.75},
          {"decay at its kink", gaussian, Schedule::stable_decay(1.0, 2.0, 0.3), 1.0}};
}

using MakeSde = std::function<std::shared_ptr<const SdeModel>(const std::shared_ptr<const Problem>&,
                                                              double eta, const Schedule&)>;
/// Moments of the optimizer's step, with the learning rate η η_t.
using OfOptimizer = StepMoments (*)(const Problem&, const NoiseLaw&, const VectorXd& x,
                                    double rate);

StepMoments of_sign_sgd(const Problem& problem, const NoiseLaw& noise, const VectorXd& x,
                        double rate) {
  const SignTable sign = sign_table(noise, gradient(problem.objective(), x.transpose().array()));
  const VectorXd deviation = sign.deviation.matrix().transpose();
  return moments(-rate * sign.mean.matrix().transpose(),
                 rate * rate * deviation.cwiseAbs2().asDiagonal().toDenseMatrix());
}

StepMoments of_sgd(const Problem& problem, const NoiseLaw& noise, const VectorXd& x, double rate) {
  const MatrixXd root = root_of_covariance(noise, x.transpose());
  const Block g = gradient(problem.objective(), x.transpose().array());
  return moments(-rate * g.matrix().transpose(), rate * rate * (root * root.transpose()));
}

/// Orders in η to which the vectors of first and of second moments agree, from halving a small η.
/// (Single components pass through 0 as η changes.)
struct Orders {
  double first, second;
};

Orders orders_of_agreement(const Setting& s, const VectorXd& x, OfOptimizer of_optimizer,
                           const MakeSde& make) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DenseQuadratic>(MatrixXd{{1.25, 0.43}, {0.43, 1.75}}), s.noise);
  const auto difference = [&](double eta) -> StepMoments {
    return of_optimizer(*problem, *s.noise, x, eta * s.schedule(s.t)) -
           of_sde(*make(problem, eta, s.schedule), x, s.t, eta);
  };
  const StepMoments coarse = difference(1.0 / 512), fine = difference(1.0 / 1024);
  const auto order = [&](auto part) {
    return std::log2(part(coarse).matrix().norm() / part(fine).matrix().norm());
  };
  return {order([](const StepMoments& m) { return m.head(2).eval(); }),
          order([](const StepMoments& m) { return m.tail(3).eval(); })};
}

template <class T>
std::shared_ptr<const SdeModel> make(const std::shared_ptr<const Problem>& problem, double eta,
                                     const Schedule& schedule) {
  return std::make_shared<T>(problem, eta, schedule);
}

/// An SDE of second order with its correction multiplied by `factor`.
template <class First, class Second>
class Miscorrected final : public OptimizerSde {
 public:
  Miscorrected(const std::shared_ptr<const Problem>& problem, double eta, const Schedule& schedule,
               double factor)
      : OptimizerSde(problem, eta, schedule),
        first_(problem, eta, schedule),
        second_(problem, eta, schedule),
        factor_(factor) {}

  Index noise_dimension() const override { return 2; }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    Scratch::Frame frame(scratch);
    BlockMap uncorrected = frame.block(x.rows(), x.cols());
    first_.coefficients(t, x, uncorrected, diagonal, scratch);
    second_.coefficients(t, x, drift, diagonal, scratch);
    drift = uncorrected + factor_ * (drift - uncorrected);
  }

 private:
  First first_;
  Second second_;
  double factor_;
};

template <class First, class Second>
MakeSde miscorrected(double factor) {
  return [factor](const std::shared_ptr<const Problem>& problem, double eta,
                  const Schedule& schedule) {
    return std::make_shared<Miscorrected<First, Second>>(problem, eta, schedule, factor);
  };
}

const std::vector<VectorXd> starts{VectorXd{{0.6, 0.3}}, VectorXd{{-0.4, 0.9}}};
constexpr double within = 0.1;

TEST_CASE("one step of SignSGD and of its SDE of second order agree to third order", "[models]") {
  for (const Setting& s : settings())
    for (const VectorXd& x : starts) {
      INFO(s.name << ", x = " << x.transpose());
      const Orders second = orders_of_agreement(s, x, of_sign_sgd, make<SignSgdSecondOrderSde>);
      CHECK(second.first == Approx(3).margin(within));
      CHECK(second.second == Approx(3).margin(within));
      const Orders first = orders_of_agreement(s, x, of_sign_sgd, make<SignSgdSde>);
      CHECK(first.first == Approx(2).margin(within));
      CHECK(first.second > 3 - within);
    }
}

TEST_CASE("one step of SGD and of its SDE of second order agree to third order", "[models]") {
  for (const Setting& s : settings())
    for (const VectorXd& x : starts) {
      INFO(s.name << ", x = " << x.transpose());
      const Orders second = orders_of_agreement(s, x, of_sgd, make<SgdSecondOrderSde>);
      CHECK(second.first == Approx(3).margin(within));
      CHECK(second.second == Approx(3).margin(within));
      CHECK(orders_of_agreement(s, x, of_sgd, make<SgdSde>).first == Approx(2).margin(within));
    }
}

TEST_CASE("a correction of half the size or the wrong sign gains no order", "[models]") {
  for (const double factor : {-1.0, 0.5, 2.0}) {
    INFO("correction times " << factor);
    for (const Setting& s : settings()) {
      INFO(s.name);
      const auto sign = miscorrected<SignSgdSde, SignSgdSecondOrderSde>(factor);
      CHECK(orders_of_agreement(s, starts[0], of_sign_sgd, sign).first < 3 - 3 * within);
      const auto sgd = miscorrected<SgdSde, SgdSecondOrderSde>(factor);
      CHECK(orders_of_agreement(s, starts[0], of_sgd, sgd).first < 3 - 3 * within);
    }
  }
}

}  // namespace
}  // namespace sdescent
