#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/laplace_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd_sde.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/adaptive/svag.hpp"
#include "validation/refinement.hpp"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive::svag {
namespace {

constexpr Index dimension = 2;

void require_divided(const char* name, double time, double eta) {
  const double steps = time / eta;
  require(std::abs(steps - std::round(steps)) <= 1e-9 * steps, "eta",
          fmt::format("a whole part of {} = {}", name, time), fmt::format("{}", eta));
}

}  // namespace

ArrayXd expanded(const Setting& s, Method m, Model model) {
  const auto at = [&](double eta) {
    Setting other = s;
    other.eta = eta;
    return other.sde(m, model);
  };
  const Horizon horizon = s.horizon(m);
  const WeakExpansion e =
      weak_expansion(small_noise_of(at), horizon.state, horizon.duration, horizon.start);
  const StateFunction h = functions(s);
  const ArrayXd mean = jet(h, e.point).value.array() + s.eta * e.sde_minus_flow(h);
  ArrayXd all = numbers(mean, s.eta);
  all(2) = e.spread(pair_column(e.point.size(), 0, 0));
  return all;
}

namespace {

/// What the noise adds to the numbers of SGD's SDE.
ArrayXd of_noise(const Setting& s) {
  const WeakExpansion e = weak_expansion(*s.sde(Method::sgd, Model::own), s.x0, s.duration);
  const ArrayXd shift = e.sde_minus_flow(functions(s));
  return ArrayXd{{shift(0), shift(1), e.spread(0) / s.eta}};
}

}  // namespace

std::shared_ptr<const Problem> Setting::problem(Method m) const {
  const auto objective = std::make_shared<DenseQuadratic>(hessian);
  if (m == Method::sgd)
    return std::make_shared<AdditiveNoiseProblem>(
        objective, std::make_shared<LaplaceNoise>(sigma / std::numbers::sqrt2));
  return std::make_shared<AdditiveNoiseProblem>(objective, std::make_shared<GaussianNoise>(sigma));
}

AdaptiveMethod Setting::adaptive_method(Method m) const {
  using enum AdaptiveMethod::Kind;
  return {.kind = m == Method::adam ? adam : rmsprop,
          .eta = eta,
          .beta1 = m == Method::adam ? 1.0 - eta * rho1 : 0.0,
          .beta2 = 1.0 - eta * rho2,
          .epsilon = epsilon};
}

Horizon Setting::horizon(Method m, double v_factor) const {
  if (m == Method::sgd) return {x0, 0.0, duration};
  const ArrayXd g = (hessian * x0).array();
  const ArrayXd first = -std::expm1(-rho1 * start) * g;
  const ArrayXd v = -std::expm1(-rho2 * start) * v_factor * (g.square() + sigma.array().square());
  Eigen::VectorXd state(m == Method::adam ? 6 : 4);
  if (m == Method::adam)
    state << x0, first.matrix(), v.matrix();
  else
    state << x0, v.matrix();
  return {state, start, duration};
}

std::shared_ptr<const SdeModel> Setting::sde(Method m, Model model) const {
  if (m == Method::sgd) return std::make_shared<SgdSde>(problem(m), eta);
  return sde_of(adaptive_method(m), problem(m),
                model == Model::own ? SecondMomentModel::full : SecondMomentModel::noise_only);
}

Setting setting_of(const ParameterValues& p) {
  const ArrayXd& lambda = p.reals("hessian");
  require_equal("number of eigenvalues of hessian", lambda.size(), dimension);
  require_equal("number of coordinates of sigma", p.reals("sigma").size(), dimension);
  require_equal("number of coordinates of x0", p.reals("x0").size(), dimension);
  const Eigen::Matrix2d basis = Eigen::Rotation2Dd(p.real("angle")).toRotationMatrix();
  Eigen::Matrix2d hessian = basis * lambda.matrix().asDiagonal() * basis.transpose();
  hessian(1, 0) = hessian(0, 1);  // exactly symmetric
  const Setting s{.hessian = hessian,
                  .sigma = p.reals("sigma").matrix(),
                  .x0 = p.reals("x0").matrix(),
                  .start = p.real("start"),
                  .duration = p.real("duration"),
                  .eta = p.real("eta"),
                  .rho1 = p.real("rho1"),
                  .rho2 = p.real("rho2"),
                  .epsilon = p.real("epsilon"),
                  .levels = p.reals("l"),
                  .refine = refinement_range(p).start};
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  require_divided("start", s.start, s.eta);
  require_divided("duration", s.duration, s.eta);
  require(s.eta * std::max(s.rho1, s.rho2) <= 1.0, "eta", "<= 1/rho1 and 1/rho2",
          fmt::format("{}", s.eta));
  require_at_least("number of values of l", s.levels.size(), 3);
  for (Index i = 0; i < s.levels.size(); ++i)
    require(s.levels(i) == std::round(s.levels(i)) && (i == 0 || s.levels(i) > s.levels(i - 1)),
            "l", "whole and increasing", fmt::format("{}", s.levels(i)));
  return s;
}

StateFunction functions(const Setting& s) {
  return {{"f", "x1^2", "x1"},
          [problem = s.problem(Method::rmsprop)](const ConstBlockRef& state, BlockRef out,
                                                 Scratch& scratch) {
            const auto x = state.leftCols(dimension);
            problem->objective().loss(x, out.col(0), scratch);
            out.col(1) = x.col(0).square();
            out.col(2) = x.col(0);
          }};
}

ArrayXd numbers(const ArrayXd& mean, double eta) {
  return ArrayXd{{mean(0), mean(1), (mean(1) - mean(2) * mean(2)) / eta}};
}

ArrayXd tolerance_of(const Setting& s, Method m) {
  if (m == Method::sgd) return of_noise(s).abs() / 3.0;
  return (expanded(s, m, Model::own) - expanded(s, m, Model::malladi)).abs() / 3.0;
}

}  // namespace sdescent::adaptive::svag
