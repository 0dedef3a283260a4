#include "validation/adaptive/rivals_tests.hpp"
#include "validation/adaptive/stationary_level.hpp"

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;

Evidence loss_equality(const Session& session, const Comparison& cell) {
  const Window w = far_window(session.parameters());
  const Quantity loss = loss_within(w.from, w.to);
  return cell.equality(paper_rival, loss, cell.third_of_pilot(pilot_paper, pilot_malladi, loss));
}

Evidence spread_equality(const Session& session, const Comparison& cell, Eigen::Index coordinate) {
  const Window w = spread_window(session.parameters());
  const Quantity spread = average_variance(coordinate, w.from, w.to);
  return cell.equality(paper_rival, spread,
                       cell.third_of_pilot(pilot_paper, pilot_complete, spread));
}

Quantity level_of(const Session& session, Landscape landscape) {
  const ParameterValues& p = session.parameters();
  const Window w = level_window(p);
  return average_variance(rival_landscape(p, landscape).coordinate, w.from, w.to);
}

/// A third of the distance between the levels of both SDEs.
ArrayXd level_tolerance(const Session& session, const Comparison& cell, Landscape landscape) {
  const RivalLandscape on = rival_landscape(session.parameters(), landscape);
  const auto level = [&](SecondMomentModel model) {
    return stationary_level(cell.setting().method, model, on.curvature, on.sigma);
  };
  return ArrayXd::Constant(
      1, std::abs(level(SecondMomentModel::full) - level(SecondMomentModel::noise_only)) / 3.0);
}

void landscape_evidence(Session& session, const RivalResults& results, Landscape landscape) {
  const std::string name = rival_landscape(session.parameters(), landscape).name;
  const auto give = [&](const char* claim, const Evidence& evidence) {
    session.evidence(name + "-" + claim, evidence);
  };
  const Window w = far_window(session.parameters());
  const Comparison& far = results.of(landscape, far_start);
  const std::vector<Evidence> equal = far_tests(session, far, landscape);
  give("loss", equal[0]);
  give("spread", equal[1]);
  give("closer-loss", far.ordering(paper_rival, malladi_rival, loss_within(w.from, w.to)));
  give("closer-law", far.ordering_in_law(paper_rival, malladi_rival, w.from, w.to));
  const Comparison& near = results.of(landscape, near_start);
  const Quantity level = level_of(session, landscape);
  const bool scheme =
      results.kind == AdaptiveMethod::Kind::rmsprop && session.control("sde-at-eta");
  give("level",
       scheme ? near.equality_at_eta(paper_rival, level, level_tolerance(session, near, landscape))
              : near_tests(session, near, landscape).front());
  give("level-closer", near.ordering(paper_rival, malladi_rival, level));
  give("level-closer-at-eta", near.ordering_at_eta(paper_rival, malladi_rival, level));
}

}  // namespace

std::vector<Evidence> far_tests(const Session& session, const Comparison& cell,
                                Landscape landscape) {
  return {
      loss_equality(session, cell),
      spread_equality(session, cell, rival_landscape(session.parameters(), landscape).coordinate)};
}

std::vector<Evidence> near_tests(const Session& session, const Comparison& cell,
                                 Landscape landscape) {
  const Quantity level = level_of(session, landscape);
  const ArrayXd tolerance = level_tolerance(session, cell, landscape);
  return {cell.equality(paper_rival, level, tolerance),
          cell.equality(malladi_rival, level, tolerance)};
}

void rival_evidence(Session& session, const RivalResults& results) {
  for (const Landscape landscape : {on_quadratic, on_saddle})
    landscape_evidence(session, results, landscape);
}

}  // namespace sdescent::adaptive
