// App. G: the weak-approximation SDE of signSGD and signHSGD, as η falls and as d grows.
#include "validation/exact/weak_vs_highdim.hpp"

#include "io/require.hpp"
#include "validation/exact/exact.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

const char* floor_reason =
    "a third of the largest distance between R along the exact mean of the signs and along its "
    "linearisation, by ODE";
const char* ode_reason =
    "a third of the distance of signODE to itself with K_σ without arcsin or without label noise, "
    "whichever is nearer";
const char* slope_reason = "a third of the distance to ½, the exponent of fluctuations";
const char* spread_reason =
    "a third of the largest distance between the logarithms with mmᵀ and without, to leading order "
    "in 1/d, by ODE";

std::vector<Claim> small_eta_claims() {
  return {
      {"weak-small-eta", "Appendix G, (271)",
       "At a fixed d, E R of signSGD and of the weak-approximation SDE (267) agree as η → 0.",
       ClaimKind::limit, "R", floor_reason, Verdict::holds,
       "it is an order-1 weak approximation, with the signs' own means and covariances"},
      {"highdim-small-eta", "Appendix G", "So do those of signSGD and signHSGD (8).",
       ClaimKind::limit, "R", floor_reason, Verdict::fails,
       "its drift has ρ where signSGD has arcsin ρ, ρ_i the correlation of residual and feature: "
       "what is left does not depend on η"},
      {"highdim-floor", "Appendix G",
       "What is left of signHSGD as η → 0 is R along −m less R along −(φ/√(2R))K̄v.",
       ClaimKind::limit, "R", floor_reason, Verdict::holds, "without noise both are these ODEs"},
      {"floor-exponent", "Appendix G", "That falls as 1/d.", ClaimKind::exponent, "slope",
       slope_reason, Verdict::holds, "Σ ρ_i⁴ is 1/d where every coordinate has its share of R"},
      {"weak-order", "Appendix G, (271)",
       "At a fixed d the error of the weak-approximation SDE near rest falls at least as fast as "
       "η.",
       ClaimKind::bound, "−slope", "none: a bound", Verdict::holds,
       "(271) with α = 1. A step leaves ½η'²(mᵀKm + A vᵀKm), A the generator of the SDE; for K = I "
       "and no label noise m·∇(vᵀm) = |m|², so that the term is small before rest"},
  };
}

std::vector<Claim> large_d_claims() {
  return {
      {"highdim-large-d", "Theorem 1, Appendix G",
       "At a fixed η, E R of signSGD and of signHSGD agree as d grows.", ClaimKind::limit, "R",
       ode_reason, Verdict::holds, "Theorem 1"},
      {"weak-large-d", "Appendix G",
       "So do those of signSGD and the weak-approximation SDE with the learning rate η/d.",
       ClaimKind::limit, "R", ode_reason, Verdict::holds,
       "the paper leaves it open. What a step leaves of E R is O((η/d)²), and there are d of them "
       "for a unit of t: O(η²/d)"},
      {"joint-exponents", "Appendix G", "Both errors fall as 1/d.", ClaimKind::exponent, "slope",
       slope_reason, Verdict::holds,
       "weak: d steps of O(d^{−2}); signHSGD: these, and ρ³ against ρ in the drift. Near rest, as "
       "for weak-order"},
      {"drift-vanishes", "Appendix G",
       "At a fixed η the drift of (269) vanishes as d grows: without it E R is still signSGD's.",
       ClaimKind::limit, "R", "a third of the distance to signODE", Verdict::fails,
       "each m_i is O(d^{−1/2}), but vᵀKm is O(1), as what diffusion adds to R is: on the clock "
       "t' = ηt both rates are those of signHSGD"},
  };
}

std::vector<Claim> spread_claims() {
  return {
      {"spread-weak", "Appendix G",
       "On the way to rest, Var R of signSGD and of the weak-approximation SDE agree at a large d.",
       ClaimKind::equality, "log", spread_reason, Verdict::holds,
       "the covariance of a step is right, and Var R is O(1/d) with errors of O(d^{−2})"},
      {"spread-highdim", "Appendix G, Lemmas 3, 4 and 12",
       "So do those of signSGD and signHSGD: mmᵀ may be left out of the covariance.",
       ClaimKind::equality, "log", spread_reason, Verdict::fails,
       "mmᵀ has rank 1, and its eigenvalue |m|² = (2/π)² 2R/(2R + v²) does not fall with d; it "
       "lies "
       "along the gradient, where it is felt by R at the order of Var R itself. Means, and so "
       "Theorem 1, are not touched"},
      {"spread-predicted", "Appendix G",
       "Var R of signHSGD is larger by what mmᵀ takes off in the linearised fluctuations.",
       ClaimKind::equality, "log", spread_reason, Verdict::holds, "derived here"},
  };
}

std::vector<Claim> claims() {
  std::vector<Claim> all = small_eta_claims();
  for (const auto& more : {large_d_claims(), spread_claims()})
    all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::vector<Parameter> parameters() {
  return {
      positives("spectrum", Eigen::Array2d(0.5, 2.0),
                "first and last of K's log-spaced eigenvalues, K diagonal",
                "chosen: App. G gives no data; diagonal, so that steps cost O(d)"),
      positive("deviation", 0.3, "standard deviation v of the Gaussian label noise",
               "chosen: small against √(2R), where signs are far from linear"),
      positive("risk", 0.5, "R at the start, the same from every coordinate", "chosen"),
      positive("horizon", 3.0, "end in ηt", "chosen: R has fallen to near its rest"),
      positive("eta", 0.5, "η as d grows; it is halved as η falls", "exact App. I (Cauchy)"),
      count("halvings", {3, 3, 4}, "how often η is halved as it falls",
            "chosen: the first one is left out, where terms of second order are large", 3),
      count("dimension", {4, 8, 8}, "d as η falls", "chosen: ρ is 1/3", 2),
      count("doublings", {2, 2, 3}, "how often that d is doubled as d grows", "chosen", 2),
      runs("paths", {512, 4096, 8192}, "runs of each cell as η falls",
           "chosen; the control variate is worth hundreds of times as many"),
      runs("large_paths", {512, 16'384, 16'384}, "runs of each cell as d grows",
           "chosen: the exponents of two halves of the window to a third of a half"),
      count("spread_dimension", {8, 16, 32}, "d where Var R is measured", "chosen", 2),
      runs("spread_paths", {4096, 16'384, 65'536}, "runs there", "chosen: Var R to 1 %"),
      count("refine", {4, 4, 8}, "finest steps of SDEs for each step of signSGD", "chosen", 4),
      count("records", {6, 6, 6}, "times after the start, evenly spaced in ηt, a multiple of 3",
            "chosen", 4),
  };
}

std::vector<Control> controls() {
  return {
      {"linear-drift",
       "the weak-approximation SDE with ρ for arcsin ρ",
       {"weak-small-eta"},
       Effort::quick},
      {"exact-drift",
       "signHSGD with arcsin ρ for ρ",
       {"highdim-small-eta", "highdim-floor"},
       Effort::standard},
      {"signs-without-arcsin",
       "signHSGD with D^{−1}KD^{−1} for K_σ",
       {"highdim-large-d"},
       Effort::quick},
      {"step-not-divided",
       "signHSGD with the noise of a learning rate η, not η/d",
       {"highdim-large-d"},
       Effort::quick},
      {"highdim-for-weak",
       "signHSGD in the place of the other SDE, at a third of the horizon",
       {"weak-order"},
       Effort::quick},
      {"localised-start",
       "all of R in one coordinate at the start",
       {"floor-exponent"},
       Effort::quick},
      {"rate-doubled",
       "the weak-approximation SDE of twice the learning rate",
       {"weak-large-d", "joint-exponents"},
       Effort::quick},
      {"drift-kept", "signODE for the SDE without drift", {"drift-vanishes"}, Effort::quick},
      {"outer-product-dropped",
       "the weak-approximation SDE without mmᵀ",
       {"spread-weak"},
       Effort::quick},
      {"covariance-of-signs",
       "signHSGD with mmᵀ",
       {"spread-highdim", "spread-predicted"},
       Effort::standard},
  };
}

ParameterGrid grid_of(const char* label, const ArrayXd& d, const ArrayXd& eta) {
  return ParameterGrid(label, {{"d", d}, {"eta", eta}});
}

std::vector<WeakHighdimResult> run_grid(Session& session, const WeakHighdimSetting& s,
                                        const ParameterGrid& grid) {
  std::vector<WeakHighdimResult> results;
  for (const Archive& archive : session.cells(grid, [&](const Cell& cell) {
         return WeakHighdimResult::run(session, s, static_cast<Index>(cell.point.count("d")),
                                       cell.point.real("eta"), cell.seed);
       })) {
    results.emplace_back();
    results.back().load(archive);
  }
  return results;
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  const WeakHighdimSetting s = weak_highdim_setting(session);
  const auto halvings = static_cast<Index>(p.count("halvings")),
             doublings = static_cast<Index>(p.count("doublings"));
  const auto d = static_cast<double>(p.count("dimension"));
  const double eta = p.real("eta");
  const ArrayXd etas =
      eta *
      ArrayXd::LinSpaced(halvings, -static_cast<double>(halvings), -1.0).unaryExpr([](double e) {
        return std::exp2(e);
      });
  const ArrayXd dimensions =
      d * ArrayXd::LinSpaced(doublings + 1, static_cast<double>(doublings), 0.0)
              .unaryExpr([](double e) { return std::exp2(e); });
  WeakHighdimSetting large = s, spread = s;
  large.paths = p.count("large_paths");
  spread.paths = p.count("spread_paths");
  // Before R comes near its rest: there Var R is far from its leading order at these d.
  spread.horizon /= 3.0;
  spread.records /= 3;
  const ArrayXd one = ArrayXd::Ones(1);
  const auto spread_dimension = static_cast<Index>(p.count("spread_dimension"));
  WeakHighdimResults results{
      .dimension = static_cast<Index>(d),
      .etas = etas,
      .inverse_dimensions = dimensions.inverse(),
      .eta = eta,
      .spread_dimension = spread_dimension,
      .small_eta = run_grid(session, s, grid_of("small-eta", d * one, etas)),
      .large_d = run_grid(session, large, grid_of("large-d", dimensions, eta * one)),
      .spread_setting = spread,
      .spread = {}};
  results.spread =
      run_grid(session, spread,
               grid_of("spread", static_cast<double>(spread_dimension) * one, eta * one))[0];
  weak_highdim_evidence(session, s, results);
  show_weak_highdim(session, s, results);
}

}  // namespace

WeakHighdimSetting weak_highdim_setting(const Session& session) {
  const ParameterValues& p = session.parameters();
  require_equal("number of values of spectrum", p.reals("spectrum").size(), 2);
  require(p.reals("spectrum")(0) < p.reals("spectrum")(1), "spectrum", "increasing",
          "a first that is not below the last");
  require(p.count("refine") % 4 == 0, "refine", "a multiple of 4",
          fmt::format("{}", p.count("refine")));
  require(p.count("records") % 3 == 0, "records", "a multiple of 3",
          fmt::format("{}", p.count("records")));
  return {.spectrum = p.reals("spectrum"),
          .deviation = p.real("deviation"),
          .risk = p.real("risk"),
          .horizon = p.real("horizon"),
          .records = p.count("records"),
          .paths = p.count("paths"),
          .refine = p.count("refine"),
          .localised = session.control("localised-start")};
}

Experiment weak_vs_highdim() {
  return {
      .id = "exact/weak-vs-highdim",
      .title = "Two SDEs of signSGD: weak approximation and high dimension",
      .reference = "Appendix G, (266)–(271); Theorem 1",
      .statement =
          "The weak-approximation SDE, with the exact means and covariances of the signs, against "
          "signHSGD, in the mean and the variance of R. As η falls at a fixed d only the first is "
          "right; signHSGD keeps an error of O(1/d). As d grows at a fixed η both are, at the "
          "same rate 1/d; but Var R is right for the first alone. SDEs are extrapolated to Δt = 0.",
      .parameters = parameters(),
      .claims = claims(),
      .controls = controls(),
      .measure = measure};
}

}  // namespace sdescent::exact
