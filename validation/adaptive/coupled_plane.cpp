#include "validation/adaptive/coupled_plane.hpp"

#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {

using Eigen::ArrayXd;

std::shared_ptr<const Objective> CoupledPlane::objective() const {
  return std::make_shared<DenseQuadratic>(hessian);
}

std::shared_ptr<const Problem> CoupledPlane::gaussian_problem() const {
  return std::make_shared<AdditiveNoiseProblem>(objective(),
                                                std::make_shared<GaussianNoise>(sigma));
}

Eigen::VectorXd CoupledPlane::relaxed_state(AdaptiveMethod::Kind kind, double rho1, double rho2,
                                            double t) const {
  const ArrayXd g = (hessian * x0).array();
  const ArrayXd m = -std::expm1(-rho1 * t) * g;
  const ArrayXd v = -std::expm1(-rho2 * t) * (g.square() + sigma.array().square());
  const bool adam = kind == AdaptiveMethod::Kind::adam;
  Eigen::VectorXd state(adam ? 6 : 4);
  if (adam)
    state << x0, m.matrix(), v.matrix();
  else
    state << x0, v.matrix();
  return state;
}

CoupledPlane coupled_plane(const ParameterValues& p) {
  constexpr Eigen::Index dimension = 2;
  const ArrayXd& lambda = p.reals("hessian");
  require_equal("number of eigenvalues of hessian", lambda.size(), dimension);
  require_equal("number of coordinates of sigma", p.reals("sigma").size(), dimension);
  require_equal("number of coordinates of x0", p.reals("x0").size(), dimension);
  const Eigen::Matrix2d basis = Eigen::Rotation2Dd(p.real("angle")).toRotationMatrix();
  Eigen::Matrix2d hessian = basis * lambda.matrix().asDiagonal() * basis.transpose();
  hessian(1, 0) = hessian(0, 1);  // exactly symmetric
  return {hessian, p.reals("sigma").matrix(), p.reals("x0").matrix()};
}

void require_whole_steps(std::string_view name, double time, double eta) {
  const double steps = time / eta;
  require(std::abs(steps - std::round(steps)) <= 1e-9 * steps, "eta",
          fmt::format("a whole part of {} = {}", name, time), fmt::format("{}", eta));
}

}  // namespace sdescent::adaptive
