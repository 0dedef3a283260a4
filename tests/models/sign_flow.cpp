#include "models/sign_flow.hpp"

#include "io/error.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/quadratic.hpp"
#include "solvers/ode.hpp"

#include <Eigen/Cholesky>
#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>

namespace sdescent {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

std::shared_ptr<const Problem> problem(std::shared_ptr<const Objective> objective) {
  const Index d = objective->dimension();
  return std::make_shared<AdditiveNoiseProblem>(std::move(objective),
                                                std::make_shared<GaussianNoise>(VectorXd::Ones(d)));
}

std::shared_ptr<const Problem> quadratic(const VectorXd& lambda) {
  return problem(std::make_shared<DiagonalQuadratic>(lambda));
}

TEST_CASE("sign flow moves every coordinate at unit speed, away from a saddle too", "[models]") {
  const SignFlow flow(quadratic(VectorXd{{3.0, 0.25, -0.5, 1.0}}));
  CHECK(flow.layout().field("x").size == 4);
  const OdeSolution x(flow, VectorXd{{1.0, -2.0, 0.125, 0.0}}, 0.0, 0.75);
  for (const double t : {0.0, 0.3, 0.75}) {
    const VectorXd exact{{1.0 - t, -2.0 + t, 0.125 + t, 0.0}};
    CHECK((x.at(t) - exact).cwiseAbs().maxCoeff() < 1e-13);
  }
}

TEST_CASE("on a diagonal quadratic sign flow stops each coordinate at its minimum", "[models]") {
  const VectorXd start{{1.0 / 3, -2.0, 0.7, 1e-3}};
  const SignFlow flow(quadratic(VectorXd{{3.0, 0.25, 1.0, 40.0}}));
  const OdeSolution x(flow, start, 0.0, 10.0);
  REQUIRE(x.events().size() == 4);
  const double times[] = {1e-3, 1.0 / 3, 0.7, 2.0};
  const Index components[] = {3, 0, 2, 1};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(x.events()[i].t == Approx(times[i]).epsilon(0).margin(1e-13));
    CHECK(x.events()[i].component == components[i]);
    CHECK(x.events()[i].to.sliding);
  }
  for (const double t : {0.0, 0.0005, 0.2, 0.5, 1.9, 2.5, 10.0})
    for (Index i = 0; i < 4; ++i) {
      const double exact = std::copysign(std::max(std::abs(start(i)) - t, 0.0), start(i));
      CHECK(std::abs(x.at(t)(i) - exact) < 1e-13);
    }
}

TEST_CASE("under a schedule sign flow covers the way that the schedule integrates to", "[models]") {
  const Schedule schedule = Schedule::power(0.5);
  const OdeSolution x(SignFlow(quadratic(VectorXd{{3.0, -0.5}}), schedule), VectorXd{{4.0, -0.125}},
                      0.0, 3.0);
  for (const double t : {0.5, 3.0}) {
    const double way = 2 * (std::sqrt(1 + t) - 1);
    CHECK((x.at(t) - VectorXd{{4.0 - way, -0.125 - way}}).cwiseAbs().maxCoeff() < 1e-8);
  }
}

TEST_CASE("on a dense quadratic a coordinate slides on its zero of the gradient", "[models]") {
  // g = (3.5, 1) falls at 3 each to (2.5, 0) at 1/3; then s_2 = −½ keeps g_2 = 0 and g_1 falls at
  // 3/2, to the minimum at 2.
  const DenseQuadratic f(MatrixXd{{2.0, 1.0}, {1.0, 2.0}});
  const SignFlow flow(problem(std::make_shared<DenseQuadratic>(f)));
  const OdeSolution x(flow, VectorXd{{2.0, -0.5}}, 0.0, 3.0);
  REQUIRE(x.events().size() == 2);
  CHECK(x.events()[0].t == Approx(1.0 / 3).epsilon(0).margin(1e-14));
  CHECK(x.events()[0].component == 1);
  CHECK(x.events()[0].to == PhaseMode{0, true});
  CHECK(x.events()[1].t == Approx(2.0).epsilon(0).margin(1e-13));
  CHECK(x.events()[1].component == 0);
  const auto check = [&](double t, double x1, double x2) {
    INFO("t = " << t);
    CHECK(std::abs(x.at(t)(0) - x1) < 1e-13);
    CHECK(std::abs(x.at(t)(1) - x2) < 1e-13);
  };
  check(0.2, 1.8, -0.7);
  check(1.0, 1.0, -0.5);
  check(1.5, 0.5, -0.25);
  check(2.5, 0.0, 0.0);
}

TEST_CASE("a sliding coordinate leaves when its sign would have to exceed 1", "[models]") {
  // By hand: s = (1, 1, 1) until g_1 = 0 at 5/12; s_1 = −(0.9 − 0.7) slides while g_3 falls at 2.24
  // from 5/12 to 0; beyond, s_3 = −1 would need s_1 = −1.6: it leaves, to s = (−1, 1, −1).
  MatrixXd h(3, 3);
  h << 1.0, 0.9, -0.7, 0.9, 50.0, 1.5, -0.7, 1.5, 0.6;
  const VectorXd g0{{0.5, 1000.0, 1.0}};
  const SignFlow flow(problem(std::make_shared<DenseQuadratic>(h)));
  const OdeSolution x(flow, h.ldlt().solve(g0), 0.0, 1.0);
  const double t1 = 5.0 / 12, t2 = t1 + 5.0 / 12 / 2.24;
  const PhaseMode below{0}, above{1}, sliding{0, true};
  REQUIRE(x.events().size() == 3);
  CHECK(x.events()[0].t == Approx(t1).epsilon(0).margin(1e-12));
  CHECK(x.events()[0].component == 0);
  CHECK(x.events()[0].to == sliding);
  for (const std::size_t i : {1, 2}) CHECK(x.events()[i].t == Approx(t2).epsilon(0).margin(1e-12));
  CHECK(x.events()[1].component == 0);
  CHECK(x.events()[1].from == sliding);
  CHECK(x.events()[1].to == below);
  CHECK(x.events()[2].component == 2);
  CHECK(x.events()[2].from == above);
  CHECK(x.events()[2].to == below);
  const VectorXd g = h * x.at(1.0);
  CHECK(g(0) == Approx(-0.6 * (1.0 - t2)).epsilon(1e-10));
  CHECK(g(1) == Approx(1000.0 - 52.4 * t1 - 51.32 * (t2 - t1) - 47.6 * (1.0 - t2)).epsilon(1e-10));
  CHECK(g(2) == Approx(-1.6 * (1.0 - t2)).epsilon(1e-10));
}

TEST_CASE("sign flow reaches the minimum of random dense quadratics and its loss never rises",
          "[models]") {
  for (const int seed : {1, 2, 3}) {
    std::srand(static_cast<unsigned>(seed));
    const Index d = 12;
    const MatrixXd root = MatrixXd::Random(d, d);
    const MatrixXd h = root * root.transpose() + 0.05 * MatrixXd::Identity(d, d);
    const SignFlow flow(problem(std::make_shared<DenseQuadratic>(h)));
    const OdeSolution x(flow, VectorXd::Random(d), 0.0, 20.0);
    double last = 1e300;
    for (int i = 0; i <= 200; ++i) {
      const VectorXd at = x.at(0.1 * i);
      const double loss = 0.5 * at.dot(h * at);
      CHECK(loss <= last + 1e-13);
      last = loss;
    }
    INFO("seed " << seed);
    CHECK(last < 1e-20);
  }
}

TEST_CASE("sign flow takes objectives that only know their gradient", "[models]") {
  // In one dimension a step function of the sign of f': unit speed to the minimiser, then rest.
  const auto f = std::make_shared<LogisticRegression>(
      DataTable{MatrixXd{{1.0}, {-2.0}, {0.5}, {0.3}}, VectorXd{{1.0, 0.0, 0.0, 1.0}}}, 0.1);
  const SignFlow flow(problem(f));
  const OdeSolution x(flow, VectorXd{{3.0, -2.0}}, 0.0, 20.0);
  Scratch scratch;
  Block g(1, 2);
  f->gradient(x.at(20.0).transpose().array(), g, 0, scratch);
  CHECK(g.abs().maxCoeff() < 1e-6);
}

}  // namespace
}  // namespace sdescent
