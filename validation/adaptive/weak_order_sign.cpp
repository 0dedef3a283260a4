// Weak order of SignSGD's SDE in two coupled dimensions: |E h(x_k) − E h(X_{kη})| over η, its
// coefficient, and Euler–Maruyama at Δt = η beside it (Definition 3.1, Theorem 3.2, Corollary 3.3).
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_lattice_law.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/tangent_control.hpp"
#include "solvers/weak_expansion.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/limit.hpp"
#include "validation/power_law.hpp"
#include "validation/session.hpp"

#include <Eigen/Geometry>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::VectorXd;

constexpr Index dimension = 2;

/// The test functions of the claims, and after them what variances need besides.
constexpr Index tested = 4;
const StateFunction functions{{"x1", "x1^2", "x1*x2", "cos(x1)", "x2", "x2^2"},
                              [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                                out.col(0) = x.col(0);
                                out.col(1) = x.col(0).square();
                                out.col(2) = x.col(0) * x.col(1);
                                for (Index r = 0; r < x.rows(); ++r) out(r, 3) = std::cos(x(r, 0));
                                out.col(4) = x.col(1);
                                out.col(5) = x.col(1).square();
                              }};
const std::string& name_of(Index h) { return functions.columns[static_cast<std::size_t>(h)]; }
constexpr const char* symbols[tested] = {"x_{1}", "x_{1}²", "x_{1}x_{2}", "cos x_{1}"};

/// Var x₁, Cov(x₁, x₂), Var x₂ from the means of these functions.
constexpr Index spreads = 3;
constexpr const char* spread_names[spreads] = {"Var x1", "Cov x1 x2", "Var x2"};
ArrayXd spread(const ArrayXd& mean) {
  return ArrayXd{
      {mean(1) - mean(0) * mean(0), mean(2) - mean(0) * mean(4), mean(5) - mean(4) * mean(4)}};
}

struct Setting {
  Eigen::Matrix2d hessian;
  VectorXd sigma, x0;
  double duration;
  ArrayXd eta;
  std::uint64_t refine;

  std::uint64_t steps(double step) const {
    return static_cast<std::uint64_t>(std::llround(duration / step));
  }
  std::shared_ptr<const Problem> problem(Accuracy accuracy, double sigma_factor = 1.0) const {
    return std::make_shared<AdditiveNoiseProblem>(
        std::make_shared<DenseQuadratic>(hessian),
        std::make_shared<GaussianNoise>(sigma_factor * sigma, accuracy));
  }
};

Setting setting_of(const ParameterValues& p) {
  const ArrayXd& lambda = p.reals("hessian");
  require_equal("number of eigenvalues of hessian", lambda.size(), dimension);
  require_equal("number of coordinates of sigma", p.reals("sigma").size(), dimension);
  require_equal("number of coordinates of x0", p.reals("x0").size(), dimension);
  const Eigen::Matrix2d basis = Eigen::Rotation2Dd(p.real("angle")).toRotationMatrix();
  Eigen::Matrix2d hessian = basis * lambda.matrix().asDiagonal() * basis.transpose();
  hessian(1, 0) = hessian(0, 1);  // exactly symmetric
  const Setting s{
      hessian,        p.reals("sigma").matrix(), p.reals("x0").matrix(), p.real("duration"),
      p.reals("eta"), refinement_range(p).start};
  require(s.refine % 4 == 0, "refine", "a multiple of 4", fmt::format("{}", s.refine));
  require_at_least("number of values of eta", s.eta.size(), 3);
  for (Index i = 0; i < s.eta.size(); ++i) {
    const double steps = s.duration / s.eta(i);
    require(std::abs(steps - std::round(steps)) <= 1e-9 * steps, "eta",
            fmt::format("a whole part of duration = {}", s.duration), fmt::format("{}", s.eta(i)));
    require(i == 0 || s.eta(i) > s.eta(i - 1), "eta", "increasing", fmt::format("{}", s.eta(i)));
  }
  return s;
}

/// What may be wrong with the diffusion √η√(I − diag(m)²).
enum class Diffusion { right, none, without_mean, times_eta };

/// SDE (3) with that diffusion.
class PlantedSde final : public OptimizerSde {
 public:
  PlantedSde(std::shared_ptr<const Problem> problem, double eta, Diffusion diffusion)
      : OptimizerSde(problem, eta), right_(problem, eta), diffusion_(diffusion) {}

  Index noise_dimension() const override { return right_.noise_dimension(); }
  NoiseKind noise_kind() const override { return NoiseKind::diagonal; }
  void coefficients(double t, const ConstBlockRef& x, BlockRef drift, BlockRef diagonal,
                    Scratch& scratch) const override {
    right_.coefficients(t, x, drift, diagonal, scratch);
    if (diffusion_ == Diffusion::none) diagonal.setZero();
    if (diffusion_ == Diffusion::without_mean) diagonal.setConstant(diffusion_factor(t));
    if (diffusion_ == Diffusion::times_eta) diagonal *= std::sqrt(eta());
  }

 private:
  SignSgdSde right_;
  Diffusion diffusion_;
};

std::shared_ptr<const SdeModel> sde(const Session& session, const Setting& s, double eta) {
  // erf(Σ^{−1/2}∇f) is the drift of noise σ/√2.
  const double factor = session.control("erf-without-root-two") ? 1 / std::numbers::sqrt2 : 1.0;
  auto diffusion = Diffusion::right;
  if (session.control("noise-free")) diffusion = Diffusion::none;
  if (session.control("diffusion-without-mean")) diffusion = Diffusion::without_mean;
  if (session.control("diffusion-times-eta")) diffusion = Diffusion::times_eta;
  return std::make_shared<PlantedSde>(s.problem(Accuracy::fast, factor), eta, diffusion);
}

std::shared_ptr<const TangentControl> solution(const Session& session, const Setting& s,
                                               const SdeGrid& grid, const char* name) {
  const auto model = sde(session, s, grid.unit);
  auto process = std::make_shared<SdeProcess>(name, model, std::make_shared<EulerMaruyama>(), grid,
                                              StartPoint(s.x0));
  return std::make_shared<const TangentControl>(std::move(process), model, s.x0,
                                                s.steps(grid.unit) * grid.refine);
}

using Solutions = std::vector<std::shared_ptr<const TangentControl>>;

// Solutions at Δt = η/refine, twice and four times that, on one Brownian path; in this order.
enum : std::size_t { fine, middle, coarse };
Solutions refined(const Session& session, const Setting& s, double eta) {
  const auto make = [&](const char* name, std::uint64_t refine) {
    return solution(session, s, {eta, refine, s.refine}, name);
  };
  return {make("fine", s.refine), make("middle", s.refine / 2), make("coarse", s.refine / 4)};
}

Solutions at_eta(const Session& session, const Setting& s, double eta) {
  return {solution(session, s, {eta, 1, 1}, "at_eta")};
}

/// What a cell keeps: h less its controls for every process, and h itself for the first.
struct Recorders {
  MomentRecorder less, plain;
};

Recorders recorders_of(const Solutions& all) {
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(controlled(*all[i], i, functions));
  return {{"controlled", side_by_side(parts)}, {"plain", observed(*all[fine], fine, functions)}};
}

Recorders run_solutions(Session& session, const Setting& s, const Solutions& all, const char* paths,
                        std::uint64_t seed) {
  Recorders keep = recorders_of(all);
  const double tick = all[fine]->time_per_step();
  const Clock clock(tick, s.steps(tick));
  session.run({all.begin(), all.end()}, clock, RecordTimes::evenly(clock, 1),
              session.parameters().count(paths), Philox(seed), {&keep.less, &keep.plain});
  return keep;
}

Archive saved(const Recorders& keep) {
  Archive archive;
  keep.less.save(archive);
  keep.plain.save(archive);
  return archive;
}

Recorders loaded(const Solutions& all, const Archive& archive) {
  Recorders keep = recorders_of(all);
  keep.less.load(archive);
  keep.plain.load(archive);
  return keep;
}

/// Mean of functions at T, of one process.
ArrayXd mean_of(const MomentCurves& m, std::size_t process) {
  const Index width = functions.width();
  return m.mean.bottomRows(1)
      .middleCols(static_cast<Index>(process) * width, width)
      .row(0)
      .transpose();
}

/// The means of the SDE at Δt → 0: from Δt and 2Δt on one Brownian path, O(Δt²) from the truth.
ArrayXd extrapolated(const MomentCurves& m, std::size_t process) {
  return 2.0 * mean_of(m, process) - mean_of(m, process + 1);
}

/// What is compared at one η: errors of the tested means, then of spreads over η, then the SDE's
/// spreads over η themselves.
ArrayXd differences(const ArrayXd& optimizer, const ArrayXd& sde, double eta) {
  ArrayXd all(tested + 2 * spreads);
  all << (optimizer - sde).head(tested), (spread(optimizer) - spread(sde)) / eta, spread(sde) / eta;
  return all;
}

/// optimizer − SDE at one η: differences(), and the bound of what Δt left in them.
struct Errors {
  Estimate value;
  ArrayXd bias;
};

Errors errors_of_sde(const Recorders& keep, double eta, const ArrayXd& exact) {
  const auto from = [&](std::size_t process) {
    return jackknife(keep.less, [&](const MomentCurves& m) -> ArrayXd {
      return differences(exact, extrapolated(m, process), eta);
    });
  };
  const Estimate best = from(fine);
  return {best, discretisation_bias(from(middle), best, 2.0, 2.0)};
}

/// Measured at one η.
struct Comparison {
  Errors sde;
  Refinement refinement;  ///< of the SDE
  Estimate euler;         ///< optimizer − Euler–Maruyama at Δt = η: differences()
  ArrayXd variance_left;  ///< by the controls, of what h itself has
};

Comparison compare(const Session& session, const Setting& s, double eta, const ArrayXd& exact,
                   const Archive& sde, const Archive& euler) {
  const Recorders keep = loaded(refined(session, s, eta), sde);
  const Recorders keep_euler = loaded(at_eta(session, s, eta), euler);
  const ArrayXXd left = keep.less.curves().second.bottomRows(1).leftCols(tested) /
                        keep.plain.curves().second.bottomRows(1).leftCols(tested);
  const auto of_euler = [&](const MomentCurves& m) -> ArrayXd {
    return differences(exact, mean_of(m, 0), eta);
  };
  return {errors_of_sde(keep, eta, exact), Refinement::load(sde, "sde"),
          jackknife(keep_euler.less, of_euler), left.row(0).transpose()};
}

/// One quantity over η.
struct Curve {
  Estimate value;
  ArrayXd bias;

  Curve over(const ArrayXd& scale) const {
    return {{value.value / scale, value.pseudo_values.rowwise() / scale.transpose(), value.runs},
            bias / scale};
  }
};

Curve curve_of(const std::vector<Comparison>& all, Index quantity, bool euler = false) {
  std::vector<Estimate> points;
  ArrayXd bias = ArrayXd::Zero(static_cast<Index>(all.size()));
  for (const Comparison& c : all) {
    const Estimate& e = euler ? c.euler : c.sde.value;
    if (!euler) bias(static_cast<Index>(points.size())) = c.sde.bias(quantity);
    points.push_back(
        {e.value.segment(quantity, 1), e.pseudo_values.middleCols(quantity, 1), e.runs});
  }
  return {joined(points), bias};
}

/// Limits as η → 0, without sampling: of errors over η, of spreads over η, and a third of their
/// distances to the nearest of the wrong models.
struct Theory {
  ArrayXd coefficient, spread;
  ArrayXd coefficient_tolerance, spread_tolerance;
};

Theory theory_of(const Setting& s) {
  const auto expansion = [&](Diffusion diffusion) {
    return weak_expansion(PlantedSde(s.problem(Accuracy::accurate), 1.0, diffusion), s.x0,
                          s.duration);
  };
  const WeakExpansion right = expansion(Diffusion::right);
  const WeakExpansion still = expansion(Diffusion::none);
  const WeakExpansion loud = expansion(Diffusion::without_mean);
  const auto coefficient_moved = [&](const WeakExpansion& wrong) -> ArrayXd {
    return (right.sde_minus_flow(functions) - wrong.sde_minus_flow(functions)).head(tested).abs();
  };
  const auto spread_moved = [&](const WeakExpansion& wrong) -> ArrayXd {
    return (right.spread - wrong.spread).array().abs();
  };
  return {right.chain_minus_sde(functions).head(tested), right.spread.array(),
          coefficient_moved(still).min(coefficient_moved(loud)) / 3.0,
          spread_moved(still).min(spread_moved(loud)) / 3.0};
}

/// Of a slope that should be 1.
constexpr double order_tolerance = 1.0 / 6.0;

/// What the errors at one η may be off by without any claim's number being off by its tolerance. A
/// slope over η is a sum of logarithms with weights w_i; each may be off by its tolerance over
/// Σ|w_i|.
ArrayXd tested_tolerance(const Setting& s, const Theory& theory, const Errors& at, double eta) {
  const ArrayXd log_eta = s.eta.log() - s.eta.log().mean();
  const double weights = log_eta.abs().sum() / log_eta.square().sum();
  ArrayXd all(tested + 2 * spreads);
  all << (eta * theory.coefficient_tolerance)
             .min(order_tolerance / weights * at.value.value.head(tested).abs()),
      theory.spread_tolerance, theory.spread_tolerance;
  return all;
}

std::vector<Archive> sde_cells(Session& session, const Setting& setting, const Theory& theory,
                               const std::vector<ArrayXd>& exact) {
  const ParameterGrid grid("sde", {{"eta", setting.eta}});
  const RefinementRange range = refinement_range(session.parameters());
  return session.cells(grid, [&](const Cell& cell) {
    const double eta = cell.point.real("eta");
    const auto number =
        std::find(setting.eta.begin(), setting.eta.end(), eta) - setting.eta.begin();
    Setting s = setting;
    Archive archive;
    const Refinement end = refine_until_small(range, [&](std::uint64_t refine) {
      s.refine = refine;
      const Recorders keep =
          run_solutions(session, s, refined(session, s, eta), "paths", cell.seed);
      archive = saved(keep);
      const Errors errors = errors_of_sde(keep, eta, exact[static_cast<std::size_t>(number)]);
      return bias_share(errors.bias, tested_tolerance(s, theory, errors, eta));
    });
    end.save(archive, "sde");
    return archive;
  });
}

std::vector<Archive> euler_cells(Session& session, const Setting& s) {
  return session.cells(ParameterGrid("euler", {{"eta", s.eta}}), [&](const Cell& cell) {
    const Solutions all = at_eta(session, s, cell.point.real("eta"));
    return saved(run_solutions(session, s, all, "euler-paths", cell.seed));
  });
}

/// With what the grids of all cells left, if it is not small.
Evidence with_remarks(Evidence evidence, const std::vector<Comparison>& all) {
  for (const Comparison& c : all) evidence = noted(std::move(evidence), c.refinement);
  return evidence;
}

void order_claims(Session& session, const Setting& s, const std::vector<Comparison>& all) {
  std::vector<PowerLaw> of_sde, of_euler;
  for (Index h = 0; h < tested; ++h) {
    const std::string name = "error of E " + name_of(h);
    const Curve one = curve_of(all, h), two = curve_of(all, h, true);
    of_sde.push_back({name, s.eta, one.value, one.bias});
    of_euler.push_back({name, s.eta, two.value, two.bias});
  }
  session.evidence("weak-order",
                   with_remarks(exponent_evidence(of_sde, 1.0, order_tolerance), all));
  session.evidence("euler-maruyama-order", exponent_evidence(of_euler, 2.0, 1.0 / 3.0));
}

void limit_claims(Session& session, const Setting& s, const std::vector<Comparison>& all,
                  const Theory& theory) {
  std::vector<Deviations> coefficients, of_spread;
  for (Index h = 0; h < tested; ++h) {
    const Curve ratio = curve_of(all, h).over(s.eta);
    const ArrayXd limit = ArrayXd::Constant(s.eta.size(), theory.coefficient(h));
    coefficients.push_back(
        {"error over η of E " + name_of(h), s.eta, ratio.value - limit, ratio.bias});
  }
  for (Index i = 0; i < spreads; ++i) {
    const Curve own = curve_of(all, tested + spreads + i);
    const ArrayXd limit = ArrayXd::Constant(s.eta.size(), theory.spread(i));
    of_spread.push_back(
        {fmt::format("{} of the SDE over η", spread_names[i]), s.eta, own.value - limit, own.bias});
  }
  for (Index i = 0; i < spreads; ++i) {
    const Curve difference = curve_of(all, tested + i);
    of_spread.push_back({fmt::format("{} of SignSGD minus the SDE's, over η", spread_names[i]),
                         s.eta, difference.value, difference.bias});
  }
  session.evidence(
      "error-coefficient",
      with_remarks(limit_evidence(coefficients, theory.coefficient, theory.coefficient_tolerance),
                   all));
  session.evidence("variance", with_remarks(limit_evidence(of_spread, theory.spread.replicate(2, 1),
                                                           theory.spread_tolerance.replicate(2, 1)),
                                            all));
}

void write_tables(Session& session, const Setting& s, const std::vector<Comparison>& all,
                  const Theory& theory) {
  const Index n = s.eta.size();
  ResultTable errors{"errors", {"eta"}, Eigen::MatrixXd(n, 1 + 6 * tested)};
  ResultTable left{"variance-left", {"eta"}, Eigen::MatrixXd(n, 1 + tested)};
  errors.values.col(0) = left.values.col(0) = s.eta.matrix();
  for (Index h = 0; h < tested; ++h) {
    const std::string& name = name_of(h);
    const Curve sde = curve_of(all, h), euler = curve_of(all, h, true);
    for (const char* column : {"sde.", "se.", "bias.", "euler.", "euler_se.", "limit_over_eta."})
      errors.columns.push_back(column + name);
    errors.values.middleCols(1 + 6 * h, 6) << sde.value.value, sde.value.standard_error(), sde.bias,
        euler.value.value, euler.value.standard_error(),
        ArrayXd::Constant(n, theory.coefficient(h));
    left.columns.push_back(name);
    for (Index i = 0; i < n; ++i)
      left.values(i, 1 + h) = all[static_cast<std::size_t>(i)].variance_left(h);
  }
  session.table(std::move(errors));
  session.table(std::move(left));
  std::vector<std::pair<std::string, Refinement>> steps;
  for (std::size_t i = 0; i < all.size(); ++i)
    steps.emplace_back(fmt::format("eta-{}", s.eta(static_cast<Index>(i))), all[i].refinement);
  session.table(refinement_table(steps));
}

/// Half-widths of bars: simultaneous 95 % over η, and the bound of the bias.
ArrayXd half_width(const Curve& curve) {
  return SupT(curve.value, Sides::two).critical(0.05) * curve.value.standard_error() + curve.bias;
}

Style hollow(Style look) {
  constexpr Marker markers[] = {Marker::circle, Marker::open_square, Marker::open_triangle,
                                Marker::open_diamond};
  look.marker = markers[static_cast<std::size_t>(look.marker) % 4];
  return look;
}

Panel order_panel(const Setting& s, const std::vector<Comparison>& all) {
  Panel panel{.title = "Weak error",
              .x = {.label = "η", .log = true},
              .y = {.label = "|E h(x_{T/η}) − E h(X_{T})|", .log = true}};
  double largest[2] = {0, 0};
  for (const bool euler : {false, true})
    for (Index h = 0; h < tested; ++h) {
      const Curve curve = curve_of(all, h, euler);
      const ArrayXd size = curve.value.value.abs(), half = half_width(curve);
      const Style look = style::member(static_cast<std::size_t>(h));
      const ArrayXd lower = (half < size).select(size - half, size);
      panel.points(s.eta, size, lower, ArrayXd(size + half),
                   fmt::format("{}, {}", symbols[h], euler ? "Δt = η" : "SDE"),
                   euler ? hollow(look) : look);
      largest[euler ? 1 : 0] = std::max(largest[euler ? 1 : 0], size(size.size() - 1));
    }
  const ArrayXd relative = s.eta / s.eta(s.eta.size() - 1);
  panel.line(s.eta, ArrayXd(1.5 * largest[0] * relative), "∝ η", style::theory(0));
  panel.line(s.eta, ArrayXd(1.5 * largest[1] * relative.square()), "∝ η²", style::theory(1));
  panel.key = KeyPlace::below;
  return panel;
}

Panel coefficient_panel(const Setting& s, const std::vector<Comparison>& all,
                        const Theory& theory) {
  Panel panel{.title = "Coefficient of the weak error",
              .x = {.label = "η", .min = 0.0},
              .y = {.label = "(E h(x_{T/η}) − E h(X_{T})) / η"}};
  for (Index h = 0; h < tested; ++h) {
    const Curve ratio = curve_of(all, h).over(s.eta);
    const ArrayXd half = half_width(ratio), value = ratio.value.value;
    const Style look = style::member(static_cast<std::size_t>(h));
    panel.points(s.eta, value, ArrayXd(value - half), ArrayXd(value + half), symbols[h], look);
  }
  for (Index h = 0; h < tested; ++h)
    panel.horizontal(theory.coefficient(h), h == 0 ? "limits derived" : "", style::theory());
  panel.key = KeyPlace::below;
  return panel;
}

void figure(Session& session, const Setting& s, const std::vector<Comparison>& all,
            const Theory& theory) {
  const ParameterValues& p = session.parameters();
  std::vector<Refinement> refinements;
  for (const Comparison& c : all) refinements.push_back(c.refinement);
  Figure f{.name = "weak-order"};
  f.panels = {order_panel(s, all), coefficient_panel(s, all, theory)};
  f.caption = fmt::format(
      "SignSGD and its SDE (3) at T = {} on f = ½xᵀHx, H of eigenvalues {} turned by {}, noise of "
      "σ "
      "= "
      "{}, from x_{{0}} = ({}). SignSGD by its law on the lattice, the SDE by {} paths with "
      "control "
      "variates and Δt → 0 from {} and twice that; hollow: Euler–Maruyama at Δt = η, which has "
      "SignSGD's own conditional moments. Bars: simultaneous 95 % over η, and the bound of what Δt "
      "left.",
      s.duration, to_string(ParameterValue(p.reals("hessian"))), p.real("angle"),
      to_string(ParameterValue(p.reals("sigma"))), to_string(ParameterValue(p.reals("x0"))),
      p.count("paths"), time_steps(refinements));
  session.figure(std::move(f));
}

void measure(Session& session) {
  const Setting s = setting_of(session.parameters());
  const Theory theory = theory_of(s);
  std::vector<ArrayXd> exact;  // first: a lattice too large is refused before any work
  for (const double eta : s.eta)
    exact.push_back(sign_sgd_lattice_law(*s.problem(Accuracy::accurate), eta, s.x0, s.steps(eta))
                        .mean(functions));
  const auto sde = sde_cells(session, s, theory, exact);
  const auto euler = euler_cells(session, s);
  std::vector<Comparison> all;
  for (std::size_t i = 0; i < sde.size(); ++i)
    all.push_back(compare(session, s, s.eta(static_cast<Index>(i)), exact[i], sde[i], euler[i]));
  order_claims(session, s, all);
  limit_claims(session, s, all, theory);
  write_tables(session, s, all, theory);
  figure(session, s, all, theory);
}

std::vector<Claim> claims() {
  return {
      {"weak-order", "Definition 3.1, Corollary 3.3",
       "|E h(x_k) − E h(X_{kη})| falls as η for h = x₁, x₁², x₁x₂ and cos x₁.", ClaimKind::exponent,
       "exponent", "a third of the distance to order ½; the drift without 1/√2 has order 0",
       Verdict::holds,
       "the SDE has SignSGD's conditional moments up to O(η²) in each of T/η steps. The noise-free "
       "ODE has order 1, too: this claim does not see the diffusion"},
      {"error-coefficient", "Definition 3.1, Corollary 3.3",
       "The weak error over η tends to ∇h·e, e' = Je − ½Ja along the mean flow x̄' = a(x̄).",
       ClaimKind::limit, "h/η",
       "a third of the distance to the nearer one of the noise-free ODE and the diffusion without "
       "−m², by their expansions in η",
       Verdict::holds,
       "the two semigroups differ by −(η²/2)(Ja)·∇ in a step, and only if drift and diffusion are "
       "right is nothing else left at that order"},
      {"variance", "Corollary 3.3",
       "Covariances over η, of the SDE and of SignSGD, tend to V, V' = JV + VJᵀ + I − diag(m)².",
       ClaimKind::limit, "x²/η",
       "a third of the distance to the nearer one of the noise-free ODE and the diffusion without "
       "−m², by their expansions in η",
       Verdict::holds, "order 1 of the weak approximation leaves O(η) of a quantity over η"},
      {"euler-maruyama-order", "F.2, where Δt = η",
       "Euler–Maruyama at Δt = η is O(η²) from SignSGD, closer than the SDE that it is to solve.",
       ClaimKind::exponent, "exponent", "a third of the distance to order 1", Verdict::holds,
       "its steps have SignSGD's conditional mean and covariance, and third moments differ by "
       "O(η³): curves at Δt = η show the optimizer beside itself"},
  };
}

}  // namespace

Experiment weak_order_sign() {
  const Eigen::Array2d lambda(1, 2), sigma(1.0, 0.7), x0(1.0, 0.5);
  const Eigen::Array4d eta(0.0125, 0.025, 0.05, 0.1);
  return {
      .id = "adaptive/weak-order-sign",
      .title = "Weak order and leading error of SignSGD's SDE, coupled coordinates",
      .reference = "Definition 3.1, Corollary 3.3, (3)",
      .statement =
          "On f = ½xᵀHx with coupled coordinates and Gaussian gradient noise, means of smooth "
          "functions under the SDE (3) are O(η) from SignSGD's. Order 1 alone is no evidence for "
          "the diffusion: the noise-free ODE has it (control noise-free leaves weak-order as it "
          "is). So the coefficient of η and Cov/η are claimed as well, and compared with an "
          "expansion derived without sampling. SignSGD's means are exact, by its law on the "
          "lattice; the SDE's are sampled with tangent control variates (solvers/"
          "tangent_control.hpp) at Δt = η/refine and twice that on one Brownian path and "
          "extrapolated to Δt → 0, with a bound of what is left in every interval. "
          "Euler–Maruyama at Δt = η is beside it: it has SignSGD's own conditional moments and "
          "proves nothing about the SDE.",
      .parameters =
          {positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
           positive("angle", 0.5, "rotation of the eigenvectors of H, in radians",
                    "chosen: 0 would leave the coordinates uncoupled"),
           positives("sigma", sigma, "noise standard deviations of the coordinates",
                     "chosen: |∇f| of the order of σ, where erf is neither linear nor saturated"),
           reals("x0", x0, "start",
                 "chosen: no error of the SDE or of a control vanishes or changes its sign over η"),
           positive("duration", 1.0, "time T", "chosen: of the order of the relaxation times"),
           positives("eta", eta, "learning rates η, increasing",
                     "chosen: the term of next order, relatively 2η at most, moves slopes by less "
                     "than the tolerance"),
           runs("paths", {8192, 32'768, 1'048'576}, "paths of the SDE for each η",
                "chosen: intervals of error-coefficient about a tenth of its tolerance"),
           runs("euler-paths", {65'536, 1'048'576, 16'777'216},
                "paths of Euler–Maruyama at Δt = η for each η",
                "chosen: more than paths, because the errors of euler-maruyama-order are smaller "
                "by a "
                "factor η, and cheap: one step for each of the optimizer's"),
           count("refine", {8, 8, 8}, "SDE steps for each optimizer step, a multiple of 4",
                 "chosen: F.2 uses 1, where the integrator is the optimizer", 4),
           most_refine({32, 64, 128})},
      .claims = claims(),
      .controls =
          {{"noise-free",
            "the ODE dX = −erf(Σ^{−1/2}∇f/√2) dt in place of the SDE; weak-order still holds",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"erf-without-root-two",
            "drift erf(Σ^{−1/2}∇f), without 1/√2",
            {"weak-order", "error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"diffusion-without-mean",
            "diffusion √η I, without −diag(m)²",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick},
           {"diffusion-times-eta",
            "diffusion with η in place of √η",
            {"error-coefficient", "variance", "euler-maruyama-order"},
            Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
