#include "validation/adaptive/fig5_betas_runs.hpp"

#include "io/require.hpp"
#include "solvers/lyapunov.hpp"
#include "solvers/philox.hpp"
#include "solvers/sample_recorder.hpp"
#include "validation/adaptive/gaussian_problem.hpp"
#include "validation/estimate_algebra.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::RowVectorXd;
using Processes = std::vector<std::shared_ptr<const Process>>;

Processes processes(const Session& session, const BetasSetting& s, double sigma,
                    const Start& start) {
  const auto problem = [&](double deviation) {
    return gaussian_problem(s.saddle, ArrayXd::Constant(s.saddle->dimension(), deviation));
  };
  const auto same = problem(sigma), noisy = problem(2.0 * sigma);
  Processes all;
  for (Index pair = 0; pair < s.pairs(); ++pair) {
    AdaptiveMethod method = s.method(pair);
    if (session.control("same-beta1")) method.beta1 = s.beta1s(0);
    if (session.control("beta2-reversed")) method.beta2 = s.beta2(s.pairs() - 1 - pair);
    const bool noisier =
        session.control("noisier-pair") && pair % s.beta2s.size() == s.beta2s.size() - 1;
    all.push_back(
        optimizer_of(method, fmt::format("pair{}", pair + 1), noisier ? noisy : same, start, 1));
  }
  return all;
}

Start start_of(const Session& session, const BetasSetting& s, bool far) {
  if (!far || session.control("start-in-one-basin")) return StartPoint(s.near_start);
  return StartPoint(s.far_start);
}

Observable losses(const Processes& all, const BetasSetting& s) {
  const auto problem = gaussian_problem(s.saddle, ArrayXd::Ones(s.saddle->dimension()));
  std::vector<Observable> each;
  for (std::size_t i = 0; i < all.size(); ++i) each.push_back(loss_of(*all[i], i, problem));
  return side_by_side(each);
}

/// 1 where x_1 > 0.
Observable signs(const Processes& all) {
  Observable observable;
  for (const auto& process : all) observable.columns.push_back(process->name() + ".positive");
  observable.evaluate = [](const Lockstep& blocks, BlockRef out, Scratch&) {
    for (Index i = 0; i < out.cols(); ++i)
      out.col(i) = (blocks.state(static_cast<std::size_t>(i)).col(0) > 0.0).cast<double>();
  };
  return observable;
}

Clock clock_of(const BetasSetting& s, bool far) {
  return {s.eta, far ? s.far_steps : s.near_steps};
}

Processes with_noise(const Session& session, const BetasSetting& s, bool far) {
  return processes(session, s, s.sigma, start_of(session, s, far));
}

double square(double x) { return x * x; }

/// f' and f'' by coordinate.
struct Derivatives {
  ArrayXd first, second;
};

Derivatives derivatives(const BetasSetting& s, const Block& x) {
  Scratch scratch;
  Block first(1, x.cols()), second(1, x.cols());
  s.saddle->gradient(x, first, 0, scratch);
  s.saddle->hessian_diagonal(x, second, scratch);
  return {first.row(0).transpose(), second.row(0).transpose()};
}

/// Var x of one coordinate, for the derivatives and √v where it rests.
double resting_variance(const BetasSetting& s, Index pair, double first, double second,
                        double root) {
  const double b1 = s.beta1(pair), b2 = s.beta2(pair), noise = square(s.sigma);
  // x' = … − η(m'/√v − ½ f' v'/v^{3/2})
  const Eigen::RowVector2d pull =
      -s.eta * Eigen::RowVector2d(1.0 / root, -0.5 * first / (root * root * root));
  Eigen::Matrix<double, 2, 3> moments;  // (δm', δv') of (δx, δm, δv)
  moments << (1.0 - b1) * second, b1, 0.0, (1.0 - b2) * 2.0 * first * second, 0.0, b2;
  Eigen::Matrix2d drives;  // their noise, from z and z² − σ²
  drives << square(1.0 - b1) * noise, (1.0 - b1) * (1.0 - b2) * 2.0 * first * noise,
      (1.0 - b1) * (1.0 - b2) * 2.0 * first * noise,
      square(1.0 - b2) * (4.0 * first * first * noise + 2.0 * noise * noise);
  MatrixXd step(3, 3), map(3, 2);
  step << pull * moments, moments;
  step(0, 0) += 1.0 - s.eta * s.decay;
  map << pull, Eigen::Matrix2d::Identity();
  return discrete_lyapunov(step, map * drives * map.transpose())(0, 0);
}

}  // namespace

std::string BetasSetting::label(Index pair) const {
  return fmt::format("β_{{1}} = {}, β_{{2}} = {}", beta1(pair), beta2(pair));
}

AdaptiveMethod BetasSetting::method(Index pair) const {
  return {.kind = AdaptiveMethod::Kind::adam,
          .eta = eta,
          .beta1 = beta1(pair),
          .beta2 = beta2(pair),
          .decay = decay};
}

BetasSetting betas_setting(const ParameterValues& p) {
  BetasSetting s{.saddle = std::make_shared<EmbeddedSaddle>(p.reals("saddle").matrix(),
                                                            p.real("quartic"), p.real("cubic")),
                 .eigenvalues = p.reals("saddle"),
                 .quartic = p.real("quartic"),
                 .cubic = p.real("cubic"),
                 .sigma = p.real("sigma"),
                 .eta = p.real("eta"),
                 .decay = p.real("decay"),
                 .beta1s = p.reals("beta1s"),
                 .beta2s = p.reals("beta2s"),
                 .far_start = p.reals("far_start").matrix(),
                 .near_start = p.reals("near_start").matrix(),
                 .far_steps = p.count("far_steps"),
                 .far_paths = p.count("far_paths"),
                 .near_steps = p.count("near_steps"),
                 .near_paths = p.count("near_paths"),
                 .records = p.count("records"),
                 .searched = p.reals("searched")};
  require_equal("number of eigenvalues of saddle", s.eigenvalues.size(), 2);
  require(s.eigenvalues(0) < 0 && s.eigenvalues(1) > 0, "saddle", "negative, positive",
          to_string(ParameterValue(s.eigenvalues)));
  require_equal("number of coordinates of far_start", s.far_start.size(), 2);
  require_equal("number of coordinates of near_start", s.near_start.size(), 2);
  require_equal("number of values of beta1s", s.beta1s.size(), 2);
  require_at_least("number of values of beta2s", s.beta2s.size(), 2);
  return s;
}

Basin basin_of(const BetasSetting& s, bool positive) {
  // Roots of λ_1 − cx + qx²; EmbeddedSaddle::minimum() is the positive one.
  ArrayXd minimum = s.saddle->minimum().array();
  if (!positive) minimum(0) = s.eigenvalues(0) / (s.quartic * minimum(0));
  Scratch scratch;
  Block loss(1, 1);
  s.saddle->loss(minimum.transpose(), loss, scratch);
  return {minimum, loss(0, 0)};
}

Rest rest_of(const BetasSetting& s, const Basin& basin, Index pair) {
  Block x = basin.minimum.transpose();
  ArrayXd variance = ArrayXd::Zero(x.cols());
  Derivatives at = derivatives(s, x);
  constexpr int rounds = 200;  // each takes a fraction 1 − O(ϑσ/f'') of what is left
  for (int round = 0; round < rounds; ++round) {
    at = derivatives(s, x);
    const ArrayXd root =
        (at.first.square() + square(s.sigma) + (at.second.square() * variance)).sqrt();
    x.row(0) -= ((at.first / root + s.decay * x.row(0).transpose()) / (at.second / root + s.decay))
                    .transpose();
    for (Index i = 0; i < x.cols(); ++i)
      variance(i) = resting_variance(s, pair, at.first(i), at.second(i), root(i));
  }
  Scratch scratch;
  Block loss(1, 1);
  s.saddle->loss(x, loss, scratch);
  return {loss(0, 0) - basin.loss, 0.5 * (at.second * variance).sum()};
}

BetasResult::BetasResult(const Session& session, const BetasSetting& s, bool far)
    : s_(s),
      loss_("loss", losses(with_noise(session, s, far), s)),
      positive_("positive", signs(with_noise(session, s, far))) {}

Archive BetasResult::run(Session& session, const BetasSetting& s, bool far, std::uint64_t seed) {
  BetasResult result(session, s, far);
  const Clock clock = clock_of(s, far);
  session.run(with_noise(session, s, far), clock, RecordTimes::evenly(clock, s.records),
              far ? s.far_paths : s.near_paths, Philox(seed), {&result.loss_, &result.positive_});
  Archive archive;
  result.loss_.save(archive);
  result.positive_.save(archive);
  return archive;
}

void BetasResult::load(const Archive& archive) {
  loss_.load(archive);
  positive_.load(archive);
}

ArrayXd BetasResult::times() const {
  return Eigen::Map<const ArrayXd>(loss_.times().data(), static_cast<Index>(loss_.times().size()));
}

RowVectorXd BetasResult::last_half() const {
  const ArrayXd t = times();
  const ArrayXd late = (t >= 0.5 * t(t.size() - 1)).cast<double>();
  return (late / late.sum()).matrix().transpose();
}

Estimate BetasResult::averaged(const RowVectorXd& weights) const {
  std::vector<Estimate> each;
  for (Index pair = 0; pair < s_.pairs(); ++pair) each.push_back(mapped(weights, loss(pair)));
  return joined(each);
}

Estimate BetasResult::levels() const { return averaged(last_half()); }

Estimate BetasResult::areas() const {
  const ArrayXd t = times();
  const Index n = t.size();
  ArrayXd dt = ArrayXd::Zero(n);  // trapezia
  dt.tail(n - 1) += 0.5 * (t.tail(n - 1) - t.head(n - 1));
  dt.head(n - 1) += 0.5 * (t.tail(n - 1) - t.head(n - 1));
  return averaged(dt.matrix().transpose() - t(n - 1) * last_half());
}

Estimate BetasResult::positive() const {
  std::vector<Estimate> each;
  for (Index pair = 0; pair < s_.pairs(); ++pair)
    each.push_back(from_point(positive_.mean(pair), times().size() - 1));
  return joined(each);
}

ArrayXXd noise_free_basins(Session& session, const BetasSetting& s) {
  Block starts(s.searched.size(), 2);
  starts.col(0) = s.searched;
  starts.col(1) = s.far_start(1);
  const Processes all = processes(session, s, 0.0, SampleStart(starts, SampleChoice::in_order));
  SampleRecorder end("positive", signs(all), static_cast<std::uint64_t>(s.searched.size()));
  const Clock clock = clock_of(s, true);
  session.run(all, clock, RecordTimes::evenly(clock, 1),
              static_cast<std::uint64_t>(s.searched.size()), Philox(session.seed("search")),
              {&end});
  return end.at(1);
}

}  // namespace sdescent::adaptive
