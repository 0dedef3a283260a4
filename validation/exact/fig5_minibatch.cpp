// Figure 5: batches of B = 1, 2, 5, 20 under Gaussian and Rademacher label noise.
#include "models/rademacher_label_noise.hpp"
#include "solvers/function_of_estimates.hpp"
#include "validation/exact/curve_evidence.hpp"
#include "validation/exact/exact.hpp"
#include "validation/exact/fig5_runs.hpp"
#include "validation/joined_evidence.hpp"

#include <memory>
#include <string>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;

const std::vector<SignMistake> planted_mistakes = {SignMistake::root_of_batch,
                                                   SignMistake::phi_of_one, SignMistake::no_arcsin,
                                                   SignMistake::full_rate};

/// Those that change the curve of this batch.
std::vector<SignMistake> mistakes_of(const MinibatchRun& run) {
  std::vector<SignMistake> all = {SignMistake::no_arcsin, SignMistake::full_rate};
  if (run.batch() > 1) all.push_back(SignMistake::root_of_batch);
  if (run.batch() > 1 && !run.labels().has_phi_of_any_batch())
    all.push_back(SignMistake::phi_of_one);
  return all;
}

/// Both claims of one law of noise, over all batches.
void mean_claims(Session& session, const std::string& noise, const std::vector<MinibatchRun>& runs,
                 SignMistake planted) {
  std::vector<Evidence> optimizer, sde;
  for (const MinibatchRun& run : runs) {
    const ArrayXd t = run.times();
    const double tolerance = third_of_nearest(run.theory().curve(t).value,
                                              run.theory().wrong_curves(t, mistakes_of(run)));
    const KnownCurve curve = run.theory().curve(t, planted);
    optimizer.push_back(mean_evidence(run.mean(MinibatchRun::optimizer), curve, tolerance));
    sde.push_back(mean_evidence(run.mean(MinibatchRun::sde_coarse), run.mean(MinibatchRun::sde),
                                curve, tolerance));
  }
  session.evidence("sign-sgd-" + noise, joined(optimizer));
  session.evidence("sign-hsgd-" + noise, joined(sde));
}

/// E R under Rademacher over E R under Gaussian noise at the end, of every batch less that of the
/// batch before.
Evidence regime_evidence(const std::vector<MinibatchRun>& rademacher,
                         const std::vector<MinibatchRun>& gaussian) {
  std::vector<Estimate> last;
  for (const auto* runs : {&rademacher, &gaussian})
    for (const MinibatchRun& run : *runs) {
      const Estimate mean = run.mean(MinibatchRun::optimizer);
      last.push_back(points(mean, mean.points() - 1, 1));
    }
  const auto n = static_cast<Index>(rademacher.size());
  const auto ratios = [n](const std::vector<ArrayXd>& risk) {
    ArrayXd ratio(n);
    for (Index i = 0; i < n; ++i)
      ratio(i) = risk[static_cast<std::size_t>(i)](0) / risk[static_cast<std::size_t>(n + i)](0);
    return ratio;
  };
  const Estimate growth = function_of(last, [&](const std::vector<ArrayXd>& risk) {
    const ArrayXd ratio = ratios(risk);
    return ArrayXd(ratio.tail(n - 1) - ratio.head(n - 1));
  });
  std::vector<ArrayXd> values;
  for (const Estimate& e : last) values.push_back(e.value);
  const ArrayXd none = ArrayXd::Zero(n - 1);
  return {growth, ratios(values).head(n - 1), none, none};
}

void measure(Session& session) {
  const MinibatchSetting s = minibatch_setting(session.parameters());
  SignMistake planted = SignMistake::none;
  for (const SignMistake mistake : planted_mistakes)
    if (session.control(name_of(mistake))) planted = mistake;
  std::shared_ptr<const LabelNoise> gaussian = std::make_shared<GaussianLabelNoise>(s.noise);
  std::shared_ptr<const LabelNoise> rademacher = std::make_shared<RademacherLabelNoise>(s.noise);
  if (session.control("noises-exchanged")) std::swap(gaussian, rademacher);
  const auto runs_under = [&](const std::string& name,
                              const std::shared_ptr<const LabelNoise>& labels) {
    std::vector<MinibatchRun> runs;
    for (const double batch : s.batches)
      runs.emplace_back(session, s, name, labels, static_cast<Index>(batch));
    return runs;
  };
  const std::vector<MinibatchRun> under_gaussian = runs_under("gaussian", gaussian);
  const std::vector<MinibatchRun> under_rademacher = runs_under("rademacher", rademacher);
  mean_claims(session, "gaussian", under_gaussian, planted);
  mean_claims(session, "rademacher", under_rademacher, planted);
  session.evidence("gaussian-regime", regime_evidence(under_rademacher, under_gaussian));
  session.figure(minibatch_figure(s, under_gaussian, under_rademacher));
}

std::vector<Claim> claims() {
  const char* distance =
      "for each B a third of the least of the largest relative distances to c_B = √B, K_σ without "
      "the arc sine, η² for η²/d and, under Rademacher noise, φ for φ^(B), by their curves";
  const char* holds_sgd =
      "means deviate by O(B/d): signs of a batch are saturated by the cubic term of their mean, "
      "c_B²φ²ρ_i² with ρ_i² of mean 1/d";
  const char* holds_sde = "only fluctuations, of variance O(1/d), set means apart";
  return {
      {"sign-sgd-gaussian", "Remark 1, (10), Figure 5",
       "Under Gaussian noise E R of signSGD follows signODE at every batch size.",
       ClaimKind::equality, "R of signODE", distance, Verdict::holds, holds_sgd},
      {"sign-hsgd-gaussian", "Remark 1, (8), (10), Figure 5",
       "Under Gaussian noise E R of signHSGD follows signODE at every batch size.",
       ClaimKind::equality, "R of signODE", distance, Verdict::holds, holds_sde},
      {"sign-sgd-rademacher", "Remark 1, (9), (10), Figure 5",
       "Under Rademacher noise E R of signSGD follows signODE with φ^(B) at every batch size.",
       ClaimKind::equality, "R of signODE", distance, Verdict::holds, holds_sgd},
      {"sign-hsgd-rademacher", "Remark 1, (8), (9), Figure 5",
       "Under Rademacher noise E R of signHSGD with φ^(B) follows it, too.", ClaimKind::equality,
       "R of signODE", distance, Verdict::holds, holds_sde},
      {"gaussian-regime", "Section 5",
       "Batches repair φ: E R at the end under Rademacher noise over that under Gaussian noise of "
       "the same variance falls from each batch size to the next.",
       ClaimKind::ordering, "ratio of risks", "none: an ordering", Verdict::holds,
       "φ of one Rademacher datum vanishes exponentially at small risk, φ^(B) as a root, and tends "
       "to the Gaussian φ as B grows"}};
}

std::vector<Control> controls() {
  const std::vector<std::string> all_means = {"sign-sgd-gaussian", "sign-hsgd-gaussian",
                                              "sign-sgd-rademacher", "sign-hsgd-rademacher"};
  const auto planted = [](SignMistake mistake, std::vector<std::string> turns) {
    return Control{std::string(name_of(mistake)), std::string(change_of(mistake)), std::move(turns),
                   Effort::quick};
  };
  return {planted(SignMistake::root_of_batch, all_means),
          planted(SignMistake::phi_of_one, {"sign-sgd-rademacher", "sign-hsgd-rademacher"}),
          planted(SignMistake::no_arcsin, all_means),
          planted(SignMistake::full_rate, all_means),
          {"noises-exchanged",
           "Gaussian noise in the place of Rademacher's and the other way round",
           {"gaussian-regime"},
           Effort::quick}};
}

}  // namespace

Experiment fig5_minibatch() {
  return {.id = "exact/fig5-minibatch",
          .title = "Batches of signSGD under Gaussian and Rademacher label noise",
          .reference = "Remark 1, (8)–(10), (13), (259)–(263); Figure 5",
          .statement =
              "With diagonal K and batches of B = 1, 2, 5 and 20, E R of signSGD and of signHSGD "
              "follow signODE with the factor c_B and φ^(B). Under Rademacher noise one datum "
              "leaves a floor, where φ vanishes exponentially; batches repair φ and lead to the "
              "Gaussian regime.",
          .parameters = minibatch_parameters(),
          .claims = claims(),
          .controls = controls(),
          .measure = measure};
}

}  // namespace sdescent::exact
