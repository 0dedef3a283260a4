#include "solvers/dri1.hpp"

#include "models/sign_sgd_sde.hpp"
#include "solvers/philox.hpp"
#include "solvers/steppers.hpp"
#include "tests/support/additive_sde.hpp"
#include "tests/support/contract_kit.hpp"
#include "tests/support/coupled_quadratic.hpp"
#include "tests/support/geometric_brownian_motion.hpp"
#include "tests/support/linear_sde.hpp"
#include "tests/support/scalar_sde.hpp"
#include "tests/support/strong_order.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

namespace {

using namespace sdescent;

TEST_CASE("DRI1 says what it is", "[solvers]") {
  const Dri1 stepper;
  CHECK(stepper.name() == "dri1");
  CHECK(find_stepper("dri1")->name() == "dri1");
  for (const auto kind : {NoiseKind::additive, NoiseKind::diagonal, NoiseKind::general}) {
    CHECK(stepper.orders(kind).weak == 2.0);
    CHECK(stepper.orders(kind).zero_noise == 3.0);
  }
  CHECK(stepper.orders(NoiseKind::none).weak == 3.0);
  CHECK(stepper.orders(NoiseKind::additive).strong == 1.0);
  CHECK(stepper.orders(NoiseKind::diagonal).strong == 1.0);
  CHECK(stepper.orders(NoiseKind::general).strong == 0.5);
}

TEST_CASE("DRI1 needs two-point variables where sources do not separate", "[solvers]") {
  const auto needs = [](const SdeModel& model) { return Dri1().two_point_variables(model); };
  const Eigen::MatrixXd a = Eigen::MatrixXd::Identity(2, 2);
  CHECK(needs(GeometricBrownianMotion(0.1, 0.2)) == 0);
  CHECK(needs(AdditiveSde(a, Eigen::Vector2d::Ones(), a)) == 0);
  CHECK(needs(LinearSde(a, {a})) == 0);
  CHECK(needs(LinearSde(a, {a, a, a})) == 2);
  CHECK(needs(*coupled_sde(0.1)) == 1);
  const auto separate = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Eigen::VectorXd{{1.0, 2.0, 3.0}}),
      std::make_shared<GaussianNoise>(Eigen::VectorXd{{1.0, 1.0, 1.0}}));
  CHECK(needs(SignSgdSde(separate, 0.1)) == 0);
}

TEST_CASE("the tableau of DRI1 satisfies conditions of order 2", "[solvers]") {
  const Dri1Tableau c;
  const auto is = [](double value) { return Approx(value).epsilon(1e-14); };
  const auto& alpha = c.alpha;
  CHECK(alpha[0] + alpha[1] + alpha[2] == is(1.0));
  CHECK(alpha[1] * c.a021 + alpha[2] * (c.a031 + c.a032) == is(0.5));
  CHECK(alpha[1] * c.b021 + alpha[2] * c.b031 == is(0.5));
  CHECK(alpha[1] * c.b021 * c.b021 + alpha[2] * c.b031 * c.b031 == is(0.5));
  CHECK(c.beta11 + 2.0 * c.beta12 == is(1.0));
  CHECK(c.beta31 + 2.0 * c.beta32 == Approx(0.0).margin(1e-15));
  CHECK(2.0 * c.beta12 * c.a121 == is(0.5));
  CHECK(2.0 * c.beta12 * c.b121 * c.b121 == is(0.5));
  CHECK(2.0 * c.beta22 * c.b121 == is(1.0));
  const double b2 = c.b221 + 2.0 * c.b222;
  CHECK(2.0 * c.beta42 * b2 == is(1.0));
  CHECK(2.0 * c.beta32 * b2 * b2 == is(0.5));
  // Deterministic order 3.
  CHECK(alpha[1] * c.a021 * c.a021 + alpha[2] == is(1.0 / 3.0));
  CHECK(alpha[2] * c.a032 * c.a021 == is(1.0 / 6.0));
}

/// The scheme as it is printed, for one path: three stages for every source, full matrices.
class Printed {
 public:
  Printed(const SdeModel& model, double t, double h, const Eigen::VectorXd& x,
          const Eigen::VectorXd& dW)
      : model_(model), t_(t), h_(h), x_(x), dW_(dW) {}

  Eigen::VectorXd step() const {
    const Dri1Tableau c;
    const double r = std::sqrt(h_);
    const auto m = static_cast<std::size_t>(model_.noise_dimension());
    const double A0[3][3] = {{0, 0, 0}, {c.a021, 0, 0}, {c.a031, c.a032, 0}};
    const double B0[3] = {0, c.b021, c.b031}, C0[3] = {0, 0.5, 1.0};
    const double A1[3] = {0, c.a121, c.a121}, B1[3] = {0, c.b121, -c.b121};
    const double B2[3][3] = {{0, 0, 0}, {c.b221, c.b222, c.b222}, {-c.b221, -c.b222, -c.b222}};
    const double beta1[3] = {c.beta11, c.beta12, c.beta12}, beta2[3] = {0, c.beta22, -c.beta22};
    const double beta3[3] = {c.beta31, c.beta32, c.beta32}, beta4[3] = {0, c.beta42, -c.beta42};
    using Stages = std::array<Eigen::VectorXd, 3>;

    Stages a;
    for (std::size_t i = 0; i < 3; ++i) {
      Eigen::VectorXd H = x_;
      for (std::size_t j = 0; j < i; ++j) H += A0[i][j] * h_ * a[j];
      for (std::size_t k = 0; k < m; ++k) H += B0[i] * increment(k) * b(k, t_, x_);
      a[i] = drift(t_ + C0[i] * h_, H);
    }
    std::vector<Stages> own(m);
    for (std::size_t k = 0; k < m; ++k)
      for (std::size_t i = 0; i < 3; ++i)
        own[k][i] = b(k, t_ + A1[i] * h_, x_ + A1[i] * h_ * a[0] + B1[i] * r * b(k, t_, x_));
    Eigen::VectorXd next = x_;
    for (std::size_t i = 0; i < 3; ++i) next += c.alpha[i] * h_ * a[i];
    for (std::size_t k = 0; k < m; ++k)
      for (std::size_t i = 0; i < 3; ++i) {
        Eigen::VectorXd H = x_;
        for (std::size_t l = 0; l < m; ++l)
          for (std::size_t j = 0; j < 3; ++j)
            if (l != k) H += B2[i][j] * integral(k, l) / r * own[l][j];
        next +=
            (beta1[i] * increment(k) + beta2[i] * 0.5 * (increment(k) * increment(k) - h_) / r) *
            own[k][i];
        next += (beta3[i] * increment(k) + beta4[i] * r) * b(k, t_, H);
      }
    return next;
  }

 private:
  double increment(std::size_t k) const { return dW_(static_cast<Index>(k)); }
  double integral(std::size_t k, std::size_t l) const {
    const auto m = static_cast<std::size_t>(model_.noise_dimension());
    if (dW_.size() == model_.noise_dimension())
      return 0.5 * increment(k) * increment(l);  // no J: b^k does not see it
    const double J = increment(m + std::min(k, l));
    return 0.5 * (increment(k) * increment(l) + (k < l ? -1.0 : 1.0) * std::sqrt(h_) * J);
  }
  Eigen::VectorXd drift(double t, const Eigen::VectorXd& x) const {
    Scratch scratch;
    Block a(1, x.size());
    Block diagonal(1, model_.noise_kind() == NoiseKind::diagonal ? model_.noise_dimension() : 0);
    model_.coefficients(t, Block(x.transpose()), a, diagonal, scratch);
    return a.matrix().transpose();
  }
  Eigen::VectorXd b(std::size_t k, double t, const Eigen::VectorXd& x) const {
    Scratch scratch;
    Block unit = Block::Zero(1, model_.noise_dimension()), out(1, x.size());
    unit(static_cast<Index>(k)) = 1.0;
    model_.diffuse(t, Block(x.transpose()), unit, out, scratch);
    return out.matrix().transpose();
  }

  const SdeModel& model_;
  double t_, h_;
  Eigen::VectorXd x_, dW_;
};

void check_as_printed(const SdeModel& model) {
  const double t = 0.25, h = 0.125;
  const Dri1 stepper;
  const Index rows = 5, sources = model.noise_dimension();
  const Index signs = stepper.two_point_variables(model);
  Block s(rows, model.layout().size()), dW(rows, sources + signs);
  Philox(3).uniforms({.draw = 1}, s);
  Philox(3).normals({.draw = 0}, dW);
  dW.rightCols(signs) = dW.rightCols(signs).sign();
  dW *= std::sqrt(h);
  const Block start = s;
  Scratch scratch;
  stepper.step(model, t, h, dW, s, scratch);
  for (Index r = 0; r < rows; ++r) {
    const Eigen::VectorXd expected =
        Printed(model, t, h, start.row(r).matrix(), dW.row(r).matrix()).step();
    CHECK((s.row(r).matrix().transpose() - expected).cwiseAbs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("a step of DRI1 is the scheme as printed for every kind of noise", "[solvers]") {
  Eigen::MatrixXd a{{-1.0, 0.5}, {0.25, -2.0}}, b{{0.1, 0.8}, {0.6, -0.4}};
  check_as_printed(sinh_of_brownian_motion());
  check_as_printed(AdditiveSde(a, Eigen::Vector2d(1.0, 2.0), b));
  check_as_printed(LinearSde(a, {b}));
  check_as_printed(LinearSde(a, {b, a, b * a}));
  const Schedule power = Schedule::power(0.5);
  check_as_printed(SignSgdSde(coupled_quadratic(), 0.5, power));
  const auto separate = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Eigen::VectorXd{{1.0, 2.0}}),
      std::make_shared<GaussianNoise>(Eigen::VectorXd{{1.0, 0.5}}, Accuracy::accurate));
  check_as_printed(SignSgdSde(separate, 0.5, power));
}

TEST_CASE("DRI1's mean square error on geometric Brownian motion has order 1 exactly",
          "[solvers]") {
  check_mean_square_order(Dri1(), GeometricBrownianMotion(0.5, 0.6), 1.0);
}

TEST_CASE("without noise DRI1 has order 3 exactly", "[solvers]") {
  const ScalarSde quiet([](double x) { return -x * x; }, [](double) { return 0.0; },
                        [](double) { return 0.0; });
  const auto error = [&](int steps) {
    Scratch scratch;
    Block s = Block::Constant(1, 1, 1.0);
    const Block dW = Block::Constant(1, 1, 0.3);
    const double h = 1.0 / steps;
    for (int n = 0; n < steps; ++n) Dri1().step(quiet, n * h, h, dW, s, scratch);
    return std::abs(s(0) - 0.5);
  };
  for (int k = 4; k <= 9; ++k)
    CHECK(std::log2(error(1 << (k - 1)) / error(1 << k)) ==
          Approx(3.0).epsilon(0).margin(std::ldexp(1.0, 2 - k)));
}

}  // namespace
