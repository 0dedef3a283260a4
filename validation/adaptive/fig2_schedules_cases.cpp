#include "validation/adaptive/fig2_schedules_cases.hpp"

#include "io/require.hpp"
#include "models/embedded_saddle.hpp"

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace sdescent::adaptive {
namespace {

using Eigen::ArrayXd;

DiagonalSetting quadratic(const ParameterValues& p, double sigma, const ArrayXd& x0, double eta) {
  const ArrayXd& lambda = p.reals("hessian");
  return {lambda, ArrayXd::Constant(lambda.size(), sigma), x0, eta};
}

ScheduledCase paper_case(const Session& session, double theta, std::uint64_t steps) {
  const ParameterValues& p = session.parameters();
  const double eta = p.real("eta");
  ScheduledCase what{quadratic(p, p.real("sigma"), p.reals("x0"), eta), Schedule::power(theta),
                     even_in_logarithm(eta, steps, p.count("records"))};
  what.schedule_ignored = session.control("constant-rate");
  return what;
}

/// At a time of the horizon of the limit η → 0, which every η divides.
ScheduledCase limit_case(const ParameterValues& p, double theta, double eta) {
  ScheduledCase what{
      quadratic(p, p.real("sigma"), p.reals("x0"), eta), Schedule::power(theta), {0}};
  for (const double t : p.reals("limit-times")) {
    const double steps = std::round(t / eta);
    require(steps >= 1 && std::abs(steps * eta - t) <= 1e-9 * t, "limit-times",
            "whole numbers of steps of every eta", fmt::format("{} at eta = {}", t, eta));
    what.ticks.push_back(static_cast<std::uint64_t>(steps));
  }
  return what;
}

ScheduledCase noisy_case(const Session& session, double theta) {
  const ParameterValues& p = session.parameters();
  const double eta = p.real("eta");
  const double sigma = p.real(session.control("power-one-small-noise") ? "sigma" : "noisy-sigma");
  ArrayXd x0 = p.reals("noisy-x0");
  if (session.control("power-one-small-noise")) x0 = p.reals("x0");
  return {quadratic(p, sigma, x0, eta), Schedule::power(theta),
          even_in_logarithm(eta, p.count("steps"), p.count("records"))};
}

/// At a minimum of the embedded saddle, whose own curvatures are the local quadratic.
ScheduledCase minimum_case(const Session& session, double theta) {
  const ParameterValues& p = session.parameters();
  const double eta = p.real("eta");
  const auto saddle = std::make_shared<EmbeddedSaddle>(p.reals("saddle-hessian").matrix(),
                                                       p.real("quartic"), p.real("cubic"));
  const ArrayXd at = saddle->minimum().array();
  Block curvature(1, at.size());
  Scratch scratch;
  saddle->hessian_diagonal(at.transpose(), curvature, scratch);
  const ArrayXd sigma = ArrayXd::Constant(at.size(), p.real("sigma"));
  ScheduledCase what{{curvature.row(0).transpose(), sigma, ArrayXd::Zero(at.size()), eta},
                     Schedule::power(theta),
                     even_in_logarithm(eta, p.count("steps"), p.count("records"))};
  what.problem = gaussian_problem(saddle, sigma);
  what.minimum = at;
  return what;
}

/// Runs a grid of cells; `make` says what each is.
std::vector<ScheduledRun> run_grid(
    Session& session, const ParameterGrid& grid, const std::string& paths,
    const std::function<ScheduledCase(const ParameterPoint&)>& make) {
  std::vector<ScheduledRun> runs;
  for (const ParameterPoint& point : grid.points()) runs.emplace_back(make(point));
  const auto results = session.cells(grid, [&](const Cell& cell) {
    return ScheduledRun(make(cell.point))
        .run(session, cell.seed, session.parameters().count(paths));
  });
  for (std::size_t i = 0; i < runs.size(); ++i) runs[i].load(results[i]);
  return runs;
}

ArrayXd one_value(double value) { return ArrayXd::Constant(1, value); }

std::vector<ScheduledRun> decaying_runs(Session& session) {
  const ParameterValues& p = session.parameters();
  return run_grid(session, {"decaying", {{"theta", p.reals("decaying")}}}, "paths",
                  [&](const ParameterPoint& point) {
                    auto what = paper_case(session, point.real("theta"), p.count("steps"));
                    what.with_sgd = true;
                    return what;
                  });
}

std::vector<std::vector<ScheduledRun>> limit_runs(Session& session) {
  const ParameterValues& p = session.parameters();
  ArrayXd thetas(p.reals("decaying").size() + 1);
  thetas << p.reals("decaying"), p.real("summable");
  const auto all = run_grid(session, {"limit", {{"theta", thetas}, {"eta", p.reals("limit-etas")}}},
                            "limit-paths", [&](const ParameterPoint& point) {
                              return limit_case(p, point.real("theta"), point.real("eta"));
                            });
  std::vector<std::vector<ScheduledRun>> by_theta;
  const auto etas = p.reals("limit-etas").size();
  for (auto from = all.begin(); from != all.end(); from += etas)
    by_theta.emplace_back(from, from + etas);
  return by_theta;
}

void check(const ParameterValues& p) {
  const ArrayXd& theta = p.reals("decaying");
  require(theta.size() == 2 && theta(0) > 0 && theta(0) < theta(1) && theta(1) < 1, "decaying",
          "two exponents 0 < theta_1 < theta_2 < 1", to_string(ParameterValue(theta)));
  require(p.real("summable") > 1.0, "summable", "> 1", fmt::format("{}", p.real("summable")));
  const double slowest = 2.0 * p.reals("hessian").minCoeff() *
                         std::sqrt(2.0 * std::numbers::inv_pi) / p.real("noisy-sigma");
  require(slowest < 1.0, "noisy-sigma", "> 2 mu sqrt(2/pi)",
          fmt::format("{}", p.real("noisy-sigma")));
  for (const double eta : p.reals("limit-etas")) limit_case(p, theta(0), eta);
}

}  // namespace

ScheduledRuns scheduled_runs(Session& session) {
  const ParameterValues& p = session.parameters();
  check(p);
  const auto single = [&](const char* label, double theta, const std::string& paths,
                          const std::function<ScheduledCase(const ParameterPoint&)>& make) {
    return run_grid(session, {label, {{"theta", one_value(theta)}}}, paths, make).front();
  };
  const auto noisy = [&](const ParameterPoint& at) {
    return noisy_case(session, at.real("theta"));
  };
  return {decaying_runs(session),
          single("summable", p.real("summable"), "summable-paths",
                 [&](const ParameterPoint& at) {
                   return paper_case(session, at.real("theta"), p.count("summable-steps"));
                 }),
          limit_runs(session),
          single("power-one", 1.0, "paths", noisy),
          single("remembered", p.real("summable"), "paths", noisy),
          single("minimum", p.reals("decaying")(1), "paths", [&](const ParameterPoint& at) {
            return minimum_case(session, at.real("theta"));
          })};
}

}  // namespace sdescent::adaptive
