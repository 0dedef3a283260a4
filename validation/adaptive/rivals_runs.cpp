#include "validation/adaptive/complete_adaptive_sde.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/adaptive/mistaken_adaptive_sde.hpp"
#include "validation/adaptive/rivals.hpp"
#include "validation/adaptive/rivals_tests.hpp"

#include <utility>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

/// A path of an unstable scheme ends here: outside of both minima of the saddle and of all that a
/// stable one visits from a near start, and from a far one.
constexpr double near_escape = 2.0, far_escape = 10.0;

const char* start_parameter(Landscape landscape, RivalStart start) {
  if (landscape == on_quadratic) return start == far_start ? "quadratic_far" : "quadratic_near";
  return start == far_start ? "saddle_far" : "saddle_near";
}

/// The paper's SDE or what a control plants in its place, and Malladi's.
std::vector<TrajectoryModel> rival_models(const Session& session, const AdaptiveMethod& method,
                                          const std::shared_ptr<const Problem>& problem) {
  const bool adam = method.kind == AdaptiveMethod::Kind::adam;
  auto paper = sde_of(method, problem);
  auto malladi = mistaken_sde_of(method, problem, AdaptiveMistake::malladi);
  if (session.control("malladi-for-paper")) paper = malladi;
  if (session.control("rivals-swapped") || session.control("rivals-swapped-at-rest"))
    std::swap(paper, malladi);
  if (session.control("complete-sde")) paper = complete_sde_of(method, problem);
  if (adam && session.control("without-lag"))
    paper = mistaken_sde_of(method, problem, AdaptiveMistake::without_lag);
  if (adam && session.control("without-correction"))
    paper = mistaken_sde_of(method, problem, AdaptiveMistake::without_correction);
  return {{"paper", paper}, {"malladi", malladi}};
}

ParameterGrid comparison_grid() {
  return {"comparison", {{"saddle", Eigen::Array2d(0, 1)}, {"near", Eigen::Array2d(0, 1)}}};
}

Trajectories later_start(const Session& session, AdaptiveMethod::Kind kind, Landscape landscape,
                         double t0) {
  const ParameterValues& p = session.parameters();
  return started_at(rival_setting(session, kind, landscape, far_start), t0, far_window(p).to,
                    p.count("t0_paths"));
}

ParameterGrid later_grid(const ParameterValues& p) {
  return {"t0", {{"saddle", Eigen::Array2d(0, 1)}, {"t0", p.reals("t0s")}}};
}

}  // namespace

RivalLandscape rival_landscape(const ParameterValues& p, Landscape landscape) {
  const bool saddle = landscape == on_saddle;
  const double sigma = p.real(saddle ? "saddle_sigma" : "quadratic_sigma");
  const ArrayXd lambda = p.reals(saddle ? "saddle" : "hessian");
  if (!saddle)
    return {"quadratic", gaussian_quadratic(lambda, ArrayXd::Constant(lambda.size(), sigma)), sigma,
            lambda(0), 0};
  const Index stable = lambda.size() - 1;
  return {"saddle", gaussian_saddle(lambda, p.real("quartic"), p.real("cubic"), sigma), sigma,
          lambda(stable), stable};
}

AdaptiveMethod rival_method(const ParameterValues& p, AdaptiveMethod::Kind kind) {
  const bool adam = kind == AdaptiveMethod::Kind::adam;
  return {.kind = kind,
          .eta = p.real("eta"),
          .beta1 = adam ? p.real("beta1") : 0.0,
          .beta2 = p.real(adam ? "beta2" : "beta"),
          .epsilon = p.real("epsilon")};
}

ComparisonSetting rival_setting(const Session& session, AdaptiveMethod::Kind kind,
                                Landscape landscape, RivalStart start) {
  const ParameterValues& p = session.parameters();
  const RivalLandscape on = rival_landscape(p, landscape);
  const AdaptiveMethod method = rival_method(p, kind);
  const bool is_near = start == near_start;
  return {
      .run = {.method = method,
              .problem = on.problem,
              .x0 = p.reals(start_parameter(landscape, start)),
              .t0 = p.real("t0"),
              .end = p.real(is_near ? "near_end" : "far_end"),
              .records = p.count("records"),
              .paths = p.count(is_near ? "near_paths" : "far_paths"),
              .samples = p.count("samples")},
      .models = rival_models(session, method, on.problem),
      .pilot_models = {{"paper", sde_of(method, on.problem)},
                       {"malladi", mistaken_sde_of(method, on.problem, AdaptiveMistake::malladi)},
                       {"complete", complete_sde_of(method, on.problem)}},
      .refinement = refinement_range(p),
      .pilot_paths = p.count("pilot_paths"),
      .most_at_eta = is_near ? near_escape : far_escape};
}

RivalResults rival_results(Session& session, AdaptiveMethod::Kind kind) {
  const auto landscape = [](double saddle) { return saddle > 0 ? on_saddle : on_quadratic; };
  RivalResults results{kind, {}, {}};
  const ParameterGrid grid = comparison_grid();
  const auto setting = [&](const ParameterPoint& point) {
    return rival_setting(session, kind, landscape(point.real("saddle")),
                         point.real("near") > 0 ? near_start : far_start);
  };
  const std::vector<Archive> compared = session.cells(grid, [&](const Cell& cell) {
    const Landscape on = landscape(cell.point.real("saddle"));
    const bool is_near = cell.point.real("near") > 0;
    return Comparison::run(session, setting(cell.point), cell.seed, [&](const Comparison& c) {
      return is_near ? near_tests(session, c, on) : far_tests(session, c, on);
    });
  });
  for (std::size_t i = 0; i < compared.size(); ++i) {
    results.comparisons.emplace_back(setting(grid.points()[i]));
    results.comparisons.back().load(compared[i]);
  }
  const ParameterGrid later = later_grid(session.parameters());
  const auto runs = [&](const ParameterPoint& point) {
    return later_start(session, kind, landscape(point.real("saddle")), point.real("t0"));
  };
  const std::vector<Archive> started = session.cells(later, [&](const Cell& cell) {
    Trajectories all = runs(cell.point);
    all.run(session, cell.seed);
    Archive archive;
    all.save(archive);
    return archive;
  });
  results.starts.resize(landscapes);
  for (std::size_t i = 0; i < started.size(); ++i) {
    const ParameterPoint& point = later.points()[i];
    Trajectories all = runs(point);
    all.load(started[i]);
    results.starts[landscape(point.real("saddle"))].push_back({point.real("t0"), std::move(all)});
  }
  return results;
}

}  // namespace sdescent::adaptive
