// How the stationary variance depends on the noise: as σ² for SGD, as σ for SignSGD (Lemmas 3.7 and
// 3.8 over a grid of η and σ).
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/quadratic_moments.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/power_law.hpp"
#include "validation/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

// Processes of a cell, in this order.
enum Method : std::size_t { sgd, sign_sgd };

const double slope_of_sign = std::sqrt(2.0 * std::numbers::inv_pi);

/// One cell: a quadratic, a step size and a noise.
struct Setting {
  DiagonalSetting lemma;
  double sigma;
  std::uint64_t steps;

  ArrayXd end() const { return ArrayXd::Constant(1, lemma.eta * static_cast<double>(steps)); }
  /// tr Cov x_T of the lemma. √(2/π) becomes 1 when σ is multiplied by it.
  double predicted(Method method, double sigma_factor = 1.0) const {
    DiagonalSetting with = lemma;
    with.sigma *= sigma_factor;
    const auto table = method == sgd ? sgd_moments(with, end()) : sign_sgd_moments(with, end());
    return table.variance.sum();
  }
};

/// The slower of both optimizers, in its flattest direction, relaxes as e^{−t/τ}; T is a number of
/// these τ, hence a rule that looks at its own cell only.
Setting setting_of(const ParameterValues& p, const ParameterPoint& point) {
  const ArrayXd& lambda = p.reals("hessian");
  const double eta = point.real("eta"), sigma = point.real("sigma");
  const double tau = std::max(1.0, sigma / slope_of_sign) / (2.0 * lambda.minCoeff());
  const double steps = std::ceil(p.real("relaxations") * tau / eta);
  require(steps <= 1e12, "steps of cell " + point.key(), "<= 1e12", fmt::format("{}", steps));
  const Index d = lambda.size();
  return {{lambda, ArrayXd::Constant(d, sigma), ArrayXd::Zero(d), eta},
          sigma,
          static_cast<std::uint64_t>(steps)};
}

std::vector<std::shared_ptr<const Process>> processes(const Session& session, const Setting& s) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(s.lemma.lambda.matrix()),
      std::make_shared<GaussianNoise>(s.lemma.sigma.matrix()));
  const StartPoint x0(s.lemma.x0.matrix());
  std::shared_ptr<const Process> first =
      std::make_shared<Sgd>(OptimizerSettings{"sgd", problem, s.lemma.eta, x0, 1});
  std::shared_ptr<const Process> second =
      std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", problem, s.lemma.eta, x0, 2});
  if (session.control("optimizers-swapped")) std::swap(first, second);
  return {first, second};
}

MomentRecorder recorder_of(const std::vector<std::shared_ptr<const Process>>& all) {
  return {"x", side_by_side(
                   {state_field(*all[sgd], sgd, "x"), state_field(*all[sign_sgd], sign_sgd, "x")})};
}

Archive run_cell(Session& session, const Cell& cell) {
  const Setting s = setting_of(session.parameters(), cell.point);
  const auto all = processes(session, s);
  const Clock clock(s.lemma.eta, s.steps);
  MomentRecorder x = recorder_of(all);
  session.run(all, clock, RecordTimes::evenly(clock, 1), session.parameters().count("paths"),
              Philox(cell.seed), {&x});
  Archive archive;
  x.save(archive);
  return archive;
}

/// What all cells say of one method, σ running faster than η.
struct Curve {
  ArrayXd eta, sigma;
  ArrayXd predicted;       ///< tr Cov x_T by the lemma
  ArrayXd wrong_constant;  ///< with a planted wrong constant: no ½ for SGD, 1 for √(2/π)
  Estimate variance;
};

Curve curve_of(const Session& session, const ParameterGrid& grid,
               const std::vector<Archive>& results, Method method) {
  const auto n = static_cast<Index>(results.size());
  Curve curve{ArrayXd(n), ArrayXd(n), ArrayXd(n), ArrayXd(n), {}};
  std::vector<Estimate> variances;
  for (Index i = 0; i < n; ++i) {
    const ParameterPoint& point = grid.points()[static_cast<std::size_t>(i)];
    const Setting s = setting_of(session.parameters(), point);
    curve.eta(i) = s.lemma.eta;
    curve.sigma(i) = s.sigma;
    curve.predicted(i) = s.predicted(method);
    curve.wrong_constant(i) =
        method == sgd ? 2.0 * curve.predicted(i) : s.predicted(method, slope_of_sign);
    MomentRecorder x = recorder_of(processes(session, s));
    x.load(results[static_cast<std::size_t>(i)]);
    const Index d = s.lemma.lambda.size();
    const auto total = [&](const MomentCurves& m) -> ArrayXd {
      return m.second.bottomRows(1).middleCols(static_cast<Index>(method) * d, d).rowwise().sum();
    };
    variances.push_back(jackknife(x, total));
  }
  curve.variance = joined(variances);
  return curve;
}

/// Measured over predicted.
Estimate ratio(const Estimate& variance, const ArrayXd& predicted) {
  return {variance.value / predicted, variance.pseudo_values.rowwise() / predicted.transpose(),
          variance.runs};
}

/// The variance over σ, a law for each η.
std::vector<PowerLaw> laws_of(const Curve& curve, const ArrayXd& sigmas) {
  const Index k = sigmas.size();
  std::vector<PowerLaw> laws;
  for (Index first = 0; first < curve.sigma.size(); first += k)
    laws.push_back({fmt::format("the variance at η = {}", curve.eta(first)), sigmas,
                    points(curve.variance, first, k), ArrayXd::Zero(k)});
  return laws;
}

void claims_of(Session& session, const Curve& curve, const std::string& name, bool wrong_constant,
               double exponent) {
  const ArrayXd one = ArrayXd::Ones(curve.sigma.size());
  const ArrayXd& predicted = wrong_constant ? curve.wrong_constant : curve.predicted;
  session.evidence(name + "-variance",
                   {ratio(curve.variance, predicted) - one, one,
                    (curve.predicted / curve.wrong_constant - 1.0).abs() / 3.0, 0.0 * one});
  // A third of the distance between the exponents 1 and 2.
  session.evidence(
      name + "-exponent",
      exponent_evidence(laws_of(curve, session.parameters().reals("sigma")), exponent, 1.0 / 3.0));
}

constexpr const char* names[] = {"SGD", "SignSGD"};

/// Divided by η, the cells of all η lie on one line for each method.
Panel variance_panel(const Curve curves[2], const ArrayXd& etas) {
  Panel panel{.title = "Stationary variance",
              .x = {.label = "σ", .log = true},
              .y = {.label = "tr Cov(x_{T}) / η", .log = true}};
  for (const Method method : {sgd, sign_sgd}) {
    const Curve& c = curves[method];
    panel.points(c.sigma, ArrayXd(c.variance.value / c.eta), names[method],
                 style::optimizer(method));
    const Index k = c.sigma.size() / etas.size();
    panel.line(ArrayXd(c.sigma.head(k)), ArrayXd(c.predicted.head(k) / etas(0)),
               method == sgd ? "Lemma 3.8: ∝ σ²" : "Lemma 3.7: ∝ σ", style::theory(method));
  }
  return panel;
}

/// A series for each method and η, beside each other at every σ.
Panel ratio_panel(const Curve curves[2], const ArrayXd& etas) {
  Panel panel{.title = "Measured over predicted",
              .x = {.label = "σ", .log = true},
              .y = {.label = "tr Cov(x_{T}), relative to the lemma"}};
  double shift = 1.0 - 0.025 * static_cast<double>(2 * etas.size() - 1);
  for (const Method method : {sgd, sign_sgd}) {
    const Curve& c = curves[method];
    const Estimate r = ratio(c.variance, c.predicted);
    const ArrayXd half = SupT(r, Sides::two).critical(0.05) * r.standard_error();
    const Index k = c.sigma.size() / etas.size();
    for (Index i = 0; i < etas.size(); ++i, shift += 0.05) {
      const auto of_eta = [&](const ArrayXd& all) -> ArrayXd { return all.segment(i * k, k); };
      Style look = style::optimizer(method);
      look.marker = style::member(static_cast<std::size_t>(i)).marker;
      panel.points(ArrayXd(of_eta(c.sigma) * shift), of_eta(r.value), of_eta(r.value - half),
                   of_eta(r.value + half), fmt::format("{}, η = {}", names[method], etas(i)), look);
    }
  }
  panel.horizontal(1.0);
  return panel;
}

void figure(Session& session, const Curve curves[2]) {
  const ParameterValues& p = session.parameters();
  Figure f{.name = "noise-scaling"};
  f.panels = {variance_panel(curves, p.reals("eta")), ratio_panel(curves, p.reals("eta"))};
  f.caption = fmt::format(
      "SGD and SignSGD on f = ½xᵀHx, H = diag({}), noise N(0, σ²I), from x_{{0}} = 0 to {} "
      "relaxation "
      "times of the slower method; all of η = {}, {} runs each. Bars: simultaneous 95 % confidence "
      "over all cells.",
      to_string(ParameterValue(p.reals("hessian"))), p.real("relaxations"),
      to_string(ParameterValue(p.reals("eta"))), p.count("paths"));
  session.figure(std::move(f));
}

void write_table(Session& session, const Curve curves[2]) {
  ResultTable table{"variance", {"eta", "sigma"}, Eigen::MatrixXd(curves[sgd].eta.size(), 8)};
  table.values.col(0) = curves[sgd].eta.matrix();
  table.values.col(1) = curves[sgd].sigma.matrix();
  for (const Method method : {sgd, sign_sgd}) {
    const Index first = method == sgd ? 2 : 5;
    for (const char* column : {"variance.", "se.", "lemma."})
      table.columns.push_back(std::string(column) + (method == sgd ? "sgd" : "sign_sgd"));
    table.values.col(first) = curves[method].variance.value.matrix();
    table.values.col(first + 1) = curves[method].variance.standard_error().matrix();
    table.values.col(first + 2) = curves[method].predicted.matrix();
  }
  session.table(std::move(table));
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  require_at_least("number of values of sigma", p.reals("sigma").size(), 3);
  const ParameterGrid grid("stationary", {{"eta", p.reals("eta")}, {"sigma", p.reals("sigma")}});
  for (const ParameterPoint& point : grid.points()) setting_of(p, point);  // refuse before any work
  const auto results =
      session.cells(grid, [&](const Cell& cell) { return run_cell(session, cell); });
  const Curve curves[2] = {curve_of(session, grid, results, sgd),
                           curve_of(session, grid, results, sign_sgd)};
  claims_of(session, curves[sgd], "sgd", session.control("lemma-without-half"), 2.0);
  claims_of(session, curves[sign_sgd], "sign-sgd", session.control("lemma-slope-one"), 1.0);
  write_table(session, curves);
  figure(session, curves);
}

std::vector<Claim> claims() {
  const char* third_of_exponents = "a third of the distance between the exponents 1 and 2";
  return {
      {"sgd-variance", "Lemma 3.8", "The stationary tr Cov of SGD is (η/2) tr(H^{−1}Σ).",
       ClaimKind::equality, "ratio",
       "a third of the distance to the formula without ½, by closed form", Verdict::holds,
       "SGD's own stationary variance is ησ²/(2λ − ηλ²), relatively ηλ/2 away, far below the "
       "tolerance"},
      {"sgd-exponent", "Lemma 3.8", "It grows as σ² (one exponent for each η).",
       ClaimKind::exponent, "exponent", third_of_exponents, Verdict::holds,
       "it is proportional to σ² exactly: SGD is linear in its noise"},
      {"sign-sgd-variance", "Lemma 3.7 (2)",
       "The stationary tr Cov of SignSGD is that of Lemma 3.7 at M = 0.", ClaimKind::equality,
       "ratio", "a third of the distance to the formula with √(2/π) replaced by 1, by closed form",
       Verdict::holds,
       "the lemma's term (η/π)HΣ^{−1/2} and the curvature of erf, relatively 0.40 and 0.31 ηλ/σ, "
       "stay "
       "below the tolerance as long as ηλ ≪ σ"},
      {"sign-sgd-exponent", "Lemma 3.7 (2)", "It grows as σ (one exponent for each η).",
       ClaimKind::exponent, "exponent", third_of_exponents, Verdict::holds,
       "to leading order in ηλ/σ it is √(π/8) η σ tr H^{−1}"},
  };
}

}  // namespace

Experiment noise_scaling() {
  const Eigen::Array2d lambda(1, 2), eta(0.005, 0.01);
  const Eigen::Array4d sigma(0.5, 1, 2, 4);
  return {
      .id = "adaptive/noise-scaling",
      .title = "Stationary variance against noise: σ² for SGD, σ for SignSGD",
      .reference = "Lemmas 3.7 and 3.8 as t → ∞",
      .statement =
          "On f = ½xᵀHx with Gaussian gradient noise N(0, σ²I), the stationary variance of "
          "SGD grows as σ² and that of SignSGD as σ, with the constants of the lemmas, over "
          "a grid of η and σ. Each cell runs both optimizers themselves, from the minimum, "
          "for a number of their own relaxation times; the lemmas are taken at that time.",
      .parameters =
          {positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
           positives("eta", eta, "learning rates η",
                     "chosen: small enough for the lemmas' leading order at the smallest σ"),
           positives("sigma", sigma, "noise standard deviations σ",
                     "chosen: a factor of 8, within Phase 3 (σ ≫ ηλ)"),
           positive("relaxations", 6.0, "relaxation times of the variance of the slower method",
                    "chosen: what is left of the start is in the prediction"),
           runs("paths", {8192, 32'768, 262'144}, "runs",
                "chosen: at quick effort as many as make the tolerance of sign-sgd-variance about "
                "seven standard errors")},
      .claims = claims(),
      .controls = {{"optimizers-swapped",
                    "SignSGD in the place of SGD and SGD in that of SignSGD",
                    {"sgd-exponent", "sign-sgd-exponent"},
                    Effort::quick},
                   {"lemma-without-half",
                    "Lemma 3.8 with η in the place of η/2",
                    {"sgd-variance"},
                    Effort::quick},
                   {"lemma-slope-one",
                    "Lemma 3.7 with √(2/π) replaced by 1",
                    {"sign-sgd-variance"},
                    Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
