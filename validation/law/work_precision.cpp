// law/work-precision: error against work of Euler–Maruyama, Milstein, DRI1 and multilevel Monte
// Carlo on the SDE of SignSGD.
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/diffusion_law.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"
#include "solvers/multilevel.hpp"
#include "solvers/state_function.hpp"
#include "validation/law/law.hpp"
#include "validation/law/work_results.hpp"

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace sdescent::law {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Eigen::VectorXd;

/// Evaluations of the coefficients for a step of separable noise (solvers/dri1.hpp); one that gives
/// the derivative besides counts no more.
constexpr double evaluations_of_one = 1.0, evaluations_of_dri1 = 5.0;

const StateFunction columns{{"x^2", "cos(x)"}, [](const ConstBlockRef& x, BlockRef out, Scratch&) {
                              out.col(0) = x.col(0).square();
                              out.col(1) = x.col(0).cos();
                            }};

std::uint64_t power_of_two(const ParameterValues& p, const char* name) {
  const std::uint64_t n = p.count(name);
  require(std::has_single_bit(n), name, "a power of two", fmt::format("{}", n));
  return n;
}

WorkSetting setting_of(const ParameterValues& p) {
  const auto one = [](double value) { return VectorXd::Constant(1, value); };
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(one(p.real("lambda"))),
      std::make_shared<GaussianNoise>(one(p.real("sigma")), Accuracy::accurate));
  // The martingale part has the variance ηT at most; long steps may double a step's noise.
  const double reach = 10.0 * std::sqrt(p.real("eta") * p.real("duration"));
  return {std::make_shared<SignSgdSde>(problem, p.real("eta")),
          fmt::format("λ = {}, σ = {}, η = {}", p.real("lambda"), p.real("sigma"), p.real("eta")),
          p.real("x0"),
          p.real("duration"),
          -reach,
          p.real("x0") + reach,
          columns.columns,
          {"x²", "cos x"},
          {[](double x) { return x * x; }, [](double x) { return std::cos(x); }},
          power_of_two(p, "start"),
          power_of_two(p, "finest")};
}

/// The grid of the steps that a parameter says.
Index grid_of(const ParameterValues& p, const char* name) {
  const std::uint64_t n = power_of_two(p, name), start = p.count("start");
  require(start < n && n <= p.count("finest"), name,
          fmt::format("in ({}, {}]", start, p.count("finest")), fmt::format("{}", n));
  return std::countr_zero(n) - std::countr_zero(start);
}

/// The first grid of a window that three grids must fit in.
Index window_of(const ParameterValues& p, const char* name) {
  require(4 * p.count(name) <= p.count("finest"), name,
          fmt::format("at most a quarter of finest = {}", p.count("finest")),
          fmt::format("{}", p.count(name)));
  return grid_of(p, name);
}

/// E h by multilevel Monte Carlo, less the exact E h on the same finest grid; a third of what one
/// level more or less would change.
void run_multilevel(Session& session, const WorkSetting& s, const SchemeErrors& milstein) {
  const ParameterValues& p = session.parameters();
  const Index last = grid_of(p, "multilevel-steps");
  const ArrayXd bias = milstein.bias.row(last).transpose();
  const ArrayXd tolerance = (bias - milstein.bias.row(last - 1).transpose()).abs() / 3.0;
  const LevelFactory factory = [&](const std::string& name, const SdeGrid& grid) -> LevelMember {
    auto process = std::make_shared<SdeProcess>(name, s.model, std::make_shared<Milstein>(), grid,
                                                StartPoint(VectorXd::Constant(1, s.x0)));
    return {process, [=](std::size_t number) { return observed(*process, number, columns); }};
  };
  const std::uint64_t missing = session.control("one-level-short") ? 1 : 0;
  const MultilevelResult result =
      multilevel(factory,
                 {.unit = s.duration,
                  .units = 1,
                  .coarsest = s.start,
                  .levels = static_cast<std::uint64_t>(last) + 1 - missing,
                  .target = tolerance / 6.0,
                  .pilot = 4096,
                  .seed = session.seed("multilevel")},
                 session.run_control());
  const ArrayXd exact = milstein.mean.row(last).transpose();
  session.evidence("multilevel-estimate", {result.value() - exact, exact, tolerance,
                                           ArrayXd::Constant(exact.size(), 1e-11)});
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  const WorkSetting s = setting_of(p);
  const Index first = window_of(p, "coarsest"), first_level = window_of(p, "level-coarsest");
  const DensityLaw law = diffusion_law(*s.model, s.x0, s.duration);
  ArrayXd exact(static_cast<Index>(s.functions.size()));
  for (Index h = 0; h < exact.size(); ++h)
    exact(h) = law.mean(s.functions[static_cast<std::size_t>(h)]);

  Dri1Tableau tableau;
  if (session.control("dri1-without-beta22")) tableau.beta22 = 0.0;
  const auto dri1 = std::make_shared<Dri1>(tableau);
  const auto euler = std::make_shared<EulerMaruyama>();
  const SchemeErrors two = scheme_errors(s, dri1, evaluations_of_dri1, exact);
  const SchemeErrors one = scheme_errors(s, euler, evaluations_of_one, exact);
  const SchemeErrors milstein =
      scheme_errors(s, std::make_shared<Milstein>(), evaluations_of_one, exact);
  const bool swapped = session.control("dri1-for-order-one");
  const bool uncorrected = session.control("milstein-without-correction");
  WorkResults results{
      s,     swapped ? two : one, swapped ? two : uncorrected ? one : milstein, two, {},
      first, first_level};
  results.levels = level_variances(session, s, {&results.euler, &results.milstein},
                                   p.count("paths"), session.control("uncoupled-levels"));
  work_evidence(session, results);
  run_multilevel(session, s, milstein);
  work_table(session, results);
  work_figure(session, results);
}

std::vector<Claim> claims() {
  return {
      {"weak-order-one", "Kloeden, Platen 1992, Theorem 14.5.1",
       "The weak errors of Euler–Maruyama and Milstein fall as Δt.", ClaimKind::exponent,
       "exponent", "a third of the distance to order 2", Verdict::holds, "coefficients are smooth"},
      {"weak-order-two", "Debrabant, Rößler 2009", "The weak error of DRI1 falls as Δt².",
       ClaimKind::exponent, "exponent", "a third of the distance to order 1", Verdict::holds,
       "coefficients are smooth"},
      {"work-order-one", "Duffie, Glynn 1995",
       "The work of Euler–Maruyama and Milstein for a root mean square error ε grows as ε^{−3}.",
       ClaimKind::exponent, "exponent", "a third of the distance to −2.5, that of weak order 2",
       Verdict::holds, "ε^{−2} paths of ε^{−1} steps"},
      {"work-order-two", "Duffie, Glynn 1995", "The work of DRI1 grows as ε^{−2.5}.",
       ClaimKind::exponent, "exponent", "a third of the distance to −3, that of weak order 1",
       Verdict::holds, "ε^{−2} paths of ε^{−1/2} steps"},
      {"level-variance-euler", "Giles 2008",
       "The variance of h(S_n) − h(S_{n/2}) on one Brownian path falls as Δt for Euler–Maruyama.",
       ClaimKind::exponent, "exponent", "a third of the distance to 2", Verdict::holds,
       "strong order ½ under multiplicative noise, once Δt is small against η"},
      {"level-variance-milstein", "Giles 2008", "And as Δt² for Milstein.", ClaimKind::exponent,
       "exponent", "a third of the distance to 1", Verdict::holds, "strong order 1"},
      {"multilevel-work-euler", "Giles 2008, Theorem 3.1",
       "The work of multilevel Monte Carlo with Euler–Maruyama grows as ε^{−2} but for "
       "logarithms.",
       ClaimKind::exponent, "exponent", "a third of the distance to −3, that of one level",
       Verdict::holds, "level variances fall as Δt: ε^{−2} log² ε"},
      {"multilevel-work-milstein", "Giles 2008, Theorem 3.1",
       "The work of multilevel Monte Carlo with Milstein grows as ε^{−2}.", ClaimKind::exponent,
       "exponent", "a third of the distance to −2.5, that of weak order 2 on one level",
       Verdict::holds, "level variances fall faster than work rises"},
      {"multilevel-estimate", "Giles 2008",
       "Multilevel Monte Carlo with Milstein gives E h of its finest grid.", ClaimKind::equality,
       "h", "a third of what one level less would change", Verdict::holds,
       "the sum over levels telescopes"},
      {"ordering", "derived from the exponents",
       "At the smallest ε that Euler–Maruyama reaches in the window, multilevel Monte Carlo with "
       "Milstein costs less than DRI1, and DRI1 less than Euler–Maruyama and Milstein.",
       ClaimKind::ordering, "log work", "none: an ordering", Verdict::holds,
       "exponents −2, −2.5 and −3, at an ε that asks of Euler–Maruyama for hundreds of steps"},
  };
}

std::vector<Control> controls() {
  return {{"dri1-without-beta22",
           "DRI1 without its term in dW² − Δt",
           {"weak-order-two", "work-order-two"},
           Effort::quick},
          {"dri1-for-order-one",
           "DRI1 in place of Euler–Maruyama and Milstein",
           {"weak-order-one", "work-order-one"},
           Effort::quick},
          {"milstein-without-correction",
           "Milstein without ½bb'(dW² − Δt)",
           {"level-variance-milstein"},
           Effort::quick},
          {"uncoupled-levels",
           "the two grids of a level on independent Brownian paths",
           {"level-variance-euler", "level-variance-milstein", "multilevel-work-euler",
            "multilevel-work-milstein", "ordering"},
           Effort::quick},
          {"one-level-short",
           "multilevel Monte Carlo without its finest level",
           {"multilevel-estimate"},
           Effort::quick}};
}

}  // namespace

Experiment work_precision() {
  return {
      .id = "law/work-precision",
      .title = "Error against work of schemes and multilevel Monte Carlo on SignSGD's SDE",
      .reference = "beyond the papers: adaptive (3); Debrabant, Rößler 2009; Giles 2008",
      .statement =
          "E h(X_T) of the SDE is known by its Kolmogorov equation, and mean and variance of every "
          "scheme's h(S_n) by quadrature over increments, so weak errors and the work of plain "
          "Monte Carlo follow without sampling. Only variances between levels are sampled.",
      .parameters =
          {positive("lambda", 1.0, "eigenvalue λ", "chosen: units of x and t"),
           positive("sigma", 1.0, "noise standard deviation σ", "chosen: as λ"),
           positive("x0", 1.0, "start", "chosen: of the order of σ/λ, where the sign is nonlinear"),
           positive("duration", 1.0, "time T", "chosen: of the order of the relaxation time"),
           positive("eta", 0.25, "η",
                    "chosen: large, so that multiplicative noise shows at the steps used"),
           count("start", {4, 4, 4}, "steps of the first grid, a power of two",
                 "chosen: longer steps than a quarter of the relaxation time have heavy tails"),
           count("finest", {256, 256, 256}, "steps of the finest grid, a power of two",
                 "chosen: five halvings of coarsest", 8),
           count("coarsest", {8, 8, 8}, "steps of the coarsest grid of the windows",
                 "chosen: Δt an eighth of the relaxation time", 2),
           count("level-coarsest", {32, 32, 32},
                 "steps of the coarsest grid of the window of level variances",
                 "chosen: Δt = η/8; Euler–Maruyama's variance is AΔt² + BΔt with B/A = "
                 "3ηm²/(2(1 − m²)) by coefficients",
                 2),
           count("multilevel-steps", {16, 32, 64}, "steps of the finest level that is run",
                 "chosen: seconds", 4),
           runs("paths", {16'384, 131'072, 1'048'576}, "paths of the level variances",
                "chosen: variances within a few percent")},
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::law
