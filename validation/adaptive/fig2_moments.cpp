// Lemma 3.7 on a quadratic: moments of SignSGD, of its SDE and in closed form (Figure 2, bottom
// left).
#include "io/require.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/quadratic_moments.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/measure_refined.hpp"
#include "validation/tolerance.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using ProblemPointer = std::shared_ptr<const Problem>;

// Processes of the run, in this order.
enum : std::size_t { optimizer, coarse, fine };

struct Setting {
  DiagonalSetting lemma;
  std::uint64_t paths, steps, records, refine;
  Index dimension() const { return lemma.lambda.size(); }
};

Setting setting_of(const ParameterValues& p) {
  Setting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
            p.count("paths"),
            p.count("steps"),
            p.count("records"),
            refinement_range(p).start};
  s.lemma.sigma = ArrayXd::Constant(s.dimension(), p.real("sigma"));
  require_equal("number of coordinates of x0", s.lemma.x0.size(), s.dimension());
  require_at_least("number of eigenvalues of hessian", s.dimension(), 2);
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

ProblemPointer quadratic(const Setting& s, std::shared_ptr<const GaussianNoise> noise) {
  return std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(s.lemma.lambda.matrix()), std::move(noise));
}

ProblemPointer with_sigma(const Setting& s, double factor) {
  return quadratic(s, std::make_shared<GaussianNoise>((factor * s.lemma.sigma).matrix()));
}

/// Correlation of the noise planted by `correlated-noise`.
constexpr double planted_correlation = 0.5;

ProblemPointer with_correlation(const Setting& s) {
  Eigen::MatrixXd sigma = s.lemma.sigma.square().matrix().asDiagonal();
  sigma(0, 1) = sigma(1, 0) = planted_correlation * s.lemma.sigma(0) * s.lemma.sigma(1);
  return quadratic(s, std::make_shared<GaussianNoise>(GaussianNoise::with_covariance(sigma)));
}

std::vector<std::shared_ptr<const Process>> processes(const Session& session, const Setting& s) {
  const double eta = s.lemma.eta;
  const StartPoint x0(s.lemma.x0.matrix());
  const StartPoint sde_x0(session.control("sde-start-at-zero")
                              ? Eigen::VectorXd(Eigen::VectorXd::Zero(s.dimension()))
                              : x0.point());
  const ProblemPointer truth =
      session.control("correlated-noise") ? with_correlation(s) : with_sigma(s, 1.0);
  // erf(∇f/σ) is the drift of noise σ/√2; noise 1 is the drift that does not see σ.
  double factor = 1.0;
  if (session.control("erf-without-root-two")) factor = 1.0 / std::numbers::sqrt2;
  if (session.control("sde-noise-blind")) factor = 1.0 / s.lemma.sigma(0);
  const auto model = std::make_shared<SignSgdSde>(with_sigma(s, factor), eta);
  const auto stepper = std::make_shared<EulerMaruyama>();
  return {std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", truth, eta, x0, 1}),
          std::make_shared<SdeProcess>("sde_coarse", model, stepper, SdeGrid{eta, 1, s.refine, 2},
                                       sde_x0),
          std::make_shared<SdeProcess>("sde_fine", model, stepper,
                                       SdeGrid{eta, s.refine, s.refine, 2}, sde_x0)};
}

/// The lemma with σ multiplied by a factor. √(2/π) → 1 is the factor √(2/π).
MomentTable lemma(const Setting& s, const ArrayXd& t, double sigma_factor = 1.0) {
  DiagonalSetting setting = s.lemma;
  setting.sigma *= sigma_factor;
  return sign_sgd_moments(setting, t);
}

const double slope_one = std::sqrt(2.0 * std::numbers::inv_pi);

/// Measured curves, times after the start one coordinate after the other.
class Curves {
 public:
  Curves(const MomentRecorder& x, const MomentRecorder& pair, const MomentRecorder& loss,
         const Setting& s)
      : x_(x), pair_(pair), loss_(loss), d_(s.dimension()) {}

  Estimate mean(std::size_t process) const {
    return jackknife(x_, [&](const MomentCurves& m) { return flat(m.mean, process); });
  }
  Estimate variance(std::size_t process) const {
    return jackknife(x_, [&](const MomentCurves& m) { return flat(m.second, process); });
  }
  Estimate covariance() const {
    return jackknife(pair_, [&](const MomentCurves& m) -> ArrayXd {
      return after_start(m.second.col(pair_.covariance_column(0, 1)));
    });
  }
  Estimate loss() const {
    return jackknife(loss_,
                     [](const MomentCurves& m) -> ArrayXd { return after_start(m.mean.col(0)); });
  }
  static ArrayXd after_start(const ArrayXd& curve) { return curve.tail(curve.size() - 1); }
  static ArrayXd flat(const ArrayXXd& table) {
    return ArrayXXd(table.bottomRows(table.rows() - 1)).reshaped();
  }

 private:
  ArrayXd flat(const ArrayXXd& columns, std::size_t process) const {
    return flat(columns.middleCols(static_cast<Index>(process) * d_, d_));
  }

  const MomentRecorder& x_;
  const MomentRecorder& pair_;
  const MomentRecorder& loss_;
  Index d_;
};

/// third_of_distance() of all times, as a curve.
ArrayXd third_of(const ArrayXXd& right, const ArrayXXd& wrong) {
  return Curves::flat(third_of_distance(right, wrong));
}

void lemma_claims(Session& session, const Setting& s, const ArrayXd& t, const Curves& curves) {
  const MomentTable right = lemma(s, t);
  const MomentTable blind = lemma(s, t, 1.0 / s.lemma.sigma(0));
  const MomentTable slope = lemma(s, t, slope_one);
  const MomentTable& mean = session.control("lemma-noise-blind") ? blind : right;
  const MomentTable& variance = session.control("lemma-slope-one") ? slope : right;
  const ArrayXd none = ArrayXd::Zero(Curves::flat(right.mean).size());
  const ArrayXd predicted_mean = Curves::flat(mean.mean);
  const ArrayXd predicted_variance = Curves::flat(variance.variance);
  session.evidence("mean-lemma", {curves.mean(optimizer) - predicted_mean, predicted_mean,
                                  third_of(right.mean, blind.mean), none});
  session.evidence("variance-lemma",
                   {curves.variance(optimizer) - predicted_variance, predicted_variance,
                    third_of(right.variance, slope.variance), none});
}

void sde_claims(Session& session, const Setting& s, const ArrayXd& t, const Curves& curves) {
  const MomentTable right = lemma(s, t);
  const auto m = static_cast<double>(s.refine);
  const Estimate mean = curves.mean(fine), variance = curves.variance(fine);
  session.evidence("mean-sde", {curves.mean(optimizer) - mean, mean.value,
                                third_of(right.mean, lemma(s, t, 1.0 / s.lemma.sigma(0)).mean),
                                discretisation_bias(curves.mean(coarse), mean, m)});
  session.evidence("variance-sde",
                   {curves.variance(optimizer) - variance, variance.value,
                    third_of(right.variance, lemma(s, t, 1.0 / std::numbers::sqrt2).variance),
                    discretisation_bias(curves.variance(coarse), variance, m)});
}

/// Stationary covariance of coordinates 1 and 2 when their noise has the planted correlation ρ: the
/// signs then have correlation (2/π) arcsin ρ, and dE[x₁x₂]/dt = −(c₁ + c₂)E[x₁x₂] + η (2/π) arcsin
/// ρ.
double planted_covariance(const Setting& s) {
  const ArrayXd c = slope_one * s.lemma.lambda / s.lemma.sigma;
  return s.lemma.eta * 2.0 * std::numbers::inv_pi * std::asin(planted_correlation) / (c(0) + c(1));
}

void other_claims(Session& session, const Setting& s, const ArrayXd& t, const Curves& curves) {
  const ArrayXd none = ArrayXd::Zero(t.size() - 1);
  session.evidence("covariance-zero",
                   {curves.covariance(), none, none + planted_covariance(s) / 3.0, none});
  ArrayXd bound = Curves::after_start(sign_sgd_loss_bound(s.lemma, t));
  if (session.control("bound-with-one-eigenvalue")) {
    DiagonalSetting smallest{s.lemma.lambda.head(1), s.lemma.sigma.head(1), s.lemma.x0.head(1),
                             s.lemma.eta};
    bound = Curves::after_start(sign_sgd_loss_bound(smallest, t));
  }
  session.evidence("loss-bound", {curves.loss() - bound, bound, none, none});
}

/// One panel with both coordinates of a moment: optimizer, SDE with band, closed form.
Panel moment_panel(const char* title, const char* label, const ArrayXd& t, const ArrayXXd& measured,
                   const ArrayXXd& sde, const ArrayXXd& exact, const ArrayXXd& half_width) {
  Panel panel{.title = title, .x = {.label = "t = kη"}, .y = {.label = label}};
  for (Index i = 0; i < 2; ++i) {
    const auto k = static_cast<std::size_t>(i);
    panel.band(t, ArrayXd(sde.col(i) - half_width.col(i)), ArrayXd(sde.col(i) + half_width.col(i)),
               "", style::sde(k));
    panel.line(t, ArrayXd(measured.col(i)), fmt::format("SignSGD, x_{{{}}}", i + 1),
               style::optimizer(k));
    panel.line(t, ArrayXd(sde.col(i)), fmt::format("SDE, x_{{{}}}", i + 1), style::sde(k));
  }
  panel.line(t, ArrayXd(exact.col(0)), "Lemma 3.7", style::theory());
  panel.line(t, ArrayXd(exact.col(1)), "", style::theory());
  return panel;
}

/// Deviations from the lemma of the first coordinate, relative to its largest value.
Panel deviation_panel(const char* title, const char* label, const ArrayXd& t, const Estimate& opt,
                      const Estimate& sde, const Estimate& em, const ArrayXd& exact) {
  const double scale = exact.abs().maxCoeff();
  const Index n = t.size();
  const auto relative = [&](const Estimate& e) -> ArrayXd {
    return (e.value.head(n) - exact.head(n)) / scale;
  };
  const Estimate first{opt.value.head(n), opt.pseudo_values.leftCols(n), opt.runs};
  const ArrayXd half = SupT(first, Sides::two).critical(0.05) * first.standard_error() / scale;
  Panel panel{.title = title, .x = {.label = "t = kη"}, .y = {.label = label}};
  panel.band(t, ArrayXd(relative(opt) - half), ArrayXd(relative(opt) + half),
             "SignSGD, 95 % simultaneous", style::optimizer(0));
  panel.line(t, relative(opt), "", style::optimizer(0));
  panel.line(t, relative(sde), "SDE, refined Δt", style::sde(0));
  panel.line(t, relative(em), "SDE, Δt = η", style::sde(1));
  panel.horizontal(0.0);
  return panel;
}

void figure(Session& session, const Setting& s, const ArrayXd& t, const MomentRecorder& x,
            const Curves& curves) {
  const MomentTable exact = lemma(s, t);
  const MomentCurves m = x.curves();
  const Index d = s.dimension();
  const auto of = [d](const ArrayXXd& columns, std::size_t process) -> ArrayXXd {
    return columns.middleCols(static_cast<Index>(process) * d, 2);
  };
  // Bands of the SDE: pointwise standard errors times the simultaneous 95 % factor of its means.
  const Estimate mean = curves.mean(fine), variance = curves.variance(fine);
  const auto half_width = [&](const Estimate& e) {
    ArrayXXd half = ArrayXXd::Zero(t.size(), 2);
    const ArrayXd flat = SupT(e, Sides::two).critical(0.05) * e.standard_error();
    half.bottomRows(t.size() - 1) = flat.head(2 * (t.size() - 1)).reshaped(t.size() - 1, 2);
    return half;
  };
  const ArrayXd later = Curves::after_start(t);
  Figure f{.name = "moments"};
  f.panels = {
      moment_panel("Mean", "E X_{t}", t, of(m.mean, optimizer), of(m.mean, fine), exact.mean,
                   half_width(mean)),
      moment_panel("Variance", "Var X_{t}", t, of(m.second, optimizer), of(m.second, fine),
                   exact.variance, half_width(variance)),
      deviation_panel("Mean of x_{1} minus Lemma 3.7", "relative to x_{0}", later,
                      curves.mean(optimizer), mean, curves.mean(coarse), Curves::flat(exact.mean)),
      deviation_panel("Variance of x_{1} minus Lemma 3.7", "relative to the stationary variance",
                      later, curves.variance(optimizer), variance, curves.variance(coarse),
                      Curves::flat(exact.variance))};
  f.caption = fmt::format(
      "SignSGD, its SDE (3) and Lemma 3.7 on f = ½xᵀHx, H = diag({}), σ = {}, η = {}, {} runs "
      "each. "
      "Bands: simultaneous 95 % confidence over all times shown (top: of the SDE; bottom: of "
      "SignSGD). The SDE is refined to Δt = η/{} unless Δt = η is said; both follow one Brownian "
      "path.",
      to_string(ParameterValue(s.lemma.lambda)), s.lemma.sigma(0), s.lemma.eta, s.paths, s.refine);
  session.figure(std::move(f));
}

void measure_at(Session& session, const Setting& s) {
  const auto all = processes(session, s);
  const Clock clock(s.lemma.eta, s.steps);
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  MomentRecorder x("x", side_by_side(states));
  MomentRecorder pair("pair", states[optimizer], SecondMoments::covariances);
  MomentRecorder loss("loss", loss_of(*all[optimizer], optimizer, with_sigma(s, 1.0)));
  session.run(all, clock, RecordTimes::evenly(clock, s.records), s.paths, Philox(session.seed()),
              {&x, &pair, &loss});
  const ArrayXd t =
      Eigen::Map<const ArrayXd>(x.times().data(), static_cast<Index>(x.times().size()));
  const Curves curves(x, pair, loss, s);
  lemma_claims(session, s, t, curves);
  sde_claims(session, s, t, curves);
  other_claims(session, s, t, curves);
  session.table(moment_table("moments", x));
  Archive archive;
  x.save(archive);
  pair.save(archive);
  session.archive("moments", std::move(archive));
  figure(session, s, t, x, curves);
}

void measure(Session& session) {
  measure_refined(session, setting_of(session.parameters()), measure_at);
}

const std::string holds_at_small_eta =
    "the SDE is an order-1 weak approximation: with c = √(2/π)λ/σ its stationary variance is "
    "η/(2c + ηc²) and the optimizer's η/(2c), a relative difference of ηc/2, far below the "
    "tolerance";

std::vector<Claim> claims() {
  return {
      {"mean-lemma", "Lemma 3.7 (1)", "E x_k of SignSGD is e^{−√(2/π)Σ^{−1/2}Ht} x₀.",
       ClaimKind::equality, "x",
       "a third of the largest distance to the same formula without Σ^{−1/2}, by closed form",
       Verdict::holds,
       "|∇f| stays well below σ, where erf is linear, and the optimizer's mean then obeys the same "
       "linear recursion to O(η)"},
      {"variance-lemma", "Lemma 3.7 (2)",
       "Var x_k of SignSGD is Lemma 3.7's, from the start to the stationary (η/2)(√(2/π)I + "
       "(η/π)HΣ^{−1/2})^{−1}H^{−1}Σ^{1/2}.",
       ClaimKind::equality, "x²",
       "a third of the largest distance to the formula with √(2/π) replaced by 1, by closed form",
       Verdict::holds, holds_at_small_eta},
      {"covariance-zero", "Lemma 3.7 (2)", "Cov of the first two coordinates of SignSGD is 0.",
       ClaimKind::equality, "x²",
       "a third of the stationary covariance (η(2/π) arcsin ½)/(c₁ + c₂) under noise of "
       "correlation "
       "½",
       Verdict::holds, "coordinates are independent: H and Σ are diagonal"},
      {"mean-sde", "Corollary 3.3", "E x_k of SignSGD and E X_{kη} of its SDE (3) agree.",
       ClaimKind::equality, "x",
       "a third of the largest distance to the drift without Σ^{−1/2}, by Lemma 3.7",
       Verdict::holds, holds_at_small_eta},
      {"variance-sde", "Corollary 3.3", "Var x_k of SignSGD and Var X_{kη} of its SDE (3) agree.",
       ClaimKind::equality, "x²",
       "a third of the largest distance to the drift erf(Σ^{−1/2}∇f), without 1/√2, by Lemma 3.7",
       Verdict::holds, holds_at_small_eta},
      {"loss-bound", "Lemma 3.5 (7)", "E f(x_k) of SignSGD obeys the Phase-3 bound.",
       ClaimKind::bound, "f", "none: a bound", Verdict::holds,
       "the run is in Phase 3 throughout; the bound is loose because it takes the "
       "smallest eigenvalue for every direction"},
  };
}

}  // namespace

Experiment fig2_moments() {
  Eigen::Array2d lambda(1, 2), x0(1e-3, 1e-3);
  return {
      .id = "adaptive/fig2-moments",
      .title = "Moments of SignSGD on a quadratic: optimizer, SDE and Lemma 3.7",
      .reference = "Lemma 3.7, Corollary 3.3, Lemma 3.5; Figure 2 bottom left; F.2",
      .statement =
          "On f = ½xᵀHx with Gaussian gradient noise, mean and variance of SignSGD follow Lemma "
          "3.7 "
          "at all times, and so do those of the SDE (3). The SDE is solved at Δt = η, where "
          "Euler–Maruyama has SignSGD's own conditional moments and proves nothing, and at "
          "Δt = η/refine on the same Brownian path; verdicts use the refined one, with the "
          "difference of the two as bound of its remaining error.",
      .parameters =
          {positives("hessian", lambda, "eigenvalues of H", "adaptive F.2"),
           positive("sigma", 0.1, "noise standard deviation σ", "adaptive F.2"),
           positive("eta", 1e-3, "learning rate η", "adaptive F.2"),
           reals("x0", x0, "start", "adaptive F.2"),
           runs("paths", {4096, 75'000, 5000}, "runs",
                "adaptive F.2 (5000, which leaves most claims undecided); at standard effort as "
                "many as make the tolerance of mean-sde, the tightest, six standard errors"),
           count("steps", {600, 600, 600}, "optimizer steps",
                 "chosen: F.2 gives none; several relaxation times σ√(π/2)/λ of the slower "
                 "coordinate"),
           count("refine", {4, 4, 8}, "SDE steps for each optimizer step",
                 "chosen: F.2 uses 1, where the integrator is the optimizer"),
           most_refine({16, 32, 64}),
           count("records", {30, 60, 60}, "times recorded after the start", "chosen")},
      .claims = claims(),
      .controls =
          {{"lemma-noise-blind",
            "Lemma 3.7's mean without Σ^{−1/2}",
            {"mean-lemma"},
            Effort::quick},
           {"lemma-slope-one",
            "Lemma 3.7's variance with √(2/π) replaced by 1",
            {"variance-lemma"},
            Effort::quick},
           {"correlated-noise",
            "gradient noise of correlation ½",
            {"covariance-zero"},
            Effort::quick},
           {"sde-start-at-zero", "SDE started at 0 instead of x₀", {"mean-sde"}, Effort::quick},
           {"sde-noise-blind",
            "SDE drift erf(∇f/√2), without Σ^{−1/2}",
            {"variance-sde"},
            Effort::quick},
           {"erf-without-root-two",
            "SDE drift erf(Σ^{−1/2}∇f), without 1/√2",
            {"variance-sde"},
            Effort::quick},
           {"bound-with-one-eigenvalue",
            "bound with L_τ = λ₁ instead of tr H",
            {"loss-bound"},
            Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
