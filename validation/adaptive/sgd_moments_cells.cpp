#include "validation/adaptive/sgd_moments_cells.hpp"

#include "io/require.hpp"
#include "models/embedded_saddle.hpp"
#include "models/sgd.hpp"
#include "models/sgd_sde.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Processes = std::vector<std::shared_ptr<const Process>>;

ProblemPointer problem_of(const SgdSetting& s) {
  return gaussian_quadratic(s.lemma.lambda, s.lemma.sigma);
}

StartPoint start_of(const SgdSetting& s) { return StartPoint(s.lemma.x0.matrix()); }

OptimizerSettings settings(const char* name, const ProblemPointer& problem, const SgdSetting& s,
                           std::uint16_t stream) {
  return {name, problem, s.lemma.eta, start_of(s), stream};
}

std::shared_ptr<const SdeModel> sde_of(const Session& session, const SgdSetting& s) {
  SgdSetting planted = s;
  if (session.control("sde-root-sigma")) planted.lemma.sigma = s.lemma.sigma.sqrt();
  if (session.control("sde-of-sign-sgd"))
    return std::make_shared<SignSgdSde>(problem_of(s), s.lemma.eta);
  const double eta = session.control("sde-eta-doubled") ? 2.0 * s.lemma.eta : s.lemma.eta;
  return std::make_shared<SgdSde>(problem_of(planted), eta);
}

Processes relaxation_processes(const Session& session, const SgdSetting& s) {
  const ProblemPointer truth = problem_of(s);
  const double eta = s.lemma.eta;
  const auto stepper = std::make_shared<EulerMaruyama>();
  const auto model = sde_of(session, s);
  std::shared_ptr<const Process> first;
  if (session.control("sign-sgd-for-sgd"))
    first = std::make_shared<SignSgd>(settings("sgd", truth, s, 1));
  else
    first = std::make_shared<Sgd>(settings("sgd", truth, s, 1));
  return {first,
          std::make_shared<SdeProcess>("sde_coarse", model, stepper, SdeGrid{eta, 1, s.refine, 2},
                                       start_of(s)),
          std::make_shared<SdeProcess>("sde_fine", model, stepper,
                                       SdeGrid{eta, s.refine, s.refine, 2}, start_of(s))};
}

Processes noise_processes(const Session& session, const SgdSetting& s) {
  SgdSetting sgd = s;
  if (session.control("sgd-preconditioned"))
    sgd.lemma.lambda *= 0.5 * session.parameters().reals("sigmas").maxCoeff() / s.lemma.sigma;
  std::shared_ptr<const Process> first =
      std::make_shared<Sgd>(settings("sgd", problem_of(sgd), s, 1));
  std::shared_ptr<const Process> second =
      std::make_shared<SignSgd>(settings("sign_sgd", problem_of(s), s, 2));
  if (session.control("optimizers-swapped")) std::swap(first, second);
  return {first, second};
}

Observable all_states(const Processes& all) {
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  return side_by_side(states);
}

Observable all_losses(const Processes& all, const SgdSetting& s) {
  std::vector<Observable> losses;
  for (std::size_t i = 0; i < all.size(); ++i) losses.push_back(loss_of(*all[i], i, problem_of(s)));
  return side_by_side(losses);
}

ArrayXd flat_after_start(const ArrayXXd& table) {
  return ArrayXXd(table.bottomRows(table.rows() - 1)).reshaped();
}

/// One relaxation time of the mean in the steepest direction.
double relaxation_time(const SgdSetting& s, std::size_t method) {
  const double sgd = 1.0 / s.lemma.lambda.maxCoeff();
  return method == noise_sgd ? sgd : sgd * s.lemma.sigma(0) * std::sqrt(0.5 * std::numbers::pi);
}

std::uint64_t relaxation_tick(const SgdSetting& s, std::size_t method) {
  const auto tick =
      static_cast<std::uint64_t>(std::lround(relaxation_time(s, method) / s.lemma.eta));
  return std::clamp<std::uint64_t>(tick, 1, s.noise_steps);
}

RecordTimes noise_times(const Clock& clock, const SgdSetting& s) {
  std::vector<std::uint64_t> ticks{0, relaxation_tick(s, noise_sgd), relaxation_tick(s, noise_sign),
                                   clock.ticks()};
  std::sort(ticks.begin(), ticks.end());
  ticks.erase(std::unique(ticks.begin(), ticks.end()), ticks.end());
  return RecordTimes::at(clock, ticks);
}

std::shared_ptr<const EmbeddedSaddle> saddle_of(const ParameterValues& p) {
  return std::make_shared<EmbeddedSaddle>(p.reals("saddle").matrix(), p.real("quartic"),
                                          p.real("cubic"));
}

/// The saddle's minimum as if it were a quadratic.
SgdSetting saddle_minimum(const ParameterValues& p) {
  SgdSetting s = sgd_setting(p);
  const auto saddle = saddle_of(p);
  const Block minimum = saddle->minimum().transpose().array();
  Block curvature(1, minimum.cols());
  Scratch scratch;
  saddle->hessian_diagonal(minimum, curvature, scratch);
  s.lemma.lambda = curvature.row(0).transpose();
  s.lemma.x0 = minimum.row(0).transpose();
  return s;
}

Processes saddle_processes(const ParameterValues& p, const SgdSetting& minimum) {
  return {std::make_shared<Sgd>(
      settings("sgd", gaussian_problem(saddle_of(p), minimum.lemma.sigma), minimum, 1))};
}

}  // namespace

SgdSetting sgd_setting(const ParameterValues& p) {
  SgdSetting s{{p.reals("hessian"), {}, p.reals("x0"), p.real("eta")},
               p.count("steps"),
               p.count("records"),
               refinement_range(p).start,
               refinement_range(p).most,
               p.count("paths"),
               p.count("noise_steps"),
               p.count("noise_paths")};
  s.lemma.sigma = ArrayXd::Constant(s.lemma.lambda.size(), p.real("sigma"));
  require_equal("number of coordinates of x0", s.lemma.x0.size(), s.lemma.lambda.size());
  require_equal("number of eigenvalues of saddle", p.reals("saddle").size(), s.lemma.x0.size());
  require_at_least("records", static_cast<std::int64_t>(s.records), 2);
  require(s.records <= s.steps, "records", fmt::format("<= steps = {}", s.steps),
          fmt::format("{}", s.records));
  return s;
}

SgdSetting with_sigma(SgdSetting s, double sigma) {
  s.lemma.sigma = sigma;
  return s;
}

SgdSetting isotropic(SgdSetting s) {
  s.lemma.lambda = s.lemma.lambda.minCoeff();
  return s;
}

RelaxationResult::RelaxationResult(const Session& session, const SgdSetting& s)
    : d_(s.lemma.lambda.size()),
      refinement_{s.refine},
      x_("x", all_states(relaxation_processes(session, s))),
      loss_("loss", loss_of(*relaxation_processes(session, s)[sgd_optimizer], sgd_optimizer,
                            problem_of(s))) {}

Archive RelaxationResult::run(
    Session& session, const SgdSetting& s, std::uint64_t seed,
    const std::function<std::vector<Evidence>(const RelaxationResult&)>& tested) {
  const Clock clock(s.lemma.eta, s.steps);
  SgdSetting at = s;
  std::optional<RelaxationResult> result;
  const Refinement end = refine_until_small({s.refine, s.most_refine}, [&](std::uint64_t refine) {
    at.refine = refine;
    result.emplace(session, at);
    session.run(relaxation_processes(session, at), clock, RecordTimes::evenly(clock, s.records),
                s.paths, Philox(seed), {&result->x_, &result->loss_});
    return bias_share(tested(*result));
  });
  Archive archive;
  result->x_.save(archive);
  result->loss_.save(archive);
  end.save(archive, "sde");
  return archive;
}

void RelaxationResult::load(const Archive& archive) {
  refinement_ = Refinement::load(archive, "sde");
  x_.load(archive);
  loss_.load(archive);
}

ArrayXd RelaxationResult::times() const {
  const auto n = static_cast<Index>(x_.times().size());
  return Eigen::Map<const ArrayXd>(x_.times().data(), n).tail(n - 1);
}

Estimate RelaxationResult::mean(std::size_t process) const {
  return jackknife(x_, [&](const MomentCurves& m) {
    return flat_after_start(m.mean.middleCols(static_cast<Index>(process) * d_, d_));
  });
}

Estimate RelaxationResult::variance(std::size_t process) const {
  return jackknife(x_, [&](const MomentCurves& m) {
    return flat_after_start(m.second.middleCols(static_cast<Index>(process) * d_, d_));
  });
}

Estimate RelaxationResult::loss() const { return from_point(loss_.mean(0), 1); }

SaddleResult::SaddleResult(const Session& session)
    : at_minimum_(saddle_minimum(session.parameters())),
      x_("saddle", all_states(saddle_processes(session.parameters(), at_minimum_))) {}

Archive SaddleResult::run(Session& session, std::uint64_t seed) {
  SaddleResult result(session);
  const SgdSetting& s = result.at_minimum_;
  const Clock clock(s.lemma.eta, s.steps);
  session.run(saddle_processes(session.parameters(), s), clock, RecordTimes::evenly(clock, 1),
              s.paths, Philox(seed), {&result.x_});
  Archive archive;
  result.x_.save(archive);
  return archive;
}

Estimate SaddleResult::variance() const {
  return jackknife(x_, [](const MomentCurves& m) { return flat_after_start(m.second); });
}

ArrayXd SaddleResult::predicted() const {
  const ArrayXd end = ArrayXd::Constant(1, x_.times().back());
  return sgd_moments(at_minimum_.lemma, end).variance.row(0).transpose();
}

NoiseResult::NoiseResult(const Session& session, const SgdSetting& s)
    : s_(s),
      x_("x", all_states(noise_processes(session, s))),
      loss_("loss", all_losses(noise_processes(session, s), s)) {}

Archive NoiseResult::run(Session& session, const SgdSetting& s, std::uint64_t seed) {
  NoiseResult result(session, s);
  const Clock clock(s.lemma.eta, s.noise_steps);
  session.run(noise_processes(session, s), clock, noise_times(clock, s), s.noise_paths,
              Philox(seed), {&result.x_, &result.loss_});
  Archive archive;
  result.x_.save(archive);
  result.loss_.save(archive);
  return archive;
}

void NoiseResult::load(const Archive& archive) {
  x_.load(archive);
  loss_.load(archive);
}

Estimate NoiseResult::loss(std::size_t process) const {
  const Estimate curve = loss_.mean(static_cast<Index>(process));
  return points(curve, curve.points() - 1, 1);
}

Estimate NoiseResult::rate(std::size_t process) const {
  const double t = s_.lemma.eta * static_cast<double>(relaxation_tick(s_, process));
  const std::vector<double>& times = x_.times();
  const Index at = std::lower_bound(times.begin(), times.end(), t * (1.0 - 1e-9)) - times.begin();
  const Index d = s_.lemma.x0.size();
  const Estimate mean = jackknife(x_, [&](const MomentCurves& m) -> ArrayXd {
    return m.mean.row(at).segment(static_cast<Index>(process) * d, d).transpose() / s_.lemma.x0;
  });
  return mapped(Eigen::MatrixXd::Identity(d, d) / -t, log_of(mean));
}

CrossoverResult::CrossoverResult(const SgdSetting& s)
    : loss_("loss", loss_of(SignSgd(settings("sign_sgd", problem_of(s), s, 1)), 0, problem_of(s))) {
}

Archive CrossoverResult::run(Session& session, const SgdSetting& s, std::uint64_t seed) {
  CrossoverResult result(s);
  const Clock clock(s.lemma.eta, s.steps);
  session.run({std::make_shared<SignSgd>(settings("sign_sgd", problem_of(s), s, 1))}, clock,
              RecordTimes::evenly(clock, 120), s.noise_paths, Philox(seed), {&result.loss_});
  Archive archive;
  result.loss_.save(archive);
  return archive;
}

Estimate CrossoverResult::loss() const {
  const Estimate curve = loss_.mean(0);
  const Index half = curve.points() / 2;
  return mapped(Eigen::MatrixXd::Constant(1, half, 1.0 / static_cast<double>(half)),
                points(curve, curve.points() - half, half));
}

}  // namespace sdescent::adaptive
