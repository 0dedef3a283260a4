#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/adaptive/coupled_plane.hpp"
#include "validation/adaptive/weak_order_sign.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive::weak_order {
const StateFunction& functions() {
  static const StateFunction all{{"x1", "x1^2", "x1*x2", "cos(x1)", "x2", "x2^2"},
                                 [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                                   out.col(0) = x.col(0);
                                   out.col(1) = x.col(0).square();
                                   out.col(2) = x.col(0) * x.col(1);
                                   for (Index r = 0; r < x.rows(); ++r)
                                     out(r, 3) = std::cos(x(r, 0));
                                   out.col(4) = x.col(1);
                                   out.col(5) = x.col(1).square();
                                 }};
  return all;
}

const std::string& name_of(Index h) { return functions().columns[static_cast<std::size_t>(h)]; }

ArrayXd spread(const ArrayXd& mean) {
  return ArrayXd{
      {mean(1) - mean(0) * mean(0), mean(2) - mean(0) * mean(4), mean(5) - mean(4) * mean(4)}};
}

std::uint64_t Setting::steps(double step) const {
  return static_cast<std::uint64_t>(std::llround(duration / step));
}

std::shared_ptr<const Problem> Setting::problem(Accuracy accuracy, double sigma_factor) const {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DenseQuadratic>(hessian),
      std::make_shared<GaussianNoise>(sigma_factor * sigma, accuracy));
}

Setting setting_of(const ParameterValues& p) {
  const CoupledPlane plane = coupled_plane(p);
  const Setting s{plane.hessian,      plane.sigma,    plane.x0,
                  p.real("duration"), p.reals("eta"), refinement_range(p).start};
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  require_at_least("number of values of eta", s.eta.size(), 3);
  for (Index i = 0; i < s.eta.size(); ++i) {
    require_whole_steps("duration", s.duration, s.eta(i));
    require(i == 0 || s.eta(i) > s.eta(i - 1), "eta", "increasing", fmt::format("{}", s.eta(i)));
  }
  return s;
}

Theory theory_of(const Setting& s) {
  const auto expansion = [&](Diffusion diffusion) {
    return weak_expansion(PlantedSde(s.problem(Accuracy::accurate), 1.0, diffusion), s.x0,
                          s.duration);
  };
  const WeakExpansion right = expansion(Diffusion::right);
  const WeakExpansion still = expansion(Diffusion::none);
  const WeakExpansion loud = expansion(Diffusion::without_mean);
  const auto coefficient_moved = [&](const WeakExpansion& wrong) -> ArrayXd {
    return (right.sde_minus_flow(functions()) - wrong.sde_minus_flow(functions()))
        .head(tested)
        .abs();
  };
  const auto spread_moved = [&](const WeakExpansion& wrong) -> ArrayXd {
    return (right.spread - wrong.spread).array().abs();
  };
  return {right.chain_minus_sde(functions()).head(tested), right.spread.array(),
          coefficient_moved(still).min(coefficient_moved(loud)) / 3.0,
          spread_moved(still).min(spread_moved(loud)) / 3.0};
}

}  // namespace sdescent::adaptive::weak_order
