#include "models/batch_label_noise.hpp"

#include "io/error.hpp"
#include "models/rademacher_label_noise.hpp"
#include "models/risk_equation.hpp"
#include "models/student_label_noise.hpp"
#include "models/uniform_label_noise.hpp"
#include "solvers/gauss_legendre.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <catch2/catch.hpp>

#include <cmath>
#include <numbers>

namespace sdescent {
namespace {

using Catch::Message;

TEST_CASE("Gaussian noise has one phi for all batches", "[models]") {
  const auto one = std::make_shared<GaussianLabelNoise>(0.8);
  for (const Index b : {2, 20}) {
    const BatchLabelNoise many(one, b);
    for (const double risk : {0.0, 1e-9, 0.02, 1.0, 1e5}) {
      INFO("B = " << b << ", R = " << risk);
      CHECK(many.drift(risk) == Approx(one->drift(risk)).epsilon(1e-12));
    }
  }
  CHECK(for_batch(one, 20) == one);
  const auto away = std::make_shared<GaussianLabelNoise>(0.8, 1.0);
  CHECK(for_batch(away, 20) != away);
}

/// (2/π) ∫ e^{−s²Bu/(4R)} dBeta(u; ½, (B−1)/2), |ε|² being s²B, on the angle by Gauss.
double rademacher_phi(Index batch, double scale, double risk) {
  const auto b = static_cast<double>(batch);
  double sum = 0;
  for (int panel = 0; panel < 40; ++panel) {
    const double end = 0.5 * std::numbers::pi, from = end * std::pow(0.5, panel + 1);
    const GaussLegendre rule(20, panel == 39 ? 0.0 : from, end * std::pow(0.5, panel));
    sum += (rule.weights * (-0.25 * scale * scale * b / risk * rule.nodes.sin().square()).exp() *
            rule.nodes.cos().pow(b - 2.0))
               .sum();
  }
  return 4.0 * std::numbers::inv_pi / boost::math::beta(0.5, 0.5 * (b - 1.0)) * sum;
}

TEST_CASE("batches repair what signs of +-1 destroy", "[models]") {
  const auto one = std::make_shared<RademacherLabelNoise>(0.7);
  for (const Index b : {2, 3, 5, 20}) {
    const BatchLabelNoise many(one, b);
    for (const double risk : {1e-6, 0.01, 0.4, 50.0}) {
      INFO("B = " << b << ", R = " << risk);
      CHECK(many.phi(risk) == Approx(rademacher_phi(b, 0.7, risk)).epsilon(1e-12));
    }
    // E e^{−s²Bu/(4R)} → (density of u at 0)·∫ u^{−1/2} e^{−s²Bu/(4R)} du.
    const double limit = 2.0 * std::numbers::inv_pi *
                         std::sqrt(2.0 * std::numbers::pi / static_cast<double>(b)) / 0.7 /
                         boost::math::beta(0.5, 0.5 * static_cast<double>(b - 1));
    CHECK(many.drift(0.0) == Approx(limit).epsilon(1e-12));
  }
  CHECK(one->drift(0.0) == 0.0);
  // |ε|²/B → s²: as Gaussian noise of its deviation.
  CHECK(BatchLabelNoise(one, 65536).phi(0.1) ==
        Approx(GaussianLabelNoise(0.7).phi(0.1)).epsilon(1e-4));
}

/// E over ε ∈ [−w, w]² and the angle of ω.
double uniform_phi_of_two(double w, double risk) {
  const GaussLegendre side(40, -w, w), angle(60, 0.0, 2.0 * std::numbers::pi);
  double sum = 0;
  for (Index i = 0; i < side.nodes.size(); ++i)
    for (Index j = 0; j < side.nodes.size(); ++j) {
      const Eigen::ArrayXd inner =
          side.nodes(i) * angle.nodes.cos() + side.nodes(j) * angle.nodes.sin();
      sum += side.weights(i) * side.weights(j) *
             (angle.weights * (-0.25 / risk * inner.square()).exp()).sum();
    }
  return 2.0 * std::numbers::inv_pi * sum / (4.0 * w * w) / (2.0 * std::numbers::pi);
}

TEST_CASE("phi of a batch is the mean over noise and sphere", "[models]") {
  const auto one = std::make_shared<UniformLabelNoise>(1.5);
  const BatchLabelNoise two(one, 2);
  for (const double risk : {0.3, 2.0})
    CHECK(two.phi(risk) == Approx(uniform_phi_of_two(1.5, risk)).epsilon(1e-11));
}

TEST_CASE("signODE makes phi of its batch itself, and only once", "[models]") {
  const auto one = std::make_shared<RademacherLabelNoise>(1.0);
  const auto five = std::make_shared<BatchLabelNoise>(one, 5);
  const auto drift = [](std::shared_ptr<const LabelNoise> labels, Index batch) {
    return SignRisk({constant_rate(0.5), 10, std::move(labels), batch}).rates(0.0, 0.05).drift;
  };
  CHECK(drift(one, 5) == Approx(0.5 * batch_drift_factor(5) * five->drift(0.05)).epsilon(1e-13));
  CHECK(drift(five, 5) == Approx(drift(one, 5)).epsilon(1e-13));
  CHECK(drift(one, 1) == Approx(0.5 * one->drift(0.05)).epsilon(1e-15));
  CHECK_THROWS_MATCHES(drift(five, 3), InvalidInput,
                       Message("batch of label noise from which φ^(B) is made must be 1, got 5"));
  CHECK_THROWS_AS(drift(five, 1), InvalidInput);
  CHECK_THROWS_AS(BatchLabelNoise(one, 65537), InvalidInput);
}

TEST_CASE("a table of phi is the law's to rounding", "[models]") {
  CHECK(PhiTable::interpolation_error() < 1e-18);
  const auto check = [](std::shared_ptr<const LabelNoise> law, double accuracy) {
    const PhiTable table(law);
    INFO(law->description());
    CHECK(table.lowest() < 1e-8);
    for (double risk = 0.7 * table.lowest(); risk < 2.0 * table.highest(); risk *= 2.37)
      CHECK(table.drift(risk) == Approx(law->drift(risk)).epsilon(accuracy));
    CHECK(table.phi(0.5 * table.lowest()) == law->phi(0.5 * table.lowest()));
    CHECK(table.drift(0.0) == law->drift(0.0));
    CHECK(std::isnan(table.drift(-1.0)));
  };
  check(std::make_shared<StudentLabelNoise>(2.5, 0.7, 0.3), 5e-13);
  check(std::make_shared<UniformLabelNoise>(1.5), 1e-14);
  check(std::make_shared<BatchLabelNoise>(std::make_shared<RademacherLabelNoise>(1.0), 2), 5e-13);
  // φ of atoms spans decades on a panel.
  const auto atoms = std::make_shared<RademacherLabelNoise>(1.0);
  const PhiTable table(atoms, 1e-3, 10.0);
  for (double risk = 1e-3; risk < 10.0; risk *= 1.031)
    CHECK(table.phi(risk) == Approx(atoms->phi(risk)).epsilon(1e-12));
  CHECK(half_drift_risk(*atoms) == Approx(0.25 / std::log(2.0)).epsilon(0.7));
  CHECK_THROWS_AS(PhiTable(atoms, 0.0, 1.0), InvalidInput);
  CHECK_THROWS_AS(PhiTable(atoms, 2.0, 1.0), InvalidInput);
}

}  // namespace
}  // namespace sdescent
