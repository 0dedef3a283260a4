#include "validation/exact/real_data.hpp"

#include "io/require.hpp"
#include "models/mixture_fit.hpp"

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
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

Eigen::VectorXd start_deviation(const RealSetting& s) { return -s.fit.optimum; }

std::vector<Parameter> real_parameters(double eta, const std::string& eta_origin,
                                       CountByEffort steps, const std::string& steps_origin) {
  return {positive("eta", eta, "learning rate η: a step moves η/d", eta_origin),
          count("steps", steps, "optimizer steps, at most the rows; 0: all rows", steps_origin, 0),
          runs("paths", {64, 64, 64}, "runs, each through a shuffle of its own",
               "chosen: one for each replicate batch of the jackknife"),
          count("records", {30, 60, 60}, "times recorded after the start, evenly", "chosen")};
}

std::vector<Claim> real_claims(const std::string& reference, const RealExpectations& expected) {
  const char* third =
      "a third of the smallest of the largest distances of log R to signODE with φ = 2/π (no label "
      "noise), with D^{-1}KD^{-1} for K_σ, and with K for K̄: by ODE";
  return {
      {"one-pass", reference + "; (13)",
       "Along one pass of signSGD through the shuffled data, log E R is that of signODE.",
       ClaimKind::equality, "log R", third, expected.one_pass.verdict, expected.one_pass.reason},
      {"independent-labels", "Section 2, after Assumption 1; (13)",
       "With rows drawn anew and label noise of the residuals' law that is independent of them, "
       "log "
       "E R of signSGD is that of signODE: only the features are not Gaussian.",
       ClaimKind::equality, "log R", third, expected.independent_labels.verdict,
       expected.independent_labels.reason},
      {"gaussian-features", "Theorem 2, (13)",
       "With Gaussian features of the sample's K and independent label noise of the residuals' "
       "law, "
       "log E R of signSGD is that of signODE: only d is finite.",
       ClaimKind::equality, "log R", third, expected.gaussian_features.verdict,
       expected.gaussian_features.reason},
      {"sgd-one-pass", reference + "; (240)",
       "Along one pass of SGD through the shuffled data, log E R is that of vanillaODE.",
       ClaimKind::equality, "log R",
       "a third of the largest distance of log R to vanillaODE with R for P: by ODE",
       expected.sgd.verdict, expected.sgd.reason},
  };
}

std::vector<Control> real_controls() {
  const std::vector<std::string> sign{"one-pass", "independent-labels", "gaussian-features"};
  return {{"noiseless-phi", "signODE with φ = 2/π", sign, Effort::quick},
          {"no-arcsin", "signODE with D^{-1}KD^{-1} for K_σ", sign, Effort::quick},
          {"identity-preconditioner", "signODE with K for K̄", sign, Effort::quick},
          {"sgd-without-label-noise", "vanillaODE with R for P", {"sgd-one-pass"}, Effort::quick}};
}

}  // namespace sdescent::exact
