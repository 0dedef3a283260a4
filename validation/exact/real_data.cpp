#include "validation/exact/real_data.hpp"

#include "io/require.hpp"
#include "models/empirical_label_noise.hpp"
#include "models/gaussian_mixture_label_noise.hpp"
#include "models/mixture_fit.hpp"
#include "validation/exact/real_runs.hpp"

#include <fmt/format.h>

namespace sdescent::exact {
namespace {

LabelLaws laws_of(const SampleRegression& fit, int components) {
  return {std::make_shared<GaussianLabelNoise>(fit.noise_deviation()),
          std::make_shared<GaussianMixtureLabelNoise>(
              choose_mixture(fit.residuals, components).mixture),
          std::make_shared<EmpiricalLabelNoise>(fit.residuals)};
}

}  // namespace

RealSetting real_setting(const DataTable& table, std::string data, Predicted law, int components,
                         const ParameterValues& p) {
  RealSetting s;
  s.data = std::move(data);
  s.fit = fit_regression(table);
  s.sample = std::make_shared<RegressionSample>(table, s.fit);
  s.laws = laws_of(s.fit, components);
  s.predicted = law == Predicted::gaussian ? s.laws.gaussian : s.laws.mixture;
  s.predicted_name = law == Predicted::gaussian ? "Gaussian" : "mixture";
  s.eta = p.real("eta");
  s.paths = p.count("paths");
  const auto rows = static_cast<std::uint64_t>(table.features.rows());
  s.steps = p.count("steps") == 0 ? rows : p.count("steps");
  s.records = p.count("records");
  require(s.steps <= rows, "steps", fmt::format("<= {} rows: the data are used once", rows),
          fmt::format("{}", s.steps));
  require(s.records <= s.steps && s.records % windows == 0, "records",
          fmt::format("a multiple of {} and <= steps = {}", windows, s.steps),
          fmt::format("{}", s.records));
  return s;
}

Eigen::VectorXd start_deviation(const RealSetting& s) { return -s.fit.optimum; }

std::vector<Parameter> real_parameters(double eta, const std::string& eta_origin,
                                       CountByEffort steps, const std::string& steps_origin,
                                       CountByEffort paths) {
  return {positive("eta", eta, "learning rate η: a step moves η/d", eta_origin),
          count("steps", steps, "optimizer steps, at most the rows; 0: all rows", steps_origin, 0),
          runs("paths", paths, "runs, each through a shuffle of its own",
               "chosen: for the jackknife over 64 batches"),
          count("records", {400, 400, 400}, "times recorded after the start, evenly",
                "chosen: 20 in each of the windows over which R is averaged")};
}

std::vector<Claim> real_claims(const std::string& reference, const RealExpectations& expected) {
  const char* third =
      "a third of the smallest of the largest distances of log R to signODE with φ = 2/π (no label "
      "noise), with D^{-1}KD^{-1} for K_σ, and with K for K̄: by ODE, on windows of a "
      "twentieth of the time, from a tenth of the time on (before, R falls so steeply that log R "
      "compares times)";
  return {
      {"one-pass", reference + "; (13)",
       "Along one pass of signSGD through the shuffled data, log E R is that of signODE.",
       ClaimKind::equality, "log R", third, expected.one_pass.verdict, expected.one_pass.reason},
      {"independent-labels", "Assumption 1; (13)",
       "With rows drawn anew and label noise of the residuals' law, but independent of them, log E "
       "R of signSGD is that of signODE: only the features are not Gaussian.",
       ClaimKind::equality, "log R", third, expected.independent_labels.verdict,
       expected.independent_labels.reason},
      {"gaussian-features", "Theorem 2, (13)",
       "With Gaussian features of the sample's K and independent label noise of the residuals' "
       "law, log E R of signSGD is that of signODE: only d is finite.",
       ClaimKind::equality, "log R", third, expected.gaussian_features.verdict,
       expected.gaussian_features.reason},
      {"sgd", reference + "; (240)", "With rows drawn anew, log E R of SGD is that of vanillaODE.",
       ClaimKind::equality, "log R",
       "a third of the smaller of the largest distances of log R to vanillaODE with half of E ε² "
       "and with R for P: by ODE, on the same windows",
       expected.sgd.verdict, expected.sgd.reason},
  };
}

std::vector<Control> real_controls(const RealExpectations& expected) {
  std::vector<std::string> right{"independent-labels", "gaussian-features"};
  std::vector<Control> controls;
  if (expected.one_pass.verdict == Verdict::holds)
    right.insert(right.begin(), "one-pass");
  else
    controls.push_back({gaussian_data_control,
                        "signSGD on Gaussian features and independent noise of the predicted law",
                        {"one-pass"},
                        Effort::standard});
  controls.push_back({"noiseless-phi", "signODE with φ = 2/π", right, Effort::quick});
  // Features that are not Gaussian may have half of this distance to right theory.
  controls.push_back(
      {"no-arcsin", "signODE with D^{-1}KD^{-1} for K_σ", {"gaussian-features"}, Effort::quick});
  controls.push_back({"identity-preconditioner", "signODE with K for K̄", right, Effort::quick});
  controls.push_back({"sgd-half-noise", "vanillaODE with half of E ε²", {"sgd"}, Effort::quick});
  controls.push_back({"sgd-without-noise", "vanillaODE with R for P", {"sgd"}, Effort::quick});
  return controls;
}

}  // namespace sdescent::exact
