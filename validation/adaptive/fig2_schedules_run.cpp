#include "validation/adaptive/fig2_schedules_run.hpp"

#include "models/sgd.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/philox.hpp"

#include <cmath>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;
using Processes = std::vector<std::shared_ptr<const Process>>;

ScheduledCase completed(ScheduledCase what) {
  if (what.problem == nullptr) {
    what.problem = gaussian_quadratic(what.local.lambda, what.local.sigma);
    what.minimum = ArrayXd::Zero(what.local.lambda.size());
  }
  return what;
}

Processes processes_of(const ScheduledCase& what) {
  const StartPoint x0((what.minimum + what.local.x0).matrix());
  const auto settings = [&](const char* name, std::uint16_t stream) {
    return OptimizerSettings{name,           what.problem,
                             what.local.eta, x0,
                             stream,         what.schedule_ignored ? Schedule() : what.schedule};
  };
  Processes all{std::make_shared<SignSgd>(settings("sign_sgd", 1))};
  if (what.with_sgd) all.push_back(std::make_shared<Sgd>(settings("sgd", 2)));
  return all;
}

Observable losses_of(const Processes& all, const ProblemPointer& problem) {
  std::vector<Observable> losses;
  for (std::size_t i = 0; i < all.size(); ++i) losses.push_back(loss_of(*all[i], i, problem));
  return side_by_side(std::move(losses));
}

double least_loss(const ScheduledCase& what) {
  Block f(1, 1);
  Scratch scratch;
  what.problem->objective().loss(what.minimum.transpose(), f, scratch);
  return f(0, 0);
}

}  // namespace

ScheduledRun::ScheduledRun(ScheduledCase what)
    : what_(completed(std::move(what))),
      processes_(processes_of(what_)),
      loss_("loss", losses_of(processes_, what_.problem)),
      t_(static_cast<Index>(what_.ticks.size()) - 1),
      least_(least_loss(what_)) {
  const Clock clock(what_.local.eta, what_.ticks.back());
  for (Index k = 0; k < t_.size(); ++k)
    t_(k) = clock.time(what_.ticks[static_cast<std::size_t>(k) + 1]);
}

Archive ScheduledRun::run(Session& session, std::uint64_t seed, std::uint64_t paths) {
  const Clock clock(what_.local.eta, what_.ticks.back());
  session.run(processes_, clock, RecordTimes::at(clock, what_.ticks), paths, Philox(seed),
              {&loss_});
  Archive archive;
  loss_.save(archive);
  return archive;
}

ArrayXd ScheduledRun::factors() const { return t_.unaryExpr(what_.schedule); }

Estimate ScheduledRun::loss(ScheduledMethod method) const {
  return from_point(loss_.mean(static_cast<Index>(method)), 1) -
         ArrayXd::Constant(t_.size(), least_);
}

ArrayXd ScheduledRun::exact(double sigma_factor) const {
  DiagonalSetting setting = what_.local;
  setting.sigma *= sigma_factor;
  return sign_sgd_expected_loss(setting, what_.schedule, t_);
}

ArrayXd ScheduledRun::with_diffusion_of_root() const {
  const ArrayXd slow = t_.unaryExpr([this](double t) { return what_.schedule.integral(t); });
  return sign_sgd_expected_loss(what_.local, slow);
}

ArrayXd ScheduledRun::optimizer_deviation() const {
  const double ito = 0.5 * std::sqrt(2.0 * std::numbers::inv_pi);
  const double curvature = 0.25 * std::sqrt(0.5 * std::numbers::pi);
  const double ratio = what_.local.eta * (what_.local.lambda / what_.local.sigma).mean();
  return (ito + curvature) * ratio * factors();
}

Index ScheduledRun::settled(double rate) const {
  return (t_.unaryExpr([&](double t) { return rate * what_.schedule.integral(t); }) < 10.0).count();
}

std::vector<std::uint64_t> even_in_logarithm(double eta, std::uint64_t steps, std::uint64_t n) {
  const double last = std::log1p(eta * static_cast<double>(steps));
  std::vector<std::uint64_t> ticks{0};
  for (std::uint64_t j = 1; j <= n; ++j) {
    const double t = std::expm1(last * static_cast<double>(j) / static_cast<double>(n));
    const auto tick = j == n ? steps : static_cast<std::uint64_t>(std::llround(t / eta));
    if (tick > ticks.back()) ticks.push_back(tick);
  }
  return ticks;
}

}  // namespace sdescent::adaptive
