#include "validation/exact/real_runs.hpp"

#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/philox.hpp"
#include "validation/exact/real_curves.hpp"

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using ProblemPointer = std::shared_ptr<const Problem>;

ArrayXd after_start(const ArrayXd& curve) { return curve.tail(curve.size() - 1); }

OptimizerSettings settings(const RealSetting& s, const char* name, ProblemPointer problem,
                           double eta, std::uint16_t stream) {
  return high_dimensional(
      {name, std::move(problem), eta, StartPoint(Eigen::VectorXd::Zero(s.dimension())), stream});
}

/// In the order of Stream.
std::vector<std::shared_ptr<const Process>> processes(const RealSetting& s, std::uint64_t seed) {
  const auto shuffles = std::make_shared<RowShuffles>(static_cast<std::uint64_t>(s.sample->rows()),
                                                      s.paths, seed, s.steps);
  const auto once = std::make_shared<SampleStream>(SampleStream::once(s.sample, shuffles));
  const auto again = std::make_shared<SampleStream>(SampleStream::again(s.sample));
  const auto relabelled =
      std::make_shared<SampleStream>(SampleStream::relabelled(s.sample, s.laws.empirical));
  const auto gaussian =
      std::make_shared<StreamingRegression>(s.fit.covariance, s.fit.optimum, s.laws.empirical);
  const auto sign = [&](const char* name, ProblemPointer problem, std::uint16_t stream) {
    return std::make_shared<SignSgd>(settings(s, name, std::move(problem), s.eta, stream));
  };
  const auto model =
      std::make_shared<StreamingRegression>(s.fit.covariance, s.fit.optimum, s.predicted);
  const auto or_model = [&](const ProblemPointer& stream) {
    return s.gaussian_data ? ProblemPointer(model) : stream;
  };
  return {sign("sign_once", or_model(once), 1), sign("sign_again", or_model(again), 2),
          sign("sign_relabelled", or_model(relabelled), 3), sign("sign_gaussian", gaussian, 4),
          std::make_shared<Sgd>(settings(s, "sgd", again, sgd_step(s), 5))};
}

}  // namespace

ArrayXd RealRuns::averaged(const ArrayXd& curve) const {
  return curve.reshaped(curve.size() / windows, windows).colwise().mean().transpose();
}

Estimate RealRuns::log_risk(Stream stream) const {
  return jackknife(*risk, [&](const MomentCurves& m) -> ArrayXd {
    return averaged(after_start(m.mean.col(static_cast<Index>(stream)))).log();
  });
}

ArrayXd RealRuns::mean(Stream stream) const {
  return averaged(after_start(risk->curves().mean.col(static_cast<Index>(stream))));
}

ArrayXd RealRuns::deviation(Stream stream) const {
  return averaged(after_start(risk->curves().second.col(static_cast<Index>(stream)))).sqrt();
}

RealRuns run_real(Session& session, const RealSetting& s) {
  const auto all = processes(s, session.seed("shuffles"));
  const auto problem = std::make_shared<SampleStream>(SampleStream::again(s.sample));
  std::vector<Observable> losses;
  for (std::size_t i = 0; i < all.size(); ++i) losses.push_back(loss_of(*all[i], i, problem));
  RealRuns runs{{}, std::make_unique<MomentRecorder>("risk", side_by_side(losses))};
  const Clock clock(s.tick(), s.steps);
  session.run(all, clock, RecordTimes::evenly(clock, s.records), s.paths, Philox(session.seed()),
              {runs.risk.get()});
  const std::vector<double>& t = runs.risk->times();
  runs.record_times =
      after_start(Eigen::Map<const ArrayXd>(t.data(), static_cast<Index>(t.size())));
  return runs;
}

}  // namespace sdescent::exact
