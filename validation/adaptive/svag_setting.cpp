#include "io/require.hpp"
#include "models/laplace_noise.hpp"
#include "models/sgd_sde.hpp"
#include "solvers/symmetric_pairs.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/adaptive/svag.hpp"
#include "validation/refinement.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive::svag {
namespace {

constexpr Index dimension = 2;

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
  const WeakExpansion e = weak_expansion(*s.sde(Method::sgd, Model::own), s.plane.x0, s.duration);
  const ArrayXd shift = e.sde_minus_flow(functions(s));
  return ArrayXd{{shift(0), shift(1), e.spread(0) / s.eta}};
}

}  // namespace

std::shared_ptr<const Problem> Setting::problem(Method m) const {
  if (m != Method::sgd) return plane.gaussian_problem();
  return std::make_shared<AdditiveNoiseProblem>(
      plane.objective(), std::make_shared<LaplaceNoise>(plane.sigma / std::numbers::sqrt2));
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
  if (m == Method::sgd) return {plane.x0, 0.0, duration};
  Eigen::VectorXd state = plane.relaxed_state(adaptive_method(m).kind, rho1, rho2, start);
  state.tail(dimension) *= v_factor;
  return {state, start, duration};
}

std::shared_ptr<const SdeModel> Setting::sde(Method m, Model model) const {
  if (m == Method::sgd) return std::make_shared<SgdSde>(problem(m), eta);
  return sde_of(adaptive_method(m), problem(m),
                model == Model::own ? SecondMomentModel::full : SecondMomentModel::noise_only);
}

Setting setting_of(const ParameterValues& p) {
  const Setting s{.plane = coupled_plane(p),
                  .start = p.real("start"),
                  .duration = p.real("duration"),
                  .eta = p.real("eta"),
                  .rho1 = p.real("rho1"),
                  .rho2 = p.real("rho2"),
                  .epsilon = p.real("epsilon"),
                  .levels = p.reals("l"),
                  .refine = refinement_range(p).start};
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  require_whole_steps("start", s.start, s.eta);
  require_whole_steps("duration", s.duration, s.eta);
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
