#include "validation/exact/fig6_runs.hpp"

#include "io/require.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/function_of_estimates.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using ProblemPointer = std::shared_ptr<const StreamingRegression>;
using Processes = std::vector<std::shared_ptr<const Process>>;

bool whole(double x) { return x > 0.5 && std::abs(x - std::round(x)) < 1e-9; }

SignMistake mistake_of_sde(const Session& session) {
  if (session.control("sde-no-arcsin")) return SignMistake::no_arcsin;
  if (session.control("sde-full-rate")) return SignMistake::full_rate;
  return SignMistake::none;
}

/// θ_0 = 0, θ* = all coordinates alike: none is preferred.
ProblemPointer problem_of(const ConcentrationSetting& s, Index d) {
  const auto k = std::make_shared<FeatureCovariance>(
      FeatureCovariance::diagonal(log_spaced(s.lowest, s.highest, d)));
  return std::make_shared<StreamingRegression>(
      k, VectorXd::Constant(d, std::sqrt(2.0 * s.risk / k->trace())),
      std::make_shared<GaussianLabelNoise>(s.noise));
}

/// R of all processes; their states are x alone.
Observable risks(const ProblemPointer& problem) {
  return {{"sign_sgd", "sign_hsgd_coarse", "sign_hsgd"},
          [problem](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
            for (Index i = 0; i < out.cols(); ++i)
              problem->risk().loss(blocks.state(static_cast<std::size_t>(i)), out.middleCols(i, 1),
                                   scratch);
          }};
}

}  // namespace

ConcentrationSetting concentration_setting(const ParameterValues& p) {
  ConcentrationSetting s{p.reals("dimensions"),
                         p.reals("times"),
                         p.real("eta"),
                         p.real("lowest"),
                         p.real("highest"),
                         p.real("risk"),
                         p.real("noise"),
                         p.real("sde_step"),
                         p.count("paths"),
                         p.count("variance_paths"),
                         static_cast<Index>(p.count("variance_dimension"))};
  require_at_least("number of dimensions", s.dimensions.size(), 3);
  for (Index i = 0; i < s.dimensions.size(); ++i) {
    const double d = s.dimensions(i), ticks = d * 2.0 * s.sde_step;
    require(d == std::floor(d) && d >= 2, "dimension", "a whole number >= 2", fmt::format("{}", d));
    require(i == 0 || d > s.dimensions(i - 1), "dimensions", "increasing", fmt::format("{}", d));
    require(whole(ticks) || whole(1.0 / ticks), "2 × sde_step × dimension",
            "a whole number or a fraction 1/m", fmt::format("{}", ticks));
  }
  require((s.dimensions == static_cast<double>(s.variance_dimension)).any(), "variance_dimension",
          "one of the dimensions", fmt::format("{}", s.variance_dimension));
  return s;
}

ConcentrationCell::ConcentrationCell(const ConcentrationSetting& setting, Index dimension)
    : setting_(setting),
      dimension_(dimension),
      problem_(problem_of(setting, dimension)),
      start_(VectorXd::Zero(dimension)),
      theory_(problem_, constant_rate(setting.eta), start_),
      recorder_("risk", risks(problem_)) {}

Archive ConcentrationCell::run(Session& session, std::uint64_t seed) {
  const auto d = static_cast<double>(dimension_);
  const StartPoint start(start_);
  const auto sde = theory_.sde(mistake_of_sde(session));
  const auto solved = [&](const char* name, std::uint64_t refine, std::uint16_t stream) {
    return std::make_shared<SdeProcess>(name, sde, std::make_shared<EulerMaruyama>(),
                                        SdeGrid{2.0 * setting_.sde_step, refine, 2, stream}, start);
  };
  OptimizerSettings settings = high_dimensional(
      {.name = "sign_sgd", .problem = problem_, .eta = setting_.eta, .start = start});
  if (session.control("unscaled-rate")) settings.eta = setting_.eta / setting_.dimensions(0);
  Processes processes{std::make_shared<SignSgd>(settings), solved("sign_hsgd_coarse", 1, 1),
                      solved("sign_hsgd", 2, 1)};
  if (session.control("sde-for-optimizer")) processes[0] = solved("sign_sgd", 2, 2);

  std::vector<std::uint64_t> ticks;
  for (const double t : setting_.times)
    ticks.push_back(static_cast<std::uint64_t>(std::lround(t * d)));
  const Clock clock(1.0 / d, ticks.back());
  session.run(processes, clock, RecordTimes::at(clock, ticks), setting_.paths_at(dimension_),
              Philox(seed), {&recorder_});
  Archive archive;
  recorder_.save(archive);
  return archive;
}

ArrayXd ConcentrationCell::bias_of_sde_mean() const {
  return discretisation_bias(recorder_.mean(1), recorder_.mean(2), 2.0);
}

ArrayXd ConcentrationCell::bias_of_sde_variance() const {
  return discretisation_bias(recorder_.variance(1), recorder_.variance(2), 2.0);
}

std::vector<RiskVariance> ConcentrationCell::variances() const {
  const RiskSetting setting = risk_setting(*problem_, constant_rate(setting_.eta));
  const RiskModes modes =
      sign_risk_modes(problem_->covariance(), start_ - problem_->risk().optimum());
  std::vector<RiskVariance> all;
  for (const double t : setting_.times) all.push_back(risk_variance(setting, modes, t));
  return all;
}

Estimate ConcentrationCell::variance_ratio() const {
  return function_of({variance_of_optimizer(), variance_of_sde()},
                     [](const std::vector<ArrayXd>& v) { return ArrayXd(v[0] / v[1]); });
}

}  // namespace sdescent::exact
