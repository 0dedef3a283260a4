#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/svag.hpp"
#include "validation/adaptive/svag.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::adaptive::svag {
namespace {

/// Quadrature points for the moments of a step at ℓ = 1, within 10⁻⁶ of them where ρη <= 0.1; steps
/// of the time η/ℓ² need fewer.
Index nodes_at(double level) { return std::max<Index>(4, static_cast<Index>(12.0 / level)); }

/// The ODE of SGD's SDE.
class GradientFlowSde final : public OptimizerSde {
 public:
  using OptimizerSde::OptimizerSde;
  Index noise_dimension() const override { return problem().dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    problem().objective().gradient(x, drift, 0, scratch);
    drift = -drift;
    diagonal.setZero();
  }
};

ControlledProcess amplified_sgd(const Session& session, const Setting& s, double level) {
  const double c = session.control("one-draw") ? 1.0 : level;
  const auto problem = std::make_shared<SvagProblem>(s.problem(Method::sgd), c);
  const double step = s.eta / level;
  const Horizon horizon = s.horizon(Method::sgd);
  const auto process = std::make_shared<Sgd>(
      OptimizerSettings{"svag", problem, step, horizon.begin(), /*stream=*/1});
  return with_controls(process, std::make_shared<SgdSde>(problem, step), horizon);
}

/// The method that SVAG runs: clock η/ℓ², learning rate η/ℓ, (1 − β_i)/ℓ², εℓ.
AdaptiveMethod method_at(const Session& session, const Setting& s, Method m, double level) {
  const double square = level * level;
  const double slower = session.control("beta-by-l") ? level : square;
  AdaptiveMethod method = s.adaptive_method(m);
  method.eta /= square;
  method.kappa = level;
  method.beta1 = m == Method::adam ? 1.0 - (1.0 - method.beta1) / slower : 0.0;
  method.beta2 = 1.0 - (1.0 - method.beta2) / slower;
  method.epsilon *= level;
  return method;
}

}  // namespace

ControlledProcess amplified(const Session& session, const Setting& s, Method m, double level) {
  if (m == Method::sgd) return amplified_sgd(session, s, level);
  const double c = session.control("one-draw") ? 1.0 : level * level;
  const Horizon horizon = s.horizon(m, session.control("v-not-scaled") ? 1.0 : level * level);
  const AdaptiveMethod method = method_at(session, s, m, level);
  const auto optimizer = [&](std::shared_ptr<const Problem> problem) {
    return optimizer_of(method, "svag", std::move(problem), horizon.begin(), /*stream=*/1);
  };
  // The mixture of two Gaussian gradients is Gaussian: steps have the moments of one with √c σ.
  CoupledPlane louder = s.plane;
  louder.sigma *= std::sqrt(c);
  return optimizer_with_controls(optimizer(std::make_shared<SvagProblem>(s.problem(m), c)),
                                 optimizer(louder.gaussian_problem()), nodes_at(level), horizon);
}

std::vector<Estimate> run_levels(Session& session, const Setting& s, Method m) {
  const ParameterGrid grid(name_of(m), {{"l", s.levels}});
  const std::vector<Archive> archives = session.cells(grid, [&](const Cell& cell) {
    const std::vector<ControlledProcess> all{amplified(session, s, m, cell.point.real("l"))};
    ControlledMeans means = means_of("svag", all, functions(s));
    run_to_end(session, s.horizon(m), all, session.parameters().count("paths"), cell.seed, means);
    Archive archive;
    means.less.save(archive);
    return archive;
  });
  std::vector<Estimate> levels;
  for (std::size_t i = 0; i < archives.size(); ++i) {
    ControlledMeans means =
        means_of("svag", {amplified(session, s, m, s.levels(static_cast<Index>(i)))}, functions(s));
    means.less.load(archives[i]);
    levels.push_back(jackknife(means.less, [&](const MomentCurves& curves) {
      return numbers(means.of(curves, 0), s.eta);
    }));
  }
  return levels;
}

Solved solve(Session& session, const Setting& s, Method m, Model model) {
  const bool swapped = session.control("sdes-swapped");
  const Model planted = swapped ? (model == Model::own ? Model::malladi : Model::own) : model;
  std::shared_ptr<const SdeModel> sde = s.sde(m, planted);
  if (m == Method::sgd && session.control("sgd-without-noise"))
    sde = std::make_shared<GradientFlowSde>(s.problem(m), s.eta);
  const Horizon horizon = s.horizon(m);
  const auto all = solutions_with_controls(sde, s.eta, s.refine, horizon);
  ControlledMeans means = means_of("sde", all, functions(s));
  const std::string part =
      fmt::format("{}-{}", name_of(m), model == Model::own ? "own" : "malladi");
  run_to_end(session, horizon, all, session.parameters().count("paths"), session.seed(part), means);
  const auto of = [&](auto mean) {
    return jackknife(means.less, [&](const MomentCurves& c) { return numbers(mean(c), s.eta); });
  };
  const Estimate value = of([&](const MomentCurves& c) { return means.extrapolated(c, fine); });
  const Estimate before = of([&](const MomentCurves& c) { return means.extrapolated(c, middle); });
  return {value, discretisation_bias(before, value, 2.0, 2.0),
          of([&](const MomentCurves& c) { return means.of(c, at_eta); })};
}

Estimate Results::difference(Model m, Index number) const {
  std::vector<Estimate> points_of;
  for (auto level = levels.rbegin(); level != levels.rend(); ++level)
    points_of.push_back(points(*level - model(m).value, number, 1));
  return joined(points_of);
}

}  // namespace sdescent::adaptive::svag
