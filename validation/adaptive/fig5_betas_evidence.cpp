// What the runs of adaptive/fig5-betas say of each claim.
#include "solvers/function_of_estimates.hpp"
#include "validation/adaptive/fig5_betas.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/ordering.hpp"

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::MatrixXd;

/// Each of `count` points from `first` on minus their mean.
Estimate about_mean(const Estimate& e, Index first, Index count) {
  const auto n = static_cast<double>(count);
  const MatrixXd centre =
      MatrixXd::Identity(count, count) - MatrixXd::Constant(count, count, 1.0 / n);
  return mapped(centre, points(e, first, count));
}

Evidence equal(const Estimate& deviation, const ArrayXd& predicted, double tolerance) {
  const ArrayXd none = ArrayXd::Zero(deviation.points());
  return {deviation, predicted, none + tolerance, none};
}

/// Pairs of the larger β₁, which are the later half, end at x_1 > 0.
void far_claims(Session& session, const BetasSetting& s, const BetasResult& far) {
  const Index half = s.beta2s.size();
  ArrayXd basins = ArrayXd::Zero(s.pairs());
  basins.tail(half) = 1.0;
  session.evidence("three-and-three", equal(far.positive() - basins, basins, 1.0 / 6.0));

  const Estimate levels = far.levels();
  const double left = rest_of(s, basin_of(s, false), 0).noise,
               right = rest_of(s, basin_of(s, true), s.pairs() - 1).noise;
  session.evidence("level-in-basin",
                   equal(joined({about_mean(levels, 0, half), about_mean(levels, half, half)}),
                         levels.value, std::min(left, right) / 3.0));
  session.evidence(
      "basins-differ",
      ordering_evidence(points(levels, half, half), points(levels, 0, half), ArrayXd::Zero(half)));

  const Estimate areas = far.areas();
  session.evidence(
      "speed-beta1",
      ordering_evidence(points(areas, 0, half), points(areas, half, half), ArrayXd::Zero(half)));
  session.evidence("speed-beta2",
                   ordering_evidence(points(areas, 0, half - 1), points(areas, 1, half - 1),
                                     ArrayXd::Zero(half - 1)));
}

/// All pairs in one basin. A third of what the pair changes at most is the tolerance of what tells
/// pairs apart.
void near_claims(Session& session, const BetasSetting& s, const BetasResult& near) {
  const Index half = s.beta2s.size(), last = s.pairs() - 1;
  const Basin basin = basin_of(s, true);
  ArrayXd rests(s.pairs());
  for (Index pair = 0; pair < s.pairs(); ++pair) {
    const Rest rest = rest_of(s, basin, pair);
    rests(pair) = rest.moved + rest.noise;
  }
  const double tolerance = (rests.maxCoeff() - rests.minCoeff()) / 3.0;
  const Estimate levels = near.levels();
  session.evidence("level", equal(about_mean(levels, 0, s.pairs()), levels.value,
                                  rest_of(s, basin, 0).noise / 3.0));
  session.evidence("level-beta2",
                   equal(joined({about_mean(levels, 0, half), about_mean(levels, half, half)}),
                         levels.value, tolerance));
  ArrayXd weights = ArrayXd::Zero(s.pairs());
  weights(last) = 1.0;
  weights(half - 1) = -1.0;
  session.evidence("level-beta1", equal(mapped(weights.matrix().transpose(), levels),
                                        ArrayXd::Zero(1), tolerance));
  const ArrayXd predicted =
      session.control("same-rest") ? ArrayXd::Zero(s.pairs()) : ArrayXd(rests - rests.mean());
  session.evidence("level-linearised",
                   equal(about_mean(levels, 0, s.pairs()) - predicted, predicted, tolerance));
}

}  // namespace

void measure_fig5_betas(Session& session) {
  BetasResults results{betas_setting(session.parameters()), {}, {}};
  const BetasSetting& s = results.setting;
  const auto archives = session.cells(
      ParameterGrid("start", {{"near", Eigen::Array2d(0, 1)}}), [&](const Cell& cell) {
        return BetasResult::run(session, s, cell.point.count("near") == 0, cell.seed);
      });
  for (std::size_t i = 0; i < archives.size(); ++i) {
    results.starts.emplace_back(session, s, i == 0);
    results.starts.back().load(archives[i]);
  }
  results.noise_free = noise_free_basins(session, s);
  far_claims(session, s, results.far());
  near_claims(session, s, results.near());
  show_fig5_betas(session, results);
}

}  // namespace sdescent::adaptive
