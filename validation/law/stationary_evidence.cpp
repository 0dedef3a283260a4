// Evidence of law/stationary. Nothing here is sampled but the ensemble.
#include "validation/exact_estimate.hpp"
#include "validation/joined_evidence.hpp"
#include "validation/law/stationary_results.hpp"
#include "validation/limit.hpp"
#include "validation/ordering.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

using Number = std::function<double(const StationaryDistances&)>;
using Constant = std::function<double(const SignMean&)>;

/// Curves that are to tend to constants, over a power of ε.
class Limits {
 public:
  /// number/ε at every point of the curve tends to `limit`; `wrong` are the limits of what has been
  /// planted.
  void add(const std::string& name, const StationaryCurve& curve, const Number& number,
           const Constant& limit, const std::vector<Constant>& wrong) {
    const ArrayXd epsilon = epsilons(curve);
    const SignMean unit = unit_mean(curve);
    const double predicted = limit(unit);
    double distance = std::numeric_limits<double>::infinity();
    for (const Constant& other : wrong)
      distance = std::min(distance, std::abs(other(unit) - predicted));
    curves_.push_back({name, epsilon, exact_estimate(along(curve, number) / epsilon - predicted),
                       distance_error / epsilon});
    predicted_.push_back(predicted);
    tolerance_.push_back(distance / 3.0);
  }

  Evidence evidence() const {
    const auto n = static_cast<Index>(predicted_.size());
    return limit_evidence(curves_, Eigen::Map<const ArrayXd>(predicted_.data(), n),
                          Eigen::Map<const ArrayXd>(tolerance_.data(), n));
  }

 private:
  /// m as a function of λx/σ.
  static SignMean unit_mean(const StationaryCurve& curve) {
    StationarySetting unit = curve.front().setting;
    unit.lambda = unit.sigma = 1.0;
    return unit.sign_mean();
  }

  std::vector<Deviations> curves_;
  std::vector<double> predicted_, tolerance_;
};

using Shift = StationaryShift (*)(const SignMean&);

Constant variation_of(Shift shift) {
  return [shift](const SignMean& m) { return shift(m).total_variation(); };
}
Constant transport_of(Shift shift) {
  return [shift](const SignMean& m) { return shift(m).wasserstein(); };
}

/// Total variation and W_1 of one model, for every σ.
void model_limit(Session& session, const StationaryResults& results, const char* claim,
                 StationaryModel model, Shift right, const std::vector<Shift>& wrong) {
  std::vector<Constant> variations, transports;
  for (const Shift other : wrong) {
    variations.push_back(variation_of(other));
    transports.push_back(transport_of(other));
  }
  Limits limits;
  for (const StationaryCurve& curve : results.by_sigma) {
    const double sigma = curve.front().setting.sigma;
    limits.add(
        fmt::format("TV/ε, σ = {}", sigma), curve,
        [=](const StationaryDistances& d) { return d.total_variation[model]; }, variation_of(right),
        variations);
    limits.add(
        fmt::format("W₁/ε, σ = {}", sigma), curve,
        [=](const StationaryDistances& d) { return d.wasserstein[model]; }, transport_of(right),
        transports);
  }
  session.evidence(claim, limits.evidence());
}

void universal(Session& session, const StationaryResults& results) {
  Limits limits;
  for (const StationaryCurve& curve : results.by_noise) {
    const double nu = curve.front().setting.nu;
    limits.add(std::isinf(nu) ? "Gaussian" : fmt::format("ν = {}", nu), curve,
               [](const StationaryDistances& d) { return d.total_variation[sde]; },
               variation_of(sde_shift),
               {variation_of(phase_three_shift), variation_of(sde_without_mean_shift)});
  }
  session.evidence("universal", limits.evidence());
}

void order(Session& session, const StationaryResults& results) {
  std::vector<PowerLaw> laws;
  for (const StationaryCurve& curve : results.by_sigma)
    for (const StationaryModel model : {sde, phase_three, lemma}) {
      const auto add = [&](const char* what, const Number& number) {
        const ArrayXd epsilon = epsilons(curve);
        laws.push_back({fmt::format("{}, {}, σ = {}", what, stationary_model_names[model],
                                    curve.front().setting.sigma),
                        epsilon, exact_estimate(along(curve, number)),
                        ArrayXd::Constant(epsilon.size(), distance_error)});
      };
      add("TV", [=](const StationaryDistances& d) { return d.total_variation[model]; });
      add("W₁", [=](const StationaryDistances& d) { return d.wasserstein[model]; });
    }
  session.evidence("order", exponent_evidence(laws, 1.0, 0.5 / 3.0));
}

/// W_1 of the lattice as it is: in units of η, from W_1 over the scale.
void lattice(Session& session, const StationaryResults& results) {
  Limits limits;
  for (const StationaryCurve& curve : results.by_sigma)
    for (const std::size_t i : {0U, 1U})
      limits.add(
          fmt::format("W₁/η, {}, σ = {}", i == 0 ? "all sites" : "one parity",
                      curve.front().setting.sigma),
          curve,
          [i](const StationaryDistances& d) {
            return d.raw_wasserstein[i] * d.setting.scale() / d.setting.eta * d.setting.epsilon();
          },
          [i](const SignMean&) { return i == 0 ? 0.25 : 0.5; },
          {[i](const SignMean&) { return i == 0 ? 0.5 : 0.25; }});
  session.evidence("lattice", limits.evidence());
}

/// Not the total variation over all sites: there r = 1 and r = 0 differ by 1 % by accident.
void cells(Session& session, const StationaryResults& results) {
  const bool ignored = session.control("sheppard-ignored");
  Limits limits;
  const auto on_cells = [](const SignMean& m, double r) { return sde_shift(m).on_cells(m, r); };
  const auto variation = [=](double r) -> Constant {
    return [=](const SignMean& m) { return on_cells(m, r).total_variation(); };
  };
  const auto transport = [=](double r) -> Constant {
    return [=](const SignMean& m) { return on_cells(m, r).wasserstein(); };
  };
  for (const StationaryCurve& curve : results.by_sigma) {
    const double sigma = curve.front().setting.sigma, one = ignored ? 0.0 : 1.0, two = 2.0 * one;
    limits.add(fmt::format("W₁/ε, all sites, σ = {}", sigma), curve,
               [](const StationaryDistances& d) { return d.cell_wasserstein[0]; }, transport(one),
               {transport(1.0 - one), transport(2.0)});
    limits.add(fmt::format("W₁/ε, one parity, σ = {}", sigma), curve,
               [](const StationaryDistances& d) { return d.cell_wasserstein[1]; }, transport(two),
               {transport(2.0 - two), transport(1.0)});
    limits.add(fmt::format("TV/ε, one parity, σ = {}", sigma), curve,
               [](const StationaryDistances& d) { return d.cell_total_variation[1]; },
               variation(two), {variation(2.0 - two), variation(1.0)});
  }
  session.evidence("cells", limits.evidence());
}

void ordering(Session& session, const StationaryResults& results) {
  std::vector<Evidence> parts;
  for (const StationaryCurve& curve : results.by_sigma) {
    const auto of = [&](StationaryModel model) {
      return exact_estimate(
          along(curve, [=](const StationaryDistances& d) { return d.total_variation[model]; }));
    };
    const ArrayXd bias = ArrayXd::Constant(epsilons(curve).size(), 2.0 * distance_error);
    parts.push_back(ordering_evidence(of(sde), of(phase_three), bias));
    parts.push_back(ordering_evidence(of(phase_three), of(lemma), bias));
  }
  session.evidence("ordering", joined(parts));
}

/// Distances at (η, σ) against those at η' = ε, λ = σ = 1; the tolerance is a third of what
/// ηλ/σ² in place of ηλ/σ would make, to leading order.
void one_parameter(Session& session, const StationaryResults& results) {
  std::vector<double> found, same, tolerance;
  std::size_t at = 0;
  for (const StationaryCurve& curve : results.by_sigma)
    for (const StationaryDistances& d : curve) {
      const StationaryDistances& unit = results.same_epsilon[at++];
      if (d.setting.sigma == 1.0) continue;
      found.push_back(d.total_variation[sde]);
      same.push_back(unit.total_variation[sde]);
      tolerance.push_back(sde_shift(unit.setting.sign_mean()).total_variation() *
                          d.setting.epsilon() * std::abs(1.0 / d.setting.sigma - 1.0) / 3.0);
    }
  const auto n = static_cast<Index>(found.size());
  const Eigen::Map<const ArrayXd> measured(found.data(), n), predicted(same.data(), n);
  session.evidence("one-parameter", {exact_estimate(measured - predicted), predicted,
                                     Eigen::Map<const ArrayXd>(tolerance.data(), n),
                                     ArrayXd::Constant(n, 2.0 * distance_error)});
}

void ensemble(Session& session, const StationaryResults& results) {
  const auto one = [](double value) { return ArrayXd::Constant(1, value); };
  session.evidence("ensemble",
                   {exact_estimate(one(results.ensemble_distance - results.ensemble_bound)),
                    one(results.ensemble_bound), one(0.0), one(0.0)});
}

}  // namespace

void stationary_evidence(Session& session, const StationaryResults& results) {
  model_limit(session, results, "sde", sde, sde_shift, {phase_three_shift, sde_without_mean_shift});
  model_limit(session, results, "phase-three", phase_three, phase_three_shift,
              {sde_shift, lemma_without_second_shift});
  model_limit(session, results, "lemma", lemma, lemma_shift,
              {phase_three_shift, lemma_without_second_shift});
  universal(session, results);
  order(session, results);
  lattice(session, results);
  cells(session, results);
  ordering(session, results);
  one_parameter(session, results);
  ensemble(session, results);
}

void stationary_tables(Session& session, const StationaryResults& results) {
  ResultTable table{"distances",
                    {"eta", "sigma", "nu", "epsilon", "tv_sde", "tv_phase_three", "tv_lemma",
                     "kolmogorov_sde", "kolmogorov_phase_three", "kolmogorov_lemma", "w1_sde",
                     "w1_phase_three", "w1_lemma", "cells_tv_all", "cells_tv_parity",
                     "cells_w1_all", "cells_w1_parity", "raw_w1_all", "raw_w1_parity"},
                    {}};
  std::vector<StationaryDistances> rows;
  for (const auto& curve : results.by_sigma) rows.insert(rows.end(), curve.begin(), curve.end());
  for (std::size_t i = 1; i < results.by_noise.size(); ++i)
    rows.insert(rows.end(), results.by_noise[i].begin(), results.by_noise[i].end());
  table.values.resize(static_cast<Index>(rows.size()), static_cast<Index>(table.columns.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const StationaryDistances& d = rows[i];
    std::vector<double> row{d.setting.eta, d.setting.sigma, d.setting.nu, d.setting.epsilon()};
    const auto append = [&](const auto& numbers) {
      row.insert(row.end(), numbers.begin(), numbers.end());
    };
    append(d.total_variation);
    append(d.kolmogorov);
    append(d.wasserstein);
    append(d.cell_total_variation);
    append(d.cell_wasserstein);
    append(d.raw_wasserstein);
    table.values.row(static_cast<Index>(i)) =
        Eigen::Map<const Eigen::RowVectorXd>(row.data(), table.values.cols());
  }
  session.table(std::move(table));
}

}  // namespace sdescent::law
