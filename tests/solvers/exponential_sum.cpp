#include "solvers/exponential_sum.hpp"

#include "io/error.hpp"
#include "solvers/exponential_moments.hpp"
#include "solvers/gauss_legendre.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Values = LegendrePanel::Values;

/// ∫_0^1 f by Gauss's rule on pieces that shrink towards 0, where the exponentials live.
template <class F>
double graded_integral(F f) {
  double sum = 0.0, right = 1.0;
  for (int piece = 0; piece < 60; ++piece) {
    const double left = piece < 59 ? 0.6 * right : 0.0;
    const GaussLegendre rule(20, left, right);
    for (Eigen::Index g = 0; g < 20; ++g) sum += rule.weights(g) * f(rule.nodes(g));
    right = left;
  }
  return sum;
}

TEST_CASE("a Legendre panel reproduces polynomials of degree 15 and their integrals", "[solvers]") {
  const LegendrePanel panel;
  const auto p = [](double x) { return std::pow(x, 15) - 3.0 * std::pow(x, 4) + 0.5; };
  const auto primitive = [](double x) {
    return std::pow(x, 16) / 16.0 - 0.6 * std::pow(x, 5) + 0.5 * x;
  };
  const Values values = panel.nodes().unaryExpr(p), series = panel.series(values);
  for (const double x : {0.0, 0.13, 0.5, 0.99, 1.0}) {
    CHECK(LegendrePanel::value(series, x) == Approx(p(x)).margin(1e-13));
    CHECK(LegendrePanel::integral_to(series, x) == Approx(primitive(x)).margin(1e-14));
  }
  const Values integrals = panel.integrals_to_nodes() * values;
  CHECK((integrals - panel.nodes().unaryExpr(primitive)).cwiseAbs().maxCoeff() < 1e-14);
  CHECK(LegendrePanel::unresolved(series) > 1e-8);
  CHECK(LegendrePanel::unresolved(panel.series(Values::Ones())) < 1e-14);
}

TEST_CASE("exponential moments agree with quadrature at all decay rates", "[solvers]") {
  ArrayXd x(9);
  x << 0.0, 1e-9, 1e-3, 1.0, 30.0, 79.9, 80.1, 1e3, 1e7;
  const auto moments = exponential_moments(x);
  for (Eigen::Index i = 0; i < x.size(); ++i)
    for (Eigen::Index n = 0; n < LegendrePanel::size; ++n) {
      INFO("x = " << x(i) << ", n = " << n);
      const double expected = graded_integral(
          [&](double z) { return std::exp(-x(i) * z) * LegendrePanel::polynomials(1.0 - z)(n); });
      CHECK(moments(i, n) == Approx(expected).epsilon(0).margin(2e-14 * moments(i, 0)));
    }
}

TEST_CASE("the convolution of many exponentials is that of each", "[solvers]") {
  const LegendrePanel panel;
  const ArrayXd lambda = Eigen::Array4d(0.0, 0.4, 50.0, 1e6),
                weights = Eigen::Array4d(1, 2, -3, 40);
  ExponentialSum sum(lambda, weights);
  const Values forcing = panel.nodes().unaryExpr([](double x) { return x * x - 0.3 * x + 2.0; });
  const Values series = panel.series(forcing);
  for (const double h : {1e-7, 3e-3, 5.0}) {
    const Values found = sum.convolution(panel, h) * forcing;
    for (Eigen::Index j = 0; j < LegendrePanel::size; ++j) {
      const double end = panel.nodes()(j);
      Values shorter;
      for (Eigen::Index l = 0; l < LegendrePanel::size; ++l)
        shorter(l) = LegendrePanel::value(series, end * panel.nodes()(l));
      const double expected =
          h * end *
          weights.matrix().dot(exponential_moments(h * end * lambda) * panel.series(shorter));
      CHECK(found(j) == Approx(expected).epsilon(1e-11));
    }
  }
}

TEST_CASE("sums of exponentials refuse what makes no sense", "[solvers]") {
  CHECK_THROWS_AS(ExponentialSum(ArrayXd(), ArrayXd()), InvalidInput);
  CHECK_THROWS_AS(ExponentialSum(ArrayXd::Ones(2), ArrayXd::Ones(3)), InvalidInput);
  CHECK_THROWS_AS(ExponentialSum(-ArrayXd::Ones(2), ArrayXd::Ones(2)), InvalidInput);
  CHECK(ExponentialSum(ArrayXd::Zero(2), ArrayXd::Ones(2)).shortest() == 1.0);
}

}  // namespace
}  // namespace sdescent
