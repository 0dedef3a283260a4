// Tables and figure of exact/preconditioner.
#include "models/risk_curve.hpp"
#include "validation/exact/preconditioner.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Kind = RegressionCase::Kind;

void add_curves(Panel& panel, const PreconditionerRun& run, const RegressionCase& at,
                const Estimate& measured, const char* label, std::size_t number) {
  const ArrayXd half = 2.0 * measured.standard_error();
  panel.band(run.times, ArrayXd(measured.value - half), ArrayXd(measured.value + half), "",
             style::optimizer(number));
  panel.line(run.times, measured.value, label, style::optimizer(number));
  panel.line(run.times, RiskCurve(at.equation(), at.modes(), run.times.maxCoeff()).risk(run.times),
             fmt::format("{}'s ODE", label), style::theory(number));
}

Panel curves_panel(const PreconditionerSetting& s, const PreconditionerRun& run,
                   const char* title) {
  Panel panel{.title = title, .x = {.label = "t = k/d"}, .y = {.label = "E R", .log = true}};
  add_curves(panel, run, case_on(s, run.data, Kind::sign_sgd), run.sign, "signSGD", 0);
  add_curves(panel, run, case_on(s, run.data, Kind::sgd), run.sgd, "SGD", 1);
  return panel;
}

Panel spread_panel(const Rotations& turned) {
  Panel panel{.title = "Diagonal of a rotated K",
              .x = {.label = "d", .log = true},
              .y = {.label = "spread of K_{ii}/(tr K/d)", .log = true}};
  const ArrayXd half = 2.0 * turned.spread.standard_error();
  panel.points(turned.dimensions, turned.spread.value, ArrayXd(turned.spread.value - half),
               ArrayXd(turned.spread.value + half), "Haar rotations", style::difference(0));
  panel.line(turned.dimensions,
             ArrayXd(turned.spread.value(0) * (turned.dimensions / turned.dimensions(0)).pow(-0.5)),
             "slope −½", style::theory());
  return panel;
}

/// K, K̄ of the example and of the runs' covariances.
ResultTable conditions_table(const PreconditionerSetting& s,
                             const std::vector<PreconditionerRun>& runs) {
  ResultTable table{"conditions",
                    {"case", "condition_K", "condition_Kbar"},
                    Eigen::MatrixXd(static_cast<Index>(runs.size()) + 1, 3)};
  const Conditions example = conditions_of(FeatureCovariance::dense(s.example));
  table.values.row(0) << 0.0, example.plain, example.preconditioned;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Conditions c = conditions_of(*runs[i].data.covariance);
    table.values.row(static_cast<Index>(i) + 1) << static_cast<double>(i + 1), c.plain,
        c.preconditioned;
  }
  return table;
}

}  // namespace

void show_preconditioner(Session& session, const PreconditionerSetting& s,
                         const std::vector<PreconditionerRun>& runs, const Rotations& turned) {
  const ResultTable conditions = conditions_table(s, runs);
  session.table(conditions);
  Figure figure{.name = "preconditioner"};
  figure.panels = {curves_panel(s, runs[0], "Diagonal K"),
                   curves_panel(s, runs[1], "The same, rotated"),
                   curves_panel(s, runs[2], "Blocks of two scales"), spread_panel(turned)};
  figure.columns = 2;
  const auto pair = [&](Index row) {
    return fmt::format("{:.3g} and {:.3g}", conditions.values(row, 1), conditions.values(row, 2));
  };
  figure.caption = fmt::format(
      "Mean risk of {} runs of signSGD and SGD on the same data with two standard errors, and "
      "their "
      "ODEs; d = {}, v = {}, learning rates {} d/tr D and {} d/tr K, from equal risk in all "
      "eigenvectors of K. Condition numbers of K and K̄: diagonal {}, rotated {}, blocks {}, the 3 "
      "× 3 example {}. Bottom right: root mean square over i, {} rotations of each d, two standard "
      "errors.",
      s.paths, s.dimension, s.deviation, s.multiple, s.multiple, pair(1), pair(2), pair(3), pair(0),
      s.rotations);
  session.figure(std::move(figure));
}

}  // namespace sdescent::exact
