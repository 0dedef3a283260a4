// Figures and tables of adaptive/heavy-tails.
#include "models/student_sgd_law.hpp"
#include "validation/adaptive/heavy_tails_results.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

constexpr double gaussian_nu = std::numeric_limits<double>::infinity();

std::string of_nu(const char* what, double nu) { return fmt::format("{}, ν = {}", what, nu); }

/// The first half of a curve that holds one coordinate after the other.
Estimate first_coordinate(const Estimate& flat) { return points(flat, 0, flat.points() / 2); }

/// E x₁ of SignSGD and its SDE from far off, for the noise with the heaviest and lightest tails.
Panel mean_panel(const TailResults& r) {
  Panel panel{.title = "Mean of SignSGD and its SDE",
              .x = {.label = "t = kη", .max = 1.0},
              .y = {.label = "E x_{1}"}};
  for (const std::size_t i : {std::size_t{0}, r.beside_sde.size() - 1}) {
    const std::size_t look = i == 0 ? 0 : 1;
    const LongResult& cell = r.beside_sde[i];
    const double nu = r.nu(static_cast<Index>(i));
    const Band sde = simultaneous_band(first_coordinate(cell.mean(fine_sde)), 0.05);
    panel.band(cell.times(), sde.lower, sde.upper, "", style::sde(look))
        .line(cell.times(), first_coordinate(cell.mean(sign_optimizer)).value, of_nu("SignSGD", nu),
              style::optimizer(look))
        .line(cell.times(), sde.value, of_nu("SDE", nu), style::sde(look));
  }
  return panel;
}

/// SignSGD minus SDE, where that of Gaussian noise would be seen.
Panel mean_difference_panel(const TailResults& r) {
  Panel panel{.title = "SignSGD minus SDE",
              .x = {.label = "t = kη", .max = 1.0},
              .y = {.label = "E x_{1}, difference"}};
  for (const std::size_t i : {std::size_t{0}, r.beside_sde.size() - 1}) {
    const LongResult& cell = r.beside_sde[i];
    const Band band =
        simultaneous_band(first_coordinate(cell.mean(sign_optimizer) - cell.mean(fine_sde)), 0.05);
    const Style look = style::difference(i == 0 ? 0 : 1);
    panel.band(cell.times(), band.lower, band.upper, "", look)
        .line(cell.times(), band.value, of_nu("difference", r.nu(static_cast<Index>(i))), look);
  }
  panel.horizontal(0.0);
  return panel;
}

/// E x₁ near the minimum on a logarithmic scale: slopes c_νλ/σ.
Panel response_panel(const TailResults& r) {
  Panel panel{.title = "Mean of SignSGD near the minimum",
              .x = {.label = "t = kη"},
              .y = {.label = "E x_{1} / x_{0}", .log = true}};
  for (std::size_t i = 0; i < r.response.size(); ++i) {
    const double nu = r.nu(static_cast<Index>(i));
    const ArrayXd t = r.response[i].times();
    const double slope = tail_slope(nu, r.setting.sigma) * r.setting.lambda(0);
    panel.points(t, first_coordinate(r.response[i].mean()).value / r.setting.near(0),
                 of_nu("SignSGD", nu), style::member(i));
    panel.line(t, (-slope * t).exp(), i == 0 ? "exp(−c_{ν}λt/σ)" : "", style::theory());
  }
  return panel;
}

/// Stationary variances relative to Gaussian noise of the same scale, against ν.
Panel variance_panel(const TailResults& r) {
  Panel panel{.title = "Stationary variance against tails",
              .x = {.label = "ν", .log = true},
              .y = {.label = "Var x_{1}, relative to Gaussian noise"}};
  const double unit = phase_three_variance(r.setting.eta, tail_slope(gaussian_nu, r.setting.sigma),
                                           r.setting.lambda)(0);
  const auto add = [&](const std::vector<LongResult>& cells, std::size_t process, const char* label,
                       double shift, Style look) {
    std::vector<Estimate> values;
    for (const LongResult& cell : cells)
      values.push_back(points(cell.stationary_variance(process), 0, 1));
    const Band band =
        simultaneous_band(relative_to(joined(values), ArrayXd::Constant(r.nu.size(), unit)), 0.05);
    panel.points(ArrayXd(r.nu * shift), band.value, band.lower, band.upper, label, look);
  };
  const ArrayXd nu = Eigen::ArrayXd::LinSpaced(60, std::log(0.8 * r.nu.minCoeff()),
                                               std::log(1.3 * r.nu.maxCoeff()))
                         .exp();
  panel.line(nu, nu.unaryExpr([](double of) {
    return tail_slope(gaussian_nu, 1.0) / tail_slope(of, 1.0);
  }),
             "c_{∞}/c_{ν}", style::theory());
  add(r.alone, sign_optimizer, "SignSGD", 0.985, style::optimizer(0));
  add(r.beside_sde, fine_sde, "SDE, refined Δt", 1.015, style::sde(0));
  panel.horizontal(1.0);
  return panel;
}

/// Median losses with quartiles, for infinite and for finite variance.
Panel loss_panel(const TailResults& r, Index i) {
  const PairResult& pair = r.pair_at(i, 0);
  Panel panel{.title = fmt::format("Loss at ν = {}", r.nu(i)),
              .x = {.label = "t = kη"},
              .y = {.label = "f(x_{k}), median and quartiles", .log = true}};
  const auto add = [&](std::size_t process, const char* label) {
    const Style look = style::optimizer(process);
    panel.band(pair.times(), pair.loss(process, 0.25).value, pair.loss(process, 0.75).value, "",
               look);
    panel.line(pair.times(), pair.loss(process, 0.5).value, label, look);
  };
  add(pair_sgd, "SGD");
  add(pair_sign, "SignSGD");
  return panel;
}

/// Spread of SGD against η.
Panel spread_panel(const TailResults& r) {
  Panel panel{.title = "Spread of SGD against η",
              .x = {.label = "η", .log = true},
              .y = {.label = "half the distance of quartiles of x_{1}", .log = true}};
  for (Index i = 0; i < r.nu.size(); ++i) {
    ArrayXd measured(r.pair_eta.size()), law(r.pair_eta.size());
    for (Index j = 0; j < r.pair_eta.size(); ++j) {
      measured(j) = r.pair_at(i, j).quartiles().value.value(0);
      law(j) = StudentSgdLaw({r.setting.lambda(0), r.pair_eta(j), r.nu(i), r.setting.sigma,
                              PairResult::steps(r.setting, r.pair_eta(j))})
                   .quantile(0.75);
    }
    panel.line(r.pair_eta, law, i == 0 ? "exact law" : "", style::theory());
    panel.points(r.pair_eta, measured, of_nu("SGD", r.nu(i)),
                 style::member(static_cast<std::size_t>(i)));
  }
  return panel;
}

std::string setting_text(const TailResults& r) {
  return fmt::format("f = ½xᵀHx, H = diag({}), noise σT, T ~ t_{{ν}}, σ = {}",
                     to_string(ParameterValue(r.setting.lambda)), r.setting.sigma);
}

void figures(Session& session, const TailResults& r) {
  const TailSetting& s = r.setting;
  std::vector<Refinement> refinements;
  for (const LongResult& cell : r.beside_sde) refinements.push_back(cell.refinement());
  Figure sign{.name = "sign-sgd"};
  sign.panels = {mean_panel(r), mean_difference_panel(r), response_panel(r), variance_panel(r)};
  sign.caption = fmt::format(
      "SignSGD and its SDE (46) on {}, η = {}. Top: from x₀ = ({}), bands: simultaneous 95 % "
      "confidence of the SDE's mean, and of the difference. Bottom left: from ({}), by pairs of "
      "runs of one noise. Bottom right: averages over t >= {}, bars: simultaneous 95 % confidence. "
      "SDE at Δt = {}. Runs: {} at ν = 2 beside the SDE, {} at ν = {} alone, fewer for other ν.",
      setting_text(r), s.eta, to_string(ParameterValue(s.far)), to_string(ParameterValue(s.near)),
      s.burn_in, time_steps(refinements), s.sde_paths, s.paths, r.nu.maxCoeff());
  session.figure(std::move(sign));
  const Index two = std::find(r.nu.begin(), r.nu.end(), 2.0) - r.nu.begin();
  const Index one = std::find(r.nu.begin(), r.nu.end(), 1.0) - r.nu.begin();
  Figure sgd{.name = "sgd"};
  sgd.panels = {loss_panel(r, one), loss_panel(r, two), spread_panel(r)};
  sgd.caption = fmt::format(
      "SGD beside SignSGD on {}, η = {} unless on the axis, from x₀ = ({}), {} runs each. Bands: "
      "from the lower to the upper quartile of runs. Right: at T = {}; under Cauchy's noise (ν = "
      "1) "
      "no learning rate makes SGD settle.",
      setting_text(r), s.eta, to_string(ParameterValue(s.far)), s.pair_paths, s.pair_horizon);
  session.figure(std::move(sgd));
}

void tables(Session& session, const TailResults& r) {
  const TailSetting& s = r.setting;
  ResultTable stationary{"stationary",
                         {"nu", "coordinate", "variance.sign_sgd", "se.sign_sgd", "variance.sde",
                          "se.sde", "phase_three"},
                         Eigen::MatrixXd(2 * r.nu.size(), 7)};
  for (Index i = 0; i < r.nu.size(); ++i) {
    const auto k = static_cast<std::size_t>(i);
    session.table(moment_table(fmt::format("moments-nu-{}", r.nu(i)), r.beside_sde[k].moments()));
    const Estimate sign = r.alone[k].stationary_variance(sign_optimizer);
    const Estimate sde = r.beside_sde[k].stationary_variance(fine_sde);
    const ArrayXd theory = phase_three_variance(s.eta, tail_slope(r.nu(i), s.sigma), s.lambda);
    for (Index c = 0; c < 2; ++c)
      stationary.values.row(2 * i + c) << r.nu(i), static_cast<double>(c + 1), sign.value(c),
          sign.standard_error()(c), sde.value(c), sde.standard_error()(c), theory(c);
  }
  session.table(std::move(stationary));
  std::vector<std::pair<std::string, Refinement>> steps;
  for (Index i = 0; i < r.nu.size(); ++i)
    steps.emplace_back(fmt::format("nu-{}", r.nu(i)),
                       r.beside_sde[static_cast<std::size_t>(i)].refinement());
  steps.emplace_back("saddle", r.at_saddle.front().refinement());
  session.table(refinement_table(steps));
}

/// Quantiles at T of SGD's iterates and of both losses.
void pair_table(Session& session, const TailResults& r) {
  ResultTable table{"pairs",
                    {"nu", "eta", "spread75.x1", "spread75.x2", "spread90.x1", "spread90.x2",
                     "median_loss.sgd", "median_loss.sign_sgd"},
                    Eigen::MatrixXd(r.nu.size() * r.pair_eta.size(), 8)};
  for (Index i = 0; i < r.nu.size(); ++i)
    for (Index j = 0; j < r.pair_eta.size(); ++j) {
      const PairResult& pair = r.pair_at(i, j);
      const ArrayXd quartile = pair.quartiles().value.value, decile = pair.deciles().value.value;
      table.values.row(i * r.pair_eta.size() + j) << r.nu(i), r.pair_eta(j), quartile(0),
          quartile(1), decile(0), decile(1), pair.loss(pair_sgd, 0.5).value.tail(1)(0),
          pair.loss(pair_sign, 0.5).value.tail(1)(0);
    }
  session.table(std::move(table));
}

}  // namespace

void show_tails(Session& session, const TailResults& r) {
  figures(session, r);
  tables(session, r);
  pair_table(session, r);
}

}  // namespace sdescent::adaptive
