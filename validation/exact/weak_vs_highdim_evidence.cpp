// What the runs of exact/weak-vs-highdim say of each claim.
#include "validation/estimate_algebra.hpp"
#include "validation/exact/weak_vs_highdim.hpp"
#include "validation/exact_estimate.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;

/// Deviations of signSGD from something at each record, over cells of increasing `small`.
class OverCells {
 public:
  OverCells(const WeakHighdimSetting& s, const std::vector<WeakHighdimResult>& cells, ArrayXd small,
            const char* parameter)
      : times_(s.times()), cells_(cells), small_(std::move(small)), parameter_(parameter) {}

  /// From an SDE, plus a curve.
  std::vector<Deviations> from(Rival rival, const ArrayXd& plus) const {
    std::vector<Estimate> deviations;
    std::vector<ArrayXd> bias;
    for (const WeakHighdimResult& cell : cells_) {
      deviations.push_back(cell.optimizer() - cell.sde(rival) - (-plus));
      bias.push_back(cell.bias(rival));
    }
    return by_record(deviations, bias);
  }
  std::vector<Deviations> from(const ArrayXd& known) const {
    std::vector<Estimate> deviations;
    for (const WeakHighdimResult& cell : cells_) deviations.push_back(cell.optimizer() - known);
    return by_record(deviations, std::vector<ArrayXd>(cells_.size(), 0.0 * known));
  }

 private:
  std::vector<Deviations> by_record(const std::vector<Estimate>& deviations,
                                    const std::vector<ArrayXd>& bias) const {
    std::vector<Deviations> curves;
    for (Index t = 0; t < times_.size(); ++t) {
      std::vector<Estimate> at_time;
      ArrayXd bias_at_time(small_.size());
      for (std::size_t c = 0; c < cells_.size(); ++c) {
        at_time.push_back(points(deviations[c], t, 1));
        bias_at_time(static_cast<Index>(c)) = bias[c](t);
      }
      curves.push_back({fmt::format("E R at ηt = {:.3g}", times_(t)), small_, joined(at_time),
                        bias_at_time, parameter_});
    }
    return curves;
  }

  ArrayXd times_;
  const std::vector<WeakHighdimResult>& cells_;
  ArrayXd small_;
  const char* parameter_;
};

/// At the end, near rest. Before, the terms of first order nearly cancel: they would for K = I
/// without label noise.
PowerLaw law_of(const Deviations& curve) {
  return {curve.name, curve.eta, curve.deviation, curve.bias};
}

/// That |y| falls at least as fast as x.
Evidence at_least_linear(const PowerLaw& law) {
  const Slope slope = slope_of(law, 0, law.x.size());
  const Estimate minus{-slope.value.value, -slope.value.pseudo_values, slope.value.runs};
  const ArrayXd one = ArrayXd::Ones(1);
  Evidence evidence{minus - (-one), -one, 0.0 * one, slope.bias * one};
  evidence.unfit = noise_in(law);
  return evidence;
}

void small_eta_claims(Session& session, const WeakHighdimSetting& s,
                      const WeakHighdimResults& results) {
  const OverCells cells(s, results.small_eta, results.etas, "η");
  const ArrayXd exact = drift_risk(s, results.dimension, Rival::weak),
                linear = drift_risk(s, results.dimension, Rival::highdim), floor = exact - linear;
  const ArrayXd tolerance = third_of_distance(exact, linear), none = 0.0 * floor;
  const auto weak = cells.from(Rival::weak, none);
  session.evidence("weak-small-eta", limit_evidence(weak, none, tolerance));
  session.evidence("highdim-small-eta",
                   limit_evidence(cells.from(Rival::highdim, none), none, tolerance));
  session.evidence("highdim-floor",
                   limit_evidence(cells.from(Rival::highdim, -floor), floor, tolerance));
  // At the end, near rest: before, terms of first order nearly cancel, as they do for K = I without
  // label noise.
  const Deviations last = session.control("highdim-for-weak")
                              ? cells.from(Rival::highdim, none)[s.records / 3 - 1]
                              : weak.back();
  session.evidence("weak-order", at_least_linear(law_of(last)));
}

/// Without sampling: the floor over d.
Evidence floor_exponent(const WeakHighdimSetting& s, Index smallest) {
  constexpr Index count = 5;
  ArrayXd inverse(count), floor(count);
  for (Index i = 0; i < count; ++i) {
    const Index d = smallest << (count - 1 - i);
    inverse(i) = 1.0 / static_cast<double>(d);
    floor(i) = (drift_risk(s, d, Rival::weak) -
                drift_risk(s, d, Rival::highdim))(static_cast<Index>(s.records / 3) - 1);
  }
  // 1e-9 is what the tolerance of the ODE leaves of R.
  return exponent_evidence(
      {{"floor", inverse, exact_estimate(floor), ArrayXd::Constant(count, 1e-9)}}, 1.0, 1.0 / 6.0);
}

void large_d_claims(Session& session, const WeakHighdimSetting& s,
                    const WeakHighdimResults& results) {
  const OverCells cells(s, results.large_d, results.inverse_dimensions, "1/d");
  const auto largest = static_cast<Index>(std::llround(1.0 / results.inverse_dimensions(0)));
  const ArrayXd right = ode_risk(s, largest, results.eta);
  const ArrayXd wrong_noise = ode_risk(s, largest, results.eta, 2.0 * std::numbers::inv_pi),
                no_label = ode_risk(s, largest, results.eta, 1.0, 0.0);
  const ArrayXd tolerance =
      third_of_distance(right, wrong_noise).min(third_of_distance(right, no_label));
  const ArrayXd none = 0.0 * right;
  const auto weak = cells.from(Rival::weak, none), highdim = cells.from(Rival::highdim, none);
  session.evidence("weak-large-d", limit_evidence(weak, none, tolerance));
  session.evidence("highdim-large-d", limit_evidence(highdim, none, tolerance));
  session.evidence(
      "joint-exponents",
      exponent_evidence({law_of(weak.back()), law_of(highdim.back())}, 1.0, 1.0 / 6.0));
  const ArrayXd k = s.problem(largest)->covariance().variances();
  const ArrayXd driftless = s.risk + 0.5 * results.eta * k.mean() * s.times();
  const ArrayXd& planted = session.control("drift-kept") ? right : driftless;
  session.evidence("drift-vanishes", limit_evidence(cells.from(planted), planted,
                                                    third_of_distance(right, driftless)));
}

void spread_claims(Session& session, const WeakHighdimResults& results) {
  const WeakHighdimSetting& s = results.spread_setting;
  const auto log_variance = [&](bool outer_product) -> ArrayXd {
    return linear_variance(s, results.spread_dimension, results.eta, outer_product).log();
  };
  const ArrayXd right = log_variance(true), wrong = log_variance(false), ratio = right - wrong;
  const ArrayXd tolerance = third_of_distance(right, wrong), none = 0.0 * ratio;
  const WeakHighdimResult& cell = results.spread;
  const Estimate weak = cell.log_spread_ratio(Rival::weak),
                 highdim = cell.log_spread_ratio(Rival::highdim);
  const ArrayXd bias = cell.log_spread_bias(Rival::highdim);
  session.evidence("spread-weak", {weak, none, tolerance, cell.log_spread_bias(Rival::weak)});
  session.evidence("spread-highdim", {highdim, none, tolerance, bias});
  session.evidence("spread-predicted", {highdim - ratio, ratio, tolerance, bias});
}

}  // namespace

void weak_highdim_evidence(Session& session, const WeakHighdimSetting& s,
                           const WeakHighdimResults& results) {
  small_eta_claims(session, s, results);
  session.evidence("floor-exponent", floor_exponent(s, results.dimension));
  large_d_claims(session, s, results);
  spread_claims(session, results);
}

}  // namespace sdescent::exact
