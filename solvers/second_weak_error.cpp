#include "solvers/second_weak_error.hpp"

#include "io/require.hpp"
#include "solvers/ode.hpp"
#include "solvers/scalar_coefficients.hpp"

#include <Eigen/LU>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index points = 9;
constexpr double spacing = 0.02;

/// −4, …, 4 spacings.
const ArrayXd offsets = spacing * ArrayXd::LinSpaced(points, -4.0, 4.0);

/// Row j has the weights of the j-th derivative in the middle: that of the polynomial of degree 8.
MatrixXd derivative_weights() {
  MatrixXd powers(points, points);
  for (Index j = 0; j < points; ++j)
    powers.col(j) = (offsets / spacing).pow(static_cast<double>(j)).matrix();
  MatrixXd weights = powers.inverse().topRows(4);
  double scale = 1.0;
  for (Index j = 1; j < 4; ++j) {
    scale *= static_cast<double>(j) / spacing;
    weights.row(j) *= scale;
  }
  return weights;
}
const MatrixXd weights = derivative_weights();

/// Value and derivatives at a point: (i, j) is ∂^i/∂t^i ∂^j/∂x^j.
using Derivatives = Eigen::Matrix<double, 4, 4>;

struct Coefficients {
  Derivatives a, square;
};

Coefficients coefficients_at(ScalarCoefficients& model, double t, double x) {
  MatrixXd a(points, points), square(points, points);
  for (Index i = 0; i < points; ++i) {
    model.evaluate(t + offsets(i), x + offsets);
    a.row(i) = model.drift().matrix().transpose();
    square.row(i) = model.square().matrix().transpose();
  }
  return {weights * a * weights.transpose(), weights * square * weights.transpose()};
}

/// τ u'''/6 − A u, with u', u'', u'''.
double local_error(const Coefficients& at, ThirdMoment third_moment, double u1, double u2,
                   double u3) {
  const double a = at.a(0, 0), a1 = at.a(0, 1), a2 = at.a(0, 2);
  const double at0 = at.a(1, 0), at1 = at.a(1, 1), att = at.a(2, 0);
  const double v = at.square(0, 0), v1 = at.square(0, 1), vt = at.square(1, 0);
  const double aa1 = a1 * a1 + a * a2;  // (a a')'
  const double c = -0.5 * (a * a1 + at0), c1 = -0.5 * (aa1 + at1);
  const double ct = -0.5 * (at0 * a1 + a * at1 + att);

  const double lll = a * (aa1 * u1 + 3.0 * a * a1 * u2 + a * a * u3);
  const double ltl = at0 * (a1 * u1 + a * u2);
  const double llt = a * (at1 * u1 + at0 * u2);
  const double ltt = att * u1;
  const double lm = a * (c1 * u1 + c * u2 + 0.5 * (v1 * u2 + v * u3));
  const double ml = c * (a1 * u1 + a * u2) + 0.5 * v * (a2 * u1 + 2.0 * a1 * u2 + a * u3);
  const double mt = ct * u1 + 0.5 * vt * u2;
  return third_moment(a, v) * u3 / 6.0 -
         ((lll + ltl + ltt) / 6.0 + llt / 3.0 + 0.5 * (lm + ml + mt));
}

}  // namespace

double second_weak_error(const SdeModel& first_order, ThirdMoment third_moment, double x0,
                         double duration, const RealFunction& h) {
  require_finite("start of the weak error", x0);
  require_non_negative("duration of the weak error", duration);
  ScalarCoefficients model(first_order);
  const OdeRightHandSide flow = [&](double t, const VectorXd& x, VectorXd& dx) {
    model.evaluate(t, x.array());
    dx = model.drift().matrix();
  };
  const double end = OdeSolution(flow, VectorXd::Constant(1, x0), 0.0, duration).at(duration)(0);

  // Backwards from T: x̄, u', u'', u''' and the integral.
  const OdeRightHandSide back = [&](double elapsed, const VectorXd& s, VectorXd& ds) {
    const Coefficients at = coefficients_at(model, duration - elapsed, s(0));
    const double a1 = at.a(0, 1), a2 = at.a(0, 2), a3 = at.a(0, 3);
    ds(0) = -at.a(0, 0);
    ds(1) = a1 * s(1);
    ds(2) = 2.0 * a1 * s(2) + a2 * s(1);
    ds(3) = 3.0 * a1 * s(3) + 3.0 * a2 * s(2) + a3 * s(1);
    ds(4) = local_error(at, third_moment, s(1), s(2), s(3));
  };
  VectorXd s = VectorXd::Zero(5);
  s(0) = end;
  s.segment(1, 3) = (weights * (end + offsets).unaryExpr(h).matrix()).tail(3);
  return OdeSolution(back, s, 0.0, duration).at(duration)(4);
}

}  // namespace sdescent
