// What the runs of exact/adam say of each claim.
#include "validation/estimate_algebra.hpp"
#include "validation/exact/adam_memory.hpp"
#include "validation/exact/adam_parts.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/limit.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

constexpr double early = 0.25;  // t of the records that bias correction is asked at

/// A third of the distance to the nearest of the mistakes, over the first records or all.
ArrayXd planted_tolerance(const AdamSetting& s, Index d, Index records) {
  const ArrayXd right = adam_curve(s, d);
  ArrayXd tolerance = ArrayXd::Constant(records, 1.0 / 0.0);
  for (const AdamMistake mistake :
       {AdamMistake::risk_for_population, AdamMistake::sign_noise, AdamMistake::sign_drift})
    tolerance = tolerance.min(third_of_distance(ArrayXd(right.head(records)),
                                                ArrayXd(adam_curve(s, d, mistake).head(records))));
  return tolerance;
}

/// The same to Adam without bias correction.
ArrayXd uncorrected_tolerance(const AdamSetting& s, Index d, Index records) {
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const auto curve = [&](bool corrected) -> ArrayXd {
    return adam_risk(*problem, s.start(d), s.eta, s.beta2(d), s.times, {false, true, corrected})
        .head(records);
  };
  return third_of_distance(curve(true), curve(false));
}

/// A deviation and the bound of its bias in one cell.
struct AtDimension {
  Estimate deviation;
  ArrayXd bias;
};
using DeviationOf = std::function<AtDimension(const AdamWindow&, Index d)>;

/// Limits as d^{−½} → 0 of the first records, `predicted` at infinite d.
Evidence window_limit(const AdamSetting& s, const AdamResults& results, const DeviationOf& of,
                      const ArrayXd& predicted, const ArrayXd& tolerance) {
  const Index records = predicted.size(), cells = results.dimensions.size();
  std::vector<Estimate> deviations;
  std::vector<ArrayXd> bias;
  for (Index c = 0; c < cells; ++c) {
    AtDimension at = of(results.windows[static_cast<std::size_t>(c)],
                        static_cast<Index>(std::llround(results.dimensions(c))));
    deviations.push_back(std::move(at.deviation));
    bias.push_back(std::move(at.bias));
  }
  std::vector<Deviations> curves;
  for (Index t = 0; t < records; ++t) {
    std::vector<Estimate> at_time;
    ArrayXd bias_at_time(cells);
    for (Index c = 0; c < cells; ++c) {
      at_time.push_back(points(deviations[static_cast<std::size_t>(c)], t, 1));
      bias_at_time(c) = bias[static_cast<std::size_t>(c)](t);
    }
    curves.push_back({fmt::format("t = {}", s.times(t)), results.dimensions.inverse(),
                      joined(at_time), bias_at_time, "1/d"});
  }
  return limit_evidence(curves, predicted, tolerance, 0.5);
}

/// E R of a process less adamODE's.
DeviationOf from_ode(const Session& session, const AdamSetting& s, AdamWindow::Column column) {
  AdamMistake mistake = AdamMistake::none;
  if (session.control("risk-for-population")) mistake = AdamMistake::risk_for_population;
  if (session.control("noise-of-signs")) mistake = AdamMistake::sign_noise;
  if (session.control("drift-of-signs")) mistake = AdamMistake::sign_drift;
  return [&s, column, mistake](const AdamWindow& window, Index d) -> AtDimension {
    return {window.mean(column) - adam_curve(s, d, mistake), ArrayXd::Zero(s.times.size())};
  };
}

void window_claims(Session& session, const AdamSetting& s, const AdamResults& results) {
  const auto largest = static_cast<Index>(std::llround(results.dimensions(0)));
  const ArrayXd right = adam_curve(s, largest);
  const Index all = right.size(), first = (s.times <= early).count();
  const ArrayXd tolerance = planted_tolerance(s, largest, all), none = 0.0 * right;
  session.evidence(
      "window", window_limit(s, results, from_ode(session, s, AdamWindow::adam), right, tolerance));
  const ArrayXd with_memory =
      session.control("risk-for-population")
          ? adam_curve(s, largest, AdamMistake::risk_for_population)
          : adam_risk(*s.problem(largest, AdamSetting::Labels::gaussian), s.start(largest), s.eta,
                      s.beta2(largest), s.times, {});
  session.evidence(
      "early",
      {points(results.windows.front().mean(AdamWindow::adam), 0, first) - with_memory.head(first),
       with_memory.head(first), uncorrected_tolerance(s, largest, first), ArrayXd::Zero(first)});
  session.evidence(
      "heavy-tails",
      window_limit(s, results, from_ode(session, s, AdamWindow::heavy_tailed), right, tolerance));
  const auto momentum = [&](const AdamWindow& window, Index) -> AtDimension {
    return {window.mean(AdamWindow::momentum) - window.mean(AdamWindow::adam), none};
  };
  session.evidence("momentum", window_limit(s, results, momentum, none, tolerance));
  const auto sde = [&](const AdamWindow& window, Index) -> AtDimension {
    const Estimate fine = window.mean(AdamWindow::sde_fine);
    return {window.mean(AdamWindow::adam) - fine,
            discretisation_bias(window.mean(AdamWindow::sde_coarse), fine,
                                static_cast<double>(s.refine))};
  };
  session.evidence("sde", window_limit(s, results, sde, none, tolerance));
}

void sign_claims(Session& session, const AdamSetting& s, const AdamResults& results) {
  const auto largest = static_cast<Index>(std::llround(results.dimensions(0)));
  const SignBesideAdam theory = sign_beside_adam(s, largest);
  const AdamWindow& window = results.windows.front();
  const ArrayXd right = adam_curve(s, largest), none = 0.0 * right;
  const Estimate adam = window.mean(AdamWindow::adam);
  const Estimate sign = window.mean(AdamWindow::sign);
  const ArrayXd& planted = session.control("sign-noise-counted") ? theory.sign - right : none;
  session.evidence("sign-risk", {sign - adam - planted, none,
                                 planted_tolerance(s, largest, right.size()), none});
  const double share = session.control("share-of-four") ? 4.0 : 0.1;
  const Estimate tenth{share * adam.value, share * adam.pseudo_values, adam.runs};
  session.evidence("path-identical",
                   {window.mean(AdamWindow::distance) - tenth, tenth.value, none, none});
  const auto distance = [&](const AdamWindow& at, Index d) -> AtDimension {
    return {at.mean(AdamWindow::distance) - sign_beside_adam(s, d).distance, none};
  };
  const ArrayXd mistaken = sign_beside_adam(s, largest, SharedData::of_one_residual).distance;
  session.evidence("sign-distance", window_limit(s, results, distance, theory.distance,
                                                 third_of_distance(theory.distance, mistaken)));
}

/// Points of Adam at all β₂ that are wanted, less a curve of each.
Evidence over_beta2(const AdamSetting& s, const AdamResults& results,
                    const std::function<bool(double beta2)>& wanted,
                    const std::function<ArrayXd(double beta2)>& curve,
                    const std::function<ArrayXd(double beta2)>& tolerance) {
  std::vector<Evidence> parts;
  for (Index i = 0; i < results.beta2s.size(); ++i) {
    const double beta2 = results.beta2s(i);
    if (!wanted(beta2)) continue;
    const ArrayXd predicted = curve(beta2);
    parts.push_back({results.scan.mean(i) - predicted, predicted, tolerance(beta2),
                     ArrayXd::Zero(s.times.size())});
  }
  return joined(parts);
}

void scan_claims(Session& session, const AdamSetting& s, const AdamResults& results) {
  const Index d = results.scan_dimension;
  const auto problem = s.problem(d, AdamSetting::Labels::gaussian);
  const ArrayXd plain = adam_curve(s, d);
  const auto model = [&](double beta2, MemoryModel which) {
    return adam_risk(*problem, s.start(d), s.eta, beta2, s.times, which);
  };
  const MemoryModel used{!session.control("factors-forgotten"), !session.control("lag-forgotten")};
  const bool corrected = session.control("memory-counted");
  const auto of_plain = [&](double beta2) { return corrected ? model(beta2, {}) : plain; };
  const auto to_memory = [&](double beta2) -> ArrayXd {
    return third_of_distance(model(beta2, {}), plain);
  };
  const double near = 1.0 - 0.5 / static_cast<double>(d);
  const auto is_far = [](double beta2) { return beta2 <= 0.9; };
  const auto is_near = [near](double beta2) { return beta2 >= near; };
  session.evidence("far-from-one", over_beta2(s, results, is_far, of_plain, to_memory));
  session.evidence("too-near", over_beta2(s, results, is_near, of_plain, to_memory));
  session.evidence("memory",
                   over_beta2(
                       s, results, [&](double beta2) { return is_far(beta2) || is_near(beta2); },
                       [&](double beta2) { return model(beta2, used); }, to_memory));
}

}  // namespace

void adam_evidence(Session& session, const AdamSetting& s, const AdamResults& results) {
  window_claims(session, s, results);
  sign_claims(session, s, results);
  scan_claims(session, s, results);
}

}  // namespace sdescent::exact
