#include "validation/adaptive/heavy_tails_cells.hpp"

#include "io/require.hpp"
#include "models/embedded_saddle.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/sign_sgd_sde.hpp"
#include "models/student_noise.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Processes = std::vector<std::shared_ptr<const Process>>;
using ProblemPointer = std::shared_ptr<const Problem>;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr Index dimension = 2;

/// Signs by thresholds: copies of one stream then make the same step unless the uniform number
/// falls between their probabilities.
ProblemPointer problem_of(const std::shared_ptr<const Objective>& objective, double nu,
                          double sigma) {
  return std::make_shared<AdditiveNoiseProblem>(objective, tail_noise(nu, sigma),
                                                SignDraw::threshold);
}

/// The noise that optimizers see.
double true_nu(const Session& session, double nu) {
  if (session.control("gaussian-noise") || session.control("gaussian-quantiles")) return infinity;
  if (session.control("cauchy-noise")) return 1.0;
  return nu;
}

StartPoint at(const ArrayXd& x) { return StartPoint(x.matrix()); }

Processes long_processes(const Session& session, const TailSetting& s, const Landscape& on,
                         double nu, Company company) {
  const ProblemPointer truth = problem_of(on.objective, true_nu(session, nu), s.sigma);
  Processes all{
      std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", truth, s.eta, at(on.start), 1})};
  if (company == Company::alone) return all;
  const auto model = std::make_shared<SignSgdSde>(
      session.control("gaussian-sde")
          ? problem_of(on.objective, infinity,
                       planted_deviation(Planted::same_covariance, nu, s.sigma))
          : problem_of(on.objective, nu, s.sigma),
      s.eta);
  const auto stepper = std::make_shared<EulerMaruyama>();
  all.push_back(std::make_shared<SdeProcess>("sde_coarse", model, stepper,
                                             SdeGrid{s.eta, 1, s.refine, 2}, at(on.start)));
  all.push_back(std::make_shared<SdeProcess>("sde_fine", model, stepper,
                                             SdeGrid{s.eta, s.refine, s.refine, 2}, at(on.start)));
  return all;
}

Processes response_processes(const Session& session, const TailSetting& s, double nu) {
  const ProblemPointer truth =
      problem_of(tail_quadratic(s).objective, true_nu(session, nu), s.sigma);
  return {std::make_shared<SignSgd>(OptimizerSettings{"plus", truth, s.eta, at(s.near), 3}),
          std::make_shared<SignSgd>(OptimizerSettings{"minus", truth, s.eta, at(-s.near), 3})};
}

ProblemPointer pair_problem(const Session& session, const TailSetting& s, double nu, double eta) {
  const double factor = session.control("noise-grows-with-eta") ? eta / s.eta : 1.0;
  return problem_of(tail_quadratic(s).objective, true_nu(session, nu), factor * s.sigma);
}

Processes pair_processes(const Session& session, const TailSetting& s, double nu, double eta) {
  const ProblemPointer truth = pair_problem(session, s, nu, eta);
  return {std::make_shared<Sgd>(OptimizerSettings{"sgd", truth, eta, at(s.far), 1}),
          std::make_shared<SignSgd>(OptimizerSettings{"sign_sgd", truth, eta, at(s.far), 2})};
}

Observable all_states(const Processes& all) {
  std::vector<Observable> states;
  for (std::size_t i = 0; i < all.size(); ++i) states.push_back(state_field(*all[i], i, "x"));
  return side_by_side(states);
}

Observable half_difference() {
  return {{"x1", "x2"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
            out = 0.5 * (blocks.state(0) - blocks.state(1));
          }};
}

Observable losses(const Processes& all, const ProblemPointer& problem) {
  return side_by_side(
      {loss_of(*all[pair_sgd], pair_sgd, problem), loss_of(*all[pair_sign], pair_sign, problem)});
}

ArrayXd after_start(const std::vector<double>& times) {
  const auto n = static_cast<Index>(times.size());
  return Eigen::Map<const ArrayXd>(times.data(), n).tail(n - 1);
}

ArrayXd flat_after_start(const ArrayXXd& table) {
  return ArrayXXd(table.bottomRows(table.rows() - 1)).reshaped();
}

/// Dense while the start is being forgotten, sparse after: 24 times up to the tick `dense`, then
/// every `dense`/8 ticks.
RecordTimes long_times(const Clock& clock, std::uint64_t dense) {
  std::vector<std::uint64_t> ticks;
  for (std::uint64_t i = 0; i <= 24; ++i) ticks.push_back(i * dense / 24);
  while (ticks.back() + dense / 8 <= clock.ticks()) ticks.push_back(ticks.back() + dense / 8);
  return RecordTimes::at(clock, ticks);
}

std::uint64_t dense_ticks(const Landscape& on, double eta) {
  return static_cast<std::uint64_t>(std::ceil(on.burn_in / eta * (1.0 - 1e-9)));
}

/// Variances averaged over the record times `first` … `first + count − 1`.
Estimate averaged_variance(const MomentRecorder& x, std::size_t process, Index first, Index count) {
  return jackknife(x, [&](const MomentCurves& m) -> ArrayXd {
    return m.second.middleRows(first, count)
        .middleCols(static_cast<Index>(process) * dimension, dimension)
        .colwise()
        .mean()
        .transpose();
  });
}

/// Number of the first record time from `t` on.
Index first_time_from(const std::vector<double>& times, double t) {
  return std::lower_bound(times.begin(), times.end(), t * (1.0 - 1e-9)) - times.begin();
}

}  // namespace

TailSetting tail_setting(const ParameterValues& p) {
  TailSetting s{p.reals("hessian"),
                p.real("sigma"),
                p.real("eta"),
                p.reals("far"),
                p.reals("near"),
                p.count("steps"),
                p.count("response_steps"),
                refinement_range(p).start,
                refinement_range(p).most,
                p.real("burn_in"),
                p.real("saddle_burn_in"),
                p.real("pair_horizon"),
                p.count("paths"),
                p.count("sde_paths"),
                p.count("response_paths"),
                p.count("pair_paths")};
  require_equal("number of eigenvalues of hessian", s.lambda.size(), dimension);
  require_equal("number of coordinates of far", s.far.size(), dimension);
  require_equal("number of coordinates of near", s.near.size(), dimension);
  require_at_least("response_steps", static_cast<std::int64_t>(s.response_steps), 24);
  for (const double burn_in : {s.burn_in, s.saddle_burn_in})
    require(burn_in >= 24 * s.eta && burn_in <= 0.5 * s.eta * static_cast<double>(s.steps),
            "burn_in", "from 24 eta to half of the long runs", fmt::format("{}", burn_in));
  return s;
}

std::shared_ptr<const AdditiveNoise> tail_noise(double nu, double sigma) {
  const Eigen::VectorXd scales = Eigen::VectorXd::Constant(dimension, sigma);
  if (std::isinf(nu)) return std::make_shared<GaussianNoise>(scales);
  return std::make_shared<StudentNoise>(nu, scales);
}

double tail_slope(double nu, double sigma) { return (*tail_noise(nu, sigma)->sign_slope())(0); }

double planted_deviation(Planted planted, double nu, double sigma) {
  const bool has_covariance = nu > 2;
  return planted == Planted::same_covariance && has_covariance ? sigma * std::sqrt(nu / (nu - 2.0))
                                                               : sigma;
}

double third_of_planted(Planted planted, double nu) {
  const double wrong = tail_slope(infinity, planted_deviation(planted, nu, 1.0));
  return std::abs(tail_slope(nu, 1.0) / wrong - 1.0) / 3.0;
}

std::uint64_t tail_paths(Planted planted, double nu, std::uint64_t paths, const ArrayXd& all) {
  double smallest = third_of_planted(planted, nu);
  for (const double other : all) smallest = std::min(smallest, third_of_planted(planted, other));
  const double share = std::pow(smallest / third_of_planted(planted, nu), 2.0);
  const auto lanes = std::ceil(share * static_cast<double>(paths) / replicate_batches);
  // A variance of each batch has to be one of several paths.
  return std::max<std::uint64_t>(static_cast<std::uint64_t>(lanes), 16) * replicate_batches;
}

Landscape tail_quadratic(const TailSetting& s) {
  return {std::make_shared<DiagonalQuadratic>(s.lambda.matrix()), s.far, s.lambda, s.burn_in};
}

Landscape tail_saddle(const TailSetting& s, const ParameterValues& p) {
  const auto saddle = std::make_shared<EmbeddedSaddle>(p.reals("saddle").matrix(),
                                                       p.real("quartic"), p.real("cubic"));
  const Block minimum = saddle->minimum().transpose().array();
  require_equal("number of eigenvalues of saddle", minimum.cols(), dimension);
  require_equal("number of coordinates of saddle_start", p.reals("saddle_start").size(), dimension);
  Block curvature(1, minimum.cols());
  Scratch scratch;
  saddle->hessian_diagonal(minimum, curvature, scratch);
  return {saddle, p.reals("saddle_start"), curvature.row(0).transpose(), s.saddle_burn_in};
}

LongResult::LongResult(const Session& session, const TailSetting& s, const Landscape& on, double nu,
                       Company company)
    : burn_in_(on.burn_in),
      refinement_{s.refine},
      x_("x", all_states(long_processes(session, s, on, nu, company))) {}

LongResult LongResult::run(Session& session, const TailSetting& s, const Landscape& on, double nu,
                           Company company, std::uint64_t paths, std::uint64_t seed) {
  LongResult result(session, s, on, nu, company);
  const Clock clock(s.eta, s.steps);
  session.run(long_processes(session, s, on, nu, company), clock,
              long_times(clock, dense_ticks(on, s.eta)), paths, Philox(seed), {&result.x_});
  return result;
}

LongResult LongResult::refined(
    Session& session, const TailSetting& s, const Landscape& on, double nu, std::uint64_t paths,
    std::uint64_t seed, const std::function<std::vector<Evidence>(const LongResult&)>& tested) {
  TailSetting at = s;
  std::optional<LongResult> result;
  const Refinement end = refine_until_small({s.refine, s.most_refine}, [&](std::uint64_t refine) {
    at.refine = refine;
    result = run(session, at, on, nu, Company::with_sde, paths, seed);
    return bias_share(tested(*result));
  });
  result->refinement_ = end;
  return *result;
}

void LongResult::save(Archive& archive) const {
  x_.save(archive);
  refinement_.save(archive, "sde");
}

void LongResult::load(const Archive& archive) {
  x_.load(archive);
  refinement_ = Refinement::load(archive, "sde");
}

ArrayXd LongResult::times() const { return after_start(x_.times()); }

Estimate LongResult::mean(std::size_t process) const {
  return jackknife(x_, [&](const MomentCurves& m) {
    return flat_after_start(m.mean.middleCols(static_cast<Index>(process) * dimension, dimension));
  });
}

Estimate LongResult::stationary_variance(std::size_t process) const {
  const Index first = first_time_from(x_.times(), burn_in_);
  return averaged_variance(x_, process, first, static_cast<Index>(x_.times().size()) - first);
}

Estimate LongResult::drift_of_variance(std::size_t process) const {
  const auto n = static_cast<Index>(x_.times().size());
  const Index first = first_time_from(x_.times(), burn_in_), half = (n - first) / 2;
  return averaged_variance(x_, process, first, half) -
         averaged_variance(x_, process, n - half, half);
}

ResponseResult::ResponseResult() : half_difference_("response", half_difference()) {}

void ResponseResult::run(Session& session, const TailSetting& s, double nu, std::uint64_t paths,
                         std::uint64_t seed, Archive& archive) {
  ResponseResult result;
  const Clock clock(s.eta, s.response_steps);
  session.run(response_processes(session, s, nu), clock, RecordTimes::evenly(clock, 24), paths,
              Philox(seed), {&result.half_difference_});
  result.half_difference_.save(archive);
}

ArrayXd ResponseResult::times() const { return after_start(half_difference_.times()); }

Estimate ResponseResult::mean() const {
  return jackknife(half_difference_,
                   [](const MomentCurves& m) { return flat_after_start(m.mean); });
}

PairResult::PairResult(const Session& session, const TailSetting& s, double nu, double eta)
    : scale_(s.sigma * std::sqrt(eta)),
      iterate_("iterate",
               state_field(*pair_processes(session, s, nu, eta)[pair_sgd], pair_sgd, "x"),
               {scale_, 2048}),
      loss_("loss", losses(pair_processes(session, s, nu, eta), pair_problem(session, s, nu, eta)),
            {s.sigma * s.eta, 512}),
      x_("x", all_states(pair_processes(session, s, nu, eta))) {}

std::uint64_t PairResult::steps(const TailSetting& s, double eta) {
  return static_cast<std::uint64_t>(std::ceil(s.pair_horizon / eta * (1.0 - 1e-9)));
}

void PairResult::run(Session& session, const TailSetting& s, double nu, double eta,
                     std::uint64_t seed, Archive& archive) {
  PairResult result(session, s, nu, eta);
  const Clock clock(eta, steps(s, eta));
  session.run(pair_processes(session, s, nu, eta), clock, RecordTimes::evenly(clock, 15),
              s.pair_paths, Philox(seed), {&result.iterate_, &result.loss_, &result.x_});
  result.iterate_.save(archive);
  result.loss_.save(archive);
  result.x_.save(archive);
}

void PairResult::load(const Archive& archive) {
  iterate_.load(archive);
  loss_.load(archive);
  x_.load(archive);
  quartiles_ = spread(0.75);
  deciles_ = spread(0.9);
}

ArrayXd PairResult::times() const {
  return Eigen::Map<const ArrayXd>(loss_.times().data(), static_cast<Index>(loss_.times().size()));
}

Estimate PairResult::loss(std::size_t process, double p) const {
  return loss_.quantile(p, static_cast<Index>(process));
}

Spread PairResult::spread(double p) const {
  const auto last = static_cast<Index>(iterate_.times().size()) - 1;
  std::vector<Estimate> spreads;
  Spread spread{{}, ArrayXd(dimension)};
  for (Index i = 0; i < dimension; ++i) {
    const Estimate upper = points(iterate_.quantile(p, i), last, 1);
    const Estimate lower = points(iterate_.quantile(1.0 - p, i), last, 1);
    spreads.push_back(mapped(Eigen::MatrixXd::Constant(1, 1, 0.5), upper - lower));
    const double size = 0.5 * (std::abs(upper.value(0)) + std::abs(lower.value(0)));
    spread.bias(i) = iterate_.accuracy(i) * (scale_ + size);
  }
  spread.value = joined(spreads);
  return spread;
}

Estimate PairResult::variance(std::size_t process) const {
  const auto last = static_cast<Index>(x_.times().size()) - 1;
  return averaged_variance(x_, process, last, 1);
}

}  // namespace sdescent::adaptive
