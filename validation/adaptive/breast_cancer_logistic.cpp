// SGD and SignSGD with injected noise against their SDEs on real data (in the setting of F.1).
#include "io/require.hpp"
#include "models/data_table.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/drift_ode.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/adaptive/adaptive.hpp"
#include "validation/find_data.hpp"
#include "validation/measure_refined.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using ProblemPointer = std::shared_ptr<const Problem>;
using SdePointer = std::shared_ptr<const SdeModel>;

// Processes of the run: an optimizer, its SDE at Δt = η and refined; first SGD's, then SignSGD's.
enum : std::size_t { optimizer, coarse, fine, processes_each };
enum Method : std::size_t { sgd, sign_sgd };
constexpr std::size_t number(Method method, std::size_t which) {
  return static_cast<std::size_t>(method) * processes_each + which;
}

/// A gradient multiplied by a constant: the drift that a planted wrong model follows.
class ScaledObjective final : public Objective {
 public:
  ScaledObjective(std::shared_ptr<const Objective> objective, double factor)
      : objective_(std::move(objective)), factor_(factor) {}
  Index dimension() const override { return objective_->dimension(); }
  void loss(const ConstBlockRef& x, BlockRef f, Scratch& scratch) const override {
    objective_->loss(x, f, scratch);
    f *= factor_;
  }
  void gradient(const ConstBlockRef& x, BlockRef g, std::uint16_t node,
                Scratch& scratch) const override {
    objective_->gradient(x, g, node, scratch);
    g *= factor_;
  }

 private:
  std::shared_ptr<const Objective> objective_;
  double factor_;
};

struct Setting {
  std::shared_ptr<const Objective> objective;
  double eta, sigma;
  std::uint64_t paths, steps, records, refine;
};

Setting setting_of(const ParameterValues& p) {
  DataTable table = read_data_table(find_data(p.text("data")), p.count("skip-lines"));
  standardise(table);
  Setting s{std::make_shared<LogisticRegression>(table, p.real("ridge")),
            p.real("eta"),
            p.real("sigma"),
            p.count("paths"),
            p.count("steps"),
            p.count("records"),
            refinement_range(p).start};
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

ProblemPointer problem(const Setting& s, std::shared_ptr<const Objective> objective, double sigma) {
  return std::make_shared<AdditiveNoiseProblem>(
      objective,
      std::make_shared<GaussianNoise>(Eigen::VectorXd::Constant(s.objective->dimension(), sigma)));
}

/// The SDEs, right or as a control has them.
SdePointer sgd_sde(const Setting& s, bool scaled_drift, bool half_diffusion) {
  std::shared_ptr<const Objective> objective = s.objective;
  if (scaled_drift)
    objective = std::make_shared<ScaledObjective>(objective,
                                                  std::sqrt(2.0 * std::numbers::inv_pi) / s.sigma);
  return std::make_shared<SgdSde>(problem(s, objective, s.sigma),
                                  half_diffusion ? s.eta / 2.0 : s.eta);
}

SdePointer sign_sgd_sde(const Setting& s, bool without_root_two, bool half_diffusion) {
  // erf(∇f/σ) is the drift of noise σ/√2.
  const double sigma = without_root_two ? s.sigma / std::numbers::sqrt2 : s.sigma;
  return std::make_shared<SignSgdSde>(problem(s, s.objective, sigma),
                                      half_diffusion ? s.eta / 2.0 : s.eta);
}

std::vector<std::shared_ptr<const Process>> processes(const Session& session, const Setting& s) {
  const bool half = session.control("half-diffusion");
  const SdePointer of_sgd = sgd_sde(s, session.control("sgd-scaled-drift"), half);
  const SdePointer of_sign = sign_sgd_sde(s, session.control("erf-without-root-two"), half);
  const StartPoint x0(Eigen::VectorXd::Zero(s.objective->dimension()));
  const ProblemPointer truth = problem(s, s.objective, s.sigma);
  const auto em = std::make_shared<EulerMaruyama>();
  const auto sde = [&](const char* name, const SdePointer& model, std::uint64_t refine,
                       std::uint16_t stream) {
    return std::make_shared<SdeProcess>(name, model, em, SdeGrid{s.eta, refine, s.refine, stream},
                                        x0);
  };
  return {std::make_shared<Sgd>(OptimizerSettings{"sgd", truth, s.eta, x0, 1}),
          sde("sgd_sde_coarse", of_sgd, 1, 2),
          sde("sgd_sde_fine", of_sgd, s.refine, 2),
          std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", truth, s.eta, x0, 3}),
          sde("sign_sgd_sde_coarse", of_sign, 1, 4),
          sde("sign_sgd_sde_fine", of_sign, s.refine, 4)};
}

/// f along the noise-free SDE.
ArrayXd loss_without_noise(const Setting& s, const SdePointer& sde, const ArrayXd& t) {
  const Index d = s.objective->dimension();
  const OdeSolution solution(DriftOde(sde), Eigen::VectorXd::Zero(d), 0.0, t(t.size() - 1));
  Scratch scratch;
  Block x(t.size(), d), f(t.size(), 1);
  for (Index i = 0; i < t.size(); ++i) x.row(i) = solution.at(t(i)).transpose().array();
  s.objective->loss(x, f, scratch);
  return f.col(0);
}

ArrayXd after_start(const ArrayXd& curve) { return curve.tail(curve.size() - 1); }

/// Curves measured, after the start.
struct Curves {
  const MomentRecorder& x;
  const MomentRecorder& loss;
  Index d;

  Estimate mean_loss(Method method, std::size_t which) const {
    return jackknife(loss, [&](const MomentCurves& m) -> ArrayXd {
      return after_start(m.mean.col(static_cast<Index>(number(method, which))));
    });
  }
  /// tr Cov of x.
  ArrayXd total_variance(const MomentCurves& m, Method method, std::size_t which) const {
    return m.second.middleCols(static_cast<Index>(number(method, which)) * d, d).rowwise().sum();
  }
  Estimate variance_ratio(Method method, std::size_t which) const {
    return jackknife(x, [&](const MomentCurves& m) -> ArrayXd {
      return after_start(total_variance(m, method, which) / total_variance(m, method, optimizer));
    });
  }
};

void claims_of(Session& session, const Setting& s, const Curves& curves, Method method,
               const std::string& name, const ArrayXd& wrong_distance) {
  const auto m = static_cast<double>(s.refine);
  const Estimate sde = curves.mean_loss(method, fine);
  const ArrayXd level = ArrayXd::Constant(sde.points(), wrong_distance.maxCoeff() / 3.0);
  session.evidence(name + "-loss", {curves.mean_loss(method, optimizer) - sde, sde.value, level,
                                    discretisation_bias(curves.mean_loss(method, coarse), sde, m)});
  const Estimate ratio = curves.variance_ratio(method, fine);
  const ArrayXd one = ArrayXd::Ones(ratio.points());
  // Half the diffusion's variance has ratio ½: a third of that distance.
  session.evidence(name + "-variance",
                   {ratio - one, one, one / 6.0,
                    discretisation_bias(curves.variance_ratio(method, coarse), ratio, m)});
}

struct Names {
  const char* optimizer;
  const char* sde;
};
constexpr Names names[] = {{"SGD", "SDE of SGD"}, {"SignSGD", "SDE of SignSGD"}};

Panel loss_panel(const Setting& s, const ArrayXd& t, const Curves& curves,
                 const SdePointer right[2]) {
  Panel panel{.title = "Loss", .x = {.label = "t = kη"}, .y = {.label = "E f(x_{t})"}};
  const MomentCurves m = curves.loss.curves();
  for (const Method method : {sgd, sign_sgd}) {
    const auto column = [&](const ArrayXXd& table, std::size_t which) -> ArrayXd {
      return table.col(static_cast<Index>(number(method, which)));
    };
    const ArrayXd mean = column(m.mean, fine), deviation = column(m.second, fine).sqrt();
    panel.band(t, ArrayXd(mean - deviation), ArrayXd(mean + deviation), "", style::sde(method));
    panel.line(t, column(m.mean, optimizer), names[method].optimizer, style::optimizer(method));
    panel.line(t, mean, names[method].sde, style::sde(method));
  }
  panel.line(t, loss_without_noise(s, right[sgd], t), "without noise (ODE)", style::theory());
  panel.line(t, loss_without_noise(s, right[sign_sgd], t), "", style::theory());
  return panel;
}

Panel difference_panel(const ArrayXd& t, const Curves& curves) {
  Panel panel{.title = "Loss: SDE minus optimizer",
              .x = {.label = "t = kη"},
              .y = {.label = "relative to E f(x_{t})"}};
  for (const Method method : {sgd, sign_sgd}) {
    const Estimate difference =
        curves.mean_loss(method, fine) - curves.mean_loss(method, optimizer);
    const ArrayXd level = curves.mean_loss(method, optimizer).value;
    const ArrayXd value = difference.value / level;
    const ArrayXd half =
        SupT(difference, Sides::two).critical(0.05) * difference.standard_error() / level;
    panel.band(t, ArrayXd(value - half), ArrayXd(value + half), "", style::difference(method));
    panel.line(t, value, names[method].optimizer, style::difference(method));
  }
  panel.horizontal(0.0);
  return panel;
}

Panel variance_panel(const Setting& s, const ArrayXd& t, const Curves& curves) {
  Panel panel{.title = "Spread", .x = {.label = "t = kη"}, .y = {.label = "tr Cov(x_{t}) / (ηd)"}};
  const MomentCurves m = curves.x.curves();
  const double scale = s.eta * static_cast<double>(curves.d);
  for (const Method method : {sgd, sign_sgd}) {
    panel.line(t, ArrayXd(curves.total_variance(m, method, optimizer) / scale),
               names[method].optimizer, style::optimizer(method));
    panel.line(t, ArrayXd(curves.total_variance(m, method, fine) / scale), names[method].sde,
               style::sde(method));
  }
  return panel;
}

void figure(Session& session, const Setting& s, const ArrayXd& t, const Curves& curves,
            const SdePointer right[2]) {
  Figure f{.name = "loss"};
  f.panels = {loss_panel(s, t, curves, right), difference_panel(after_start(t), curves),
              variance_panel(s, t, curves)};
  f.caption = fmt::format(
      "Logistic regression on the standardised Breast Cancer Wisconsin data, d = {}, full gradient "
      "with injected noise N(0, σ²I), σ = {}, η = {}, {} runs each; SDEs at Δt = η/{}. Bands: "
      "left, "
      "± one standard deviation of the SDE over runs; middle, simultaneous 95 % confidence of the "
      "difference.",
      curves.d, s.sigma, s.eta, s.paths, s.refine);
  session.figure(std::move(f));
}

void measure_at(Session& session, const Setting& s) {
  const auto all = processes(session, s);
  const Clock clock(s.eta, s.steps);
  std::vector<Observable> states, losses;
  for (std::size_t i = 0; i < all.size(); ++i) {
    states.push_back(state_field(*all[i], i, "x"));
    losses.push_back(loss_of(*all[i], i, problem(s, s.objective, s.sigma)));
  }
  MomentRecorder x("x", side_by_side(states)), loss("loss", side_by_side(losses));
  session.run(all, clock, RecordTimes::evenly(clock, s.records), s.paths, Philox(session.seed()),
              {&x, &loss});
  const ArrayXd t =
      Eigen::Map<const ArrayXd>(x.times().data(), static_cast<Index>(x.times().size()));
  const Curves curves{x, loss, s.objective->dimension()};
  const SdePointer right[2] = {sgd_sde(s, false, false), sign_sgd_sde(s, false, false)};
  const SdePointer wrong[2] = {sgd_sde(s, true, false), sign_sgd_sde(s, true, false)};
  const auto distance = [&](Method method) -> ArrayXd {
    return (loss_without_noise(s, wrong[method], t) - loss_without_noise(s, right[method], t))
        .abs();
  };
  claims_of(session, s, curves, sgd, "sgd", distance(sgd));
  claims_of(session, s, curves, sign_sgd, "sign-sgd", distance(sign_sgd));
  session.table(moment_table("loss", loss));
  Archive archive;
  loss.save(archive);
  session.archive("loss", std::move(archive));
  figure(session, s, t, curves, right);
}

void measure(Session& session) {
  measure_refined(session, setting_of(session.parameters()), measure_at);
}

std::vector<Claim> claims() {
  const char* ratio_tolerance =
      "a third of the distance to the ratio ½ of a diffusion √(η/2), exact to leading order in η";
  const char* order_one = "the SDE is an order-1 weak approximation and η is small";
  return {
      {"sgd-loss", "footnote 5, (238)", "E f(x_k) of SGD and E f(X_{kη}) of its SDE agree.",
       ClaimKind::equality, "f",
       "a third of the largest distance to the drift −√(2/π)Σ^{−1/2}∇f (SignSGD's Phase 3), "
       "without "
       "noise, by ODE",
       Verdict::holds, order_one},
      {"sgd-variance", "footnote 5, (238)",
       "tr Cov(X_{kη}) of the SDE of SGD over tr Cov(x_k) of SGD is 1.", ClaimKind::equality,
       "ratio", ratio_tolerance, Verdict::holds, order_one},
      {"sign-sgd-loss", "Corollary 3.3, Figure 1",
       "E f(x_k) of SignSGD and E f(X_{kη}) of its SDE (3) agree.", ClaimKind::equality, "f",
       "a third of the largest distance to the drift erf(Σ^{−1/2}∇f), without 1/√2 and noise, by "
       "ODE",
       Verdict::holds, order_one},
      {"sign-sgd-variance", "Corollary 3.3",
       "tr Cov(X_{kη}) of the SDE of SignSGD over tr Cov(x_k) of SignSGD is 1.",
       ClaimKind::equality, "ratio", ratio_tolerance, Verdict::holds, order_one},
  };
}

}  // namespace

Experiment breast_cancer_logistic() {
  return {
      .id = "adaptive/breast-cancer-logistic",
      .title = "SGD and SignSGD against their SDEs on real data (logistic regression)",
      .reference = "footnote 5, Corollary 3.3; the setting of Figure 1 and F.1 on a convex model",
      .statement =
          "Full gradient with injected Gaussian noise, as in F.1, on logistic regression instead "
          "of "
          "the paper's network: mean loss and total variance of SGD and SignSGD agree with those "
          "of "
          "their SDEs, solved at Δt = η/refine. The variance is tested because the noise-free ODE "
          "passes any test of means to O(η).",
      .parameters =
          {file("data", "data/breast_cancer.csv", "CSV file, target (0 or 1) in the last column",
                "adaptive F.1: Breast Cancer Wisconsin (Diagnostic)"),
           count("skip-lines", {1, 1, 1}, "lines before the first data row", "the file's format",
                 0),
           non_negative("ridge", 0.01, "ℓ₂ penalty ϑ in f = … + (ϑ/2)‖x‖²",
                        "chosen: the data are separable, so without one there is no minimum"),
           positive("sigma", 1.0, "noise standard deviation σ", "adaptive F.1"),
           positive("eta", 1e-3, "learning rate η", "adaptive F.1"),
           count("steps", {200, 1500, 50'000}, "optimizer steps", "adaptive F.1 (50 000)"),
           runs("paths", {64, 256, 3}, "runs",
                "adaptive F.1 (3, too few for a verdict); more at the other efforts"),
           count("refine", {2, 2, 2}, "SDE steps for each optimizer step", "chosen"),
           most_refine({8, 16, 16}),
           count("records", {20, 40, 100}, "times recorded after the start", "chosen")},
      .claims = claims(),
      .controls = {{"sgd-scaled-drift",
                    "SDE of SGD with the drift −√(2/π)Σ^{−1/2}∇f",
                    {"sgd-loss"},
                    Effort::quick},
                   {"erf-without-root-two",
                    "SDE of SignSGD with the drift erf(Σ^{−1/2}∇f)",
                    {"sign-sgd-loss"},
                    Effort::quick},
                   {"half-diffusion",
                    "SDEs with √(η/2) in place of √η",
                    {"sgd-variance", "sign-sgd-variance"},
                    Effort::quick}},
      .measure = measure};
}

}  // namespace sdescent::adaptive
