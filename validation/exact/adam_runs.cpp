// The runs of exact/adam.
#include "io/require.hpp"
#include "models/adam.hpp"
#include "models/homogenized_adam.hpp"
#include "models/rmsprop.hpp"
#include "models/sign_sgd.hpp"
#include "models/student_label_noise.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "validation/exact/adam_parts.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Labels = AdamSetting::Labels;
using ProcessPointer = std::shared_ptr<const Process>;

/// Adam at the learning rate η/d; controls plant what is wrong with it.
class Optimizers {
 public:
  Optimizers(const Session& session, const AdamSetting& s, Index d)
      : session_(session), s_(s), d_(d) {}

  ProcessPointer adam(std::string name, Labels labels, double beta1, double beta2) const {
    const OptimizerSettings settings = this->settings(std::move(name), labels, s_.eta);
    if (session_.control("no-bias-correction") && beta1 == 0.0)
      return std::make_shared<Rmsprop>(settings, RmspropSettings{.beta = beta2});
    if (session_.control("momentum-not-averaged") && beta1 > 0.0) {
      OptimizerSettings faster = this->settings(settings.name, labels, s_.eta / (1.0 - beta1));
      return std::make_shared<Adam>(faster, AdamSettings{.beta1 = beta1, .beta2 = beta2});
    }
    return std::make_shared<Adam>(settings, AdamSettings{.beta1 = beta1, .beta2 = beta2});
  }
  ProcessPointer sign_sgd() const {
    OptimizerSettings of_sign =
        settings("sign_sgd", Labels::gaussian, 0.5 * std::numbers::pi * s_.eta);
    if (session_.control("other-data")) of_sign.stream = 2;
    return std::make_shared<SignSgd>(std::move(of_sign));
  }
  ProcessPointer sde(std::string name, std::uint64_t refine) const {
    auto problem = s_.problem(d_, Labels::gaussian);
    const double eta = session_.control("rate-doubled") ? 2.0 * s_.eta : s_.eta;
    return std::make_shared<SdeProcess>(
        std::move(name), std::make_shared<HomogenizedAdam>(problem, constant_rate(eta)),
        std::make_shared<EulerMaruyama>(),
        SdeGrid{1.0 / static_cast<double>(d_), refine, s_.refine, 3}, StartPoint(s_.start(d_)));
  }

 private:
  /// All on one stream: the same features, whatever the labels.
  OptimizerSettings settings(std::string name, Labels labels, double eta) const {
    return high_dimensional(
        {std::move(name), s_.problem(d_, labels), eta, StartPoint(s_.start(d_)), 1});
  }

  const Session& session_;
  const AdamSetting& s_;
  Index d_;
};

const std::vector<std::string> window_columns{"adam",     "momentum",   "heavy_tailed", "sign_sgd",
                                              "distance", "sde_coarse", "sde_fine"};

/// R of each process, and of the difference of signSGD and Adam.
Observable window_risks(std::shared_ptr<const StreamingRegression> problem) {
  Observable observable{window_columns, {}};
  observable.evaluate = [problem](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
    const Index d = problem->dimension();
    constexpr std::size_t adam = 0, sign = 3;
    for (std::size_t p = 0; p < 6; ++p)
      problem->risk().loss(blocks.state(p).leftCols(d),
                           out.middleCols(static_cast<Index>(p < 4 ? p : p + 1), 1), scratch);
    Scratch::Frame frame(scratch);
    BlockMap difference = frame.block(blocks.rows(), d);
    difference = blocks.state(sign).leftCols(d) - blocks.state(adam).leftCols(d);
    for (Index i = 0; i < d; ++i) difference.col(i) += problem->risk().optimum()(i);
    problem->risk().loss(difference, out.middleCols(AdamWindow::distance, 1), scratch);
  };
  return observable;
}

std::vector<std::string> scan_names(const ArrayXd& beta2s) {
  std::vector<std::string> names;
  for (Index i = 0; i < beta2s.size(); ++i) names.push_back(fmt::format("adam{}", i + 1));
  return names;
}

Observable scan_risks(const std::vector<std::string>& names,
                      std::shared_ptr<const StreamingRegression> problem) {
  Observable observable{names, {}};
  observable.evaluate = [problem, count = names.size()](const Lockstep& blocks, BlockRef out,
                                                        Scratch& scratch) {
    for (std::size_t p = 0; p < count; ++p)
      problem->risk().loss(blocks.state(p).leftCols(problem->dimension()),
                           out.middleCols(static_cast<Index>(p), 1), scratch);
  };
  return observable;
}

/// The clock of d, and the records on it.
struct RunTimes {
  Clock clock;
  RecordTimes times;
};

RunTimes schedule_of(const AdamSetting& s, Index d, std::uint64_t refine) {
  std::vector<std::uint64_t> ticks;
  for (const double t : s.times) {
    const double steps = t * static_cast<double>(d);
    const auto whole = static_cast<std::uint64_t>(std::llround(steps));
    require(std::abs(steps - static_cast<double>(whole)) < 1e-9 * steps, "times",
            fmt::format("multiples of 1/{}", d), fmt::format("{}", t));
    ticks.push_back(whole * refine);
  }
  const Clock clock = Clock(1.0 / static_cast<double>(d), ticks.back() / refine).refined(refine);
  return {clock, RecordTimes::at(clock, ticks)};
}

Archive saved(const MomentRecorder& recorder) {
  Archive archive;
  recorder.save(archive);
  return archive;
}

Estimate mean_of(const MomentRecorder& recorder, Index column) {
  return jackknife(recorder, [&](const MomentCurves& m) -> ArrayXd { return m.mean.col(column); });
}

}  // namespace

std::shared_ptr<const StreamingRegression> AdamSetting::problem(Index d, Labels labels) const {
  std::shared_ptr<const LabelNoise> noise;
  if (labels == Labels::gaussian)
    noise = std::make_shared<GaussianLabelNoise>(deviation);
  else  // of the same variance
    noise = std::make_shared<StudentLabelNoise>(nu, deviation * std::sqrt((nu - 2.0) / nu));
  return std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(
          FeatureCovariance::diagonal(log_spaced(spectrum(0), spectrum(1), d))),
      Eigen::VectorXd::Zero(d), noise);
}

Eigen::VectorXd AdamSetting::start(Index d) const {
  return (2.0 * risk / static_cast<double>(d) / log_spaced(spectrum(0), spectrum(1), d).array())
      .sqrt();
}

double AdamSetting::beta2(Index d) const {
  return 1.0 - window / std::sqrt(static_cast<double>(d));
}

AdamWindow::AdamWindow() : recorder_("risk", window_risks(nullptr)) {}

Archive AdamWindow::run(Session& session, const AdamSetting& s, Index d, std::uint64_t seed) {
  const Optimizers of(session, s, d);
  const double beta2 = s.beta2(d);
  const std::vector<ProcessPointer> all{of.adam("adam", Labels::gaussian, 0.0, beta2),
                                        of.adam("momentum", Labels::gaussian, s.beta1, beta2),
                                        of.adam("heavy_tailed", Labels::student, 0.0, beta2),
                                        of.sign_sgd(),
                                        of.sde("sde_coarse", 1),
                                        of.sde("sde_fine", s.refine)};
  const auto [clock, times] = schedule_of(s, d, s.refine);
  MomentRecorder recorder("risk", window_risks(s.problem(d, Labels::gaussian)));
  session.run(all, clock, times, s.paths, Philox(seed), {&recorder});
  return saved(recorder);
}

Estimate AdamWindow::mean(Column column) const { return mean_of(recorder_, column); }

AdamScan::AdamScan(const ArrayXd& beta2s)
    : recorder_("risk", scan_risks(scan_names(beta2s), nullptr)) {}

Archive AdamScan::run(Session& session, const AdamSetting& s, Index d, const ArrayXd& beta2s,
                      std::uint64_t seed) {
  const Optimizers of(session, s, d);
  const std::vector<std::string> names = scan_names(beta2s);
  std::vector<ProcessPointer> all;
  for (Index i = 0; i < beta2s.size(); ++i)
    all.push_back(of.adam(names[static_cast<std::size_t>(i)], Labels::gaussian, 0.0, beta2s(i)));
  const auto [clock, times] = schedule_of(s, d, 1);
  MomentRecorder recorder("risk", scan_risks(names, s.problem(d, Labels::gaussian)));
  session.run(all, clock, times, s.paths, Philox(seed), {&recorder});
  return saved(recorder);
}

Estimate AdamScan::mean(Index number) const { return mean_of(recorder_, number); }

}  // namespace sdescent::exact
