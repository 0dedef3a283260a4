// Figure 1 (b): signSGD, signHSGD and signODE under Cauchy label noise, where SGD has no risk
// curve.
#include "models/phi_table.hpp"
#include "models/student_label_noise.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/exact/curve_evidence.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/sign_mistakes.hpp"
#include "validation/exact/synthetic.hpp"
#include "validation/exact/synthetic_figure.hpp"

#include <memory>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

// Members of the run, in this order.
enum : std::size_t { sign, sign_sde_coarse, sign_sde };

const std::vector<SignMistake> mistakes = {SignMistake::no_arcsin, SignMistake::full_rate};

std::shared_ptr<const LabelNoise> cauchy(const ParameterValues& p, double location) {
  return std::make_shared<PhiTable>(
      std::make_shared<StudentLabelNoise>(cauchy_label_noise(p.real("scale"), location)));
}

constexpr Eigen::Index quartile_times = 3;

/// P(R > R_known) and P(R < R_known) are ¾ or less at some times: the curve is between the
/// quartiles of R. Shares of runs serve any law of R.
Evidence quartile_evidence(const SyntheticRun& run, std::size_t member, const ArrayXd& known) {
  std::vector<Eigen::Index> times;
  for (Eigen::Index i = 1; i <= quartile_times; ++i)
    times.push_back(i * known.size() / quartile_times - 1);
  const Estimate above = chosen(run.share(member, known, Side::above), times);
  const Estimate below = chosen(run.share(member, known, Side::below), times);
  const ArrayXd none = ArrayXd::Zero(2 * quartile_times), most = none + 0.75;
  return {joined(std::vector<Estimate>{above, below}) - most, most, none, none};
}

void measure(Session& session) {
  const ParameterValues& p = session.parameters();
  const SyntheticSetting s = synthetic_setting(p, cauchy(p, p.real("location")));
  if (p.count("sgd") > 0) matched_sgd_rate(s.eta, *s.labels);  // throws: there is none
  const SyntheticData data(s, session.seed("data"));
  const SignTheory theory(data.problem(), constant_rate(s.eta), data.start());
  const auto blind_problem = std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(data.problem()->covariance()),
      data.problem()->risk().optimum(), cauchy(p, 0.0));
  const SignTheory blind(blind_problem, constant_rate(s.eta), data.start());
  const bool wrong_sde = session.control("sde-no-arcsin");
  const SyntheticRun run(
      session, s,
      sign_members(s, data.problem(),
                   theory.sde(wrong_sde ? SignMistake::no_arcsin : SignMistake::none)));

  const ArrayXd t = run.times();
  std::vector<ArrayXd> wrong = theory.wrong_curves(t, mistakes);
  wrong.push_back(blind.curve(t).value);
  const double tolerance = third_of_nearest(theory.curve(t).value, wrong);
  KnownCurve curve = theory.curve(t);
  for (const SignMistake mistake : mistakes)
    if (session.control(name_of(mistake))) curve = theory.curve(t, mistake);
  if (session.control("location-dropped")) curve = blind.curve(t);

  session.evidence("sign-sgd", mean_evidence(run.mean(sign), curve, tolerance));
  session.evidence("sign-hsgd",
                   mean_evidence(run.mean(sign_sde_coarse), run.mean(sign_sde), curve, tolerance));
  session.evidence("sign-sgd-quartiles", quartile_evidence(run, sign, curve.value));
  run.give_tables(session);
  session.figure(
      synthetic_figure(s, run, {{"signSGD", "signHSGD", "signODE", sign, sign_sde, curve}}));
}

std::vector<Claim> claims() {
  const char* distance =
      "a third of the least of the largest relative distances to K_σ without the arc sine, η² for "
      "η²/d and φ of location 0, by their curves";
  return {{"sign-sgd", "Theorem 2, (13)",
           "E R of signSGD follows signODE at all times, without a moment of the label noise.",
           ClaimKind::equality, "R of signODE", distance, Verdict::holds,
           "a step is η/d in every coordinate whatever the noise, so R has all moments, and means "
           "deviate by O(1/d)"},
          {"sign-hsgd", "Theorem 1, (8)", "E R of signHSGD follows signODE at all times.",
           ClaimKind::equality, "R of signODE", distance, Verdict::holds,
           "the drift of R is signODE's right-hand side at any state, so only fluctuations, of "
           "variance O(1/d), set means apart"},
          {"sign-sgd-quartiles", "Theorem 2, (13)",
           "signODE is between the quartiles of R over runs of signSGD, at three times.",
           ClaimKind::bound, "share of runs", "none: a bound", Verdict::holds,
           "the median deviates from the curve by O(1/d), the quartiles by O(d^{−1/2})"}};
}

std::vector<Control> controls() {
  const std::vector<std::string> all_claims = {"sign-sgd", "sign-hsgd", "sign-sgd-quartiles"};
  std::vector<Control> all;
  for (const SignMistake mistake : mistakes)
    all.push_back({std::string(name_of(mistake)), std::string(change_of(mistake)), all_claims,
                   Effort::quick});
  all.push_back({"location-dropped",
                 "signODE with φ of the Cauchy law of location 0",
                 {"sign-sgd", "sign-hsgd"},
                 Effort::quick});
  all.push_back({"sde-no-arcsin",
                 "signHSGD with the correlations of the features for K_σ",
                 {"sign-hsgd"},
                 Effort::quick});
  return all;
}

}  // namespace

Experiment fig1_cauchy() {
  std::vector<Parameter> parameters = synthetic_parameters(0.5, 5.0, {320, 128, 256});
  parameters.push_back(positive("scale", 1.0, "scale of the Cauchy label noise", "exact App. I"));
  parameters.push_back(
      non_negative("location", 2.0, "location of the Cauchy label noise", "exact App. I"));
  parameters.push_back(count("sgd", {0, 0, 0},
                             "1 asks for SGD, too, which is refused: P is infinite",
                             "exact App. I, which has none", 0));
  return {.id = "exact/fig1-cauchy",
          .title = "Risk curves of signSGD under Cauchy label noise",
          .reference = "Theorems 1 and 2, (1)–(3), (8), (11)–(14); Figure 1 (b); Table 1",
          .statement =
              "Under Cauchy label noise of location 2, which has no mean, the risks of signSGD, of "
              "signHSGD and signODE agree on rotated Gaussian data: means follow the curve, which "
              "stays between the quartiles. SGD has no finite risk there: sgd=1 asks for it and is "
              "refused.",
          .parameters = parameters,
          .claims = claims(),
          .controls = controls(),
          .measure = measure};
}

}  // namespace sdescent::exact
