#include "validation/adaptive/powerlaw_noise.hpp"

#include "io/require.hpp"
#include "models/loss_scaled_noise.hpp"
#include "models/regression_noise.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_correlated_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Processes = std::vector<std::shared_ptr<const Process>>;

ArrayXd numbers(std::uint64_t dimension) {
  return ArrayXd::LinSpaced(static_cast<Index>(dimension), 1.0, static_cast<double>(dimension));
}

ArrayXd times_of(const MomentRecorder& recorder) {
  return Eigen::Map<const ArrayXd>(recorder.times().data(),
                                   static_cast<Index>(recorder.times().size()));
}

std::shared_ptr<const Problem> regression(const ArrayXd& lambda, double batch) {
  const auto f = std::make_shared<DiagonalQuadratic>(lambda.matrix());
  return std::make_shared<GaussianFieldProblem>(f, std::make_shared<RegressionNoise>(f, batch));
}

/// Σ = 2fD/B.
std::shared_ptr<const Problem> without_gradient(const ArrayXd& lambda, double batch) {
  const auto f = std::make_shared<DiagonalQuadratic>(lambda.matrix());
  const GaussianNoise shape((2.0 * lambda / batch).sqrt().matrix());
  return std::make_shared<GaussianFieldProblem>(f, std::make_shared<LossScaledNoise>(f, shape));
}

OptimizerSettings settings(const PowerlawSetting& s, std::shared_ptr<const Problem> problem,
                           const ArrayXd& start) {
  return {"sign_sgd", std::move(problem), s.eta, StartPoint(start.matrix()), 1};
}

Processes descent(const Session& session, const PowerlawSetting& s,
                  const std::shared_ptr<const Problem>& problem, const ArrayXd& start) {
  if (session.control("sgd")) return {std::make_shared<Sgd>(settings(s, problem, start))};
  return {std::make_shared<SignSgd>(settings(s, problem, start))};
}

/// λ_j φ_j² = 1 for all j.
ArrayXd equal_shares(const PowerlawSetting& s) { return s.eigenvalues(s.sde_dimension).rsqrt(); }

std::shared_ptr<const SdeModel> sde_of(const PowerlawSetting& s, bool full_noise) {
  const ArrayXd lambda = s.eigenvalues(s.sde_dimension);
  return std::make_shared<SignSgdCorrelatedSde>(
      full_noise ? regression(lambda, s.sde_batch) : without_gradient(lambda, s.sde_batch), s.eta);
}

Processes sde_processes(const Session& session, const PowerlawSetting& s) {
  const auto truth = regression(s.eigenvalues(s.sde_dimension), s.sde_batch);
  const auto model = sde_of(s, !session.control("noise-without-gradient"));
  const auto stepper = std::make_shared<EulerMaruyama>();
  const StartPoint start(equal_shares(s).matrix());
  return {std::make_shared<SignSgd>(settings(s, truth, equal_shares(s))),
          std::make_shared<SdeProcess>("sde_coarse", model, stepper, SdeGrid{s.eta, 1, s.refine, 2},
                                       start),
          std::make_shared<SdeProcess>("sde_fine", model, stepper,
                                       SdeGrid{s.eta, s.refine, s.refine, 2}, start)};
}

Observable losses(const Processes& all, const std::shared_ptr<const Problem>& problem) {
  std::vector<Observable> parts;
  for (std::size_t i = 0; i < all.size(); ++i) parts.push_back(loss_of(*all[i], i, problem));
  return side_by_side(parts);
}

}  // namespace

ArrayXd PowerlawSetting::eigenvalues(std::uint64_t dimension) const {
  return numbers(dimension).pow(-2.0 * alpha);
}

PowerlawSetting powerlaw_setting(const ParameterValues& p) {
  PowerlawSetting s{p.real("alpha"),       p.real("beta"),       p.real("eta"),
                    p.real("batch"),       p.count("steps"),     p.count("records"),
                    p.count("paths"),      p.count("few"),       p.count("many"),
                    p.count("many-paths"), p.real("sde-batch"),  p.count("sde-dimension"),
                    p.count("sde-steps"),  p.count("sde-paths"), refinement_range(p).start};
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

PowerlawRun::PowerlawRun(Session& session, const PowerlawSetting& s, std::uint64_t dimension,
                         std::uint64_t paths, std::uint64_t seed)
    : lambda(s.eigenvalues(dimension)),
      initial(0.5 * (lambda * numbers(dimension).pow(-2.0 * s.beta)).sum()),
      loss("loss", [&] {
        const auto problem = regression(lambda, s.batch);
        return losses(descent(session, s, problem, lambda), problem);
      }()) {
  const Clock clock(s.eta, s.steps);
  session.run(descent(session, s, regression(lambda, s.batch), -numbers(dimension).pow(-s.beta)),
              clock, RecordTimes::evenly(clock, s.records), paths, Philox(seed), {&loss});
}

ArrayXd PowerlawRun::times() const { return times_of(loss); }

RootRelaxation powerlaw_bound(const PowerlawSetting& s, const ArrayXd& lambda,
                              ScaledNoisePhase phase) {
  return regression_noise_bound({.mu = lambda.minCoeff(),
                                 .smoothness = lambda.maxCoeff(),
                                 .trace = lambda.sum(),
                                 .sigma = 1.0,
                                 .eta = s.eta,
                                 .dimension = lambda.size()},
                                s.batch, phase);
}

PowerlawSdeRun::PowerlawSdeRun(Session& session, const PowerlawSetting& s, std::uint64_t seed)
    : loss("sde", losses(sde_processes(session, s),
                         regression(s.eigenvalues(s.sde_dimension), s.sde_batch))) {
  const Clock clock(s.eta, s.sde_steps);
  session.run(sde_processes(session, s), clock, RecordTimes::evenly(clock, 20), s.sde_paths,
              Philox(seed), {&loss});
}

ArrayXd PowerlawSdeRun::times() const { return times_of(loss); }

Estimate PowerlawSdeRun::variance(PowerlawSde process) const {
  const Estimate curve = loss.variance(static_cast<Index>(process));
  return points(curve, curve.points() - 1, 1);
}

double loss_diffusion(const PowerlawSetting& s, bool full_noise) {
  const ArrayXd lambda = s.eigenvalues(s.sde_dimension), start = equal_shares(s);
  const auto model = sde_of(s, full_noise);
  const Index d = lambda.size();
  const Block x = start.transpose().replicate(d, 1), units = Eigen::MatrixXd::Identity(d, d);
  Block out(d, d);
  Scratch scratch;
  model->diffuse(0.0, x, units, out, scratch);
  return (out.matrix() * (lambda * start).matrix()).squaredNorm();
}

}  // namespace sdescent::adaptive
