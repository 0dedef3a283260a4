// The runs of exact/isotropic.
#include "io/require.hpp"
#include "models/phi_table.hpp"
#include "models/risk_rated_descent.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/philox.hpp"
#include "validation/estimate_algebra.hpp"
#include "validation/exact/isotropic.hpp"
#include "validation/power_law.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;

struct Members {
  std::vector<std::shared_ptr<const Process>> processes;
  std::vector<Observable> risks;
};

/// Adds a process from R(θ_0) = risk, on data and a stream of its own.
void add(Members& members, const IsotropicSetting& s, const NoiseFamily& family,
         const LearningRate& rate, Direction direction, double risk) {
  const std::size_t number = members.processes.size();
  const auto problem = std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(VectorXd::Ones(s.dimension))),
      VectorXd::Zero(s.dimension), family.law);
  const VectorXd start =
      VectorXd::Constant(s.dimension, std::sqrt(2.0 * risk / static_cast<double>(s.dimension)));
  const auto process = std::make_shared<RiskRatedDescent>(
      high_dimensional({.name = fmt::format("descent{}", number),
                        .problem = problem,
                        .eta = 1.0,
                        .start = StartPoint(start),
                        .stream = static_cast<std::uint16_t>(number)}),
      rate, direction);
  members.risks.push_back(loss_of(*process, number, problem));
  members.processes.push_back(process);
}

LearningRate greedy_sign(const NoiseFamily& family, double factor = 1.0) {
  return LearningRate([law = family.law, factor](double, double risk) {
    return factor * law->phi(risk) * std::sqrt(2.0 * risk);
  });
}

LearningRate greedy_sgd(const NoiseFamily& family) {
  return LearningRate([half = 0.5 * family.law->second_moment()](double, double risk) {
    return risk / (risk + half);
  });
}

MomentRecorder recorded(Session& session, const Members& members, const IsotropicSetting& s,
                        std::uint64_t steps, std::uint64_t records, std::uint64_t paths,
                        std::string_view part) {
  const Clock clock(1.0 / static_cast<double>(s.dimension), steps);
  MomentRecorder risk(std::string(part), side_by_side(members.risks));
  session.run(members.processes, clock, RecordTimes::evenly(clock, records), paths,
              Philox(session.seed(part)), {&risk});
  return risk;
}

std::uint64_t steps_of(double time, std::uint64_t dimension) {
  return static_cast<std::uint64_t>(std::llround(time * static_cast<double>(dimension)));
}

/// Greedy rates ask for φ in every step of every run.
NoiseFamily tabulated(NoiseFamily family) {
  family.law = std::make_shared<PhiTable>(family.law);
  return family;
}

}  // namespace

IsotropicSetting isotropic_setting(const ParameterValues& p) {
  const std::uint64_t d = p.count("dimension");
  IsotropicSetting s{static_cast<Index>(d),
                     p.real("eta"),
                     p.real("risk"),
                     steps_of(p.real("horizon"), d),
                     p.count("records"),
                     p.count("paths"),
                     {gaussian_family(1.0), tabulated(student_family(5.0, std::sqrt(0.6))),
                      uniform_family(std::sqrt(3.0))},
                     p.real("crossover_risk"),
                     steps_of(p.real("crossover_time"), d),
                     p.count("crossover_paths"),
                     {}};
  const ArrayXd& shares = p.reals("shares");
  require_at_least("number of shares", shares.size(), 3);
  for (Index i = 0; i < shares.size(); ++i) {
    require(shares(i) < 1 && (i == 0 || shares(i) > shares(i - 1)), "shares",
            "increasing and below 1", fmt::format("{}", shares(i)));
    s.members.push_back(contaminated_family(shares(i), p.real("outlier")));
  }
  return s;
}

IsotropicRun isotropic_run(Session& session, const IsotropicSetting& s) {
  Members members;
  const double best = session.control("timid-greed") ? 0.3 : 1.0;
  for (const NoiseFamily& law : s.laws) {
    add(members, s, law, constant_rate(s.eta), Direction::sign, s.risk);
    add(members, s, law, greedy_sign(law, best), Direction::sign, s.risk);
    add(members, s, law, greedy_sgd(law), Direction::gradient, s.risk);
  }
  for (const double factor : {0.5, 1.5})
    add(members, s, s.laws.front(), greedy_sign(s.laws.front(), factor), Direction::sign, s.risk);
  const MomentRecorder risk = recorded(session, members, s, s.steps, s.records, s.paths, "courses");
  IsotropicRun run;
  const auto times = static_cast<Index>(risk.times().size());
  run.times = Eigen::Map<const ArrayXd>(risk.times().data(), times).tail(times - 1);
  for (std::size_t i = 0; i < members.processes.size(); ++i)
    run.mean.push_back(from_point(risk.mean(static_cast<Index>(i)), 1));
  session.table(moment_table("courses", risk));
  return run;
}

Estimate crossover_run(Session& session, const IsotropicSetting& s) {
  Members members;
  for (const NoiseFamily& law : s.members) {
    add(members, s, law, greedy_sign(law), Direction::sign, s.crossover_risk);
    add(members, s, law, greedy_sgd(law), Direction::gradient, s.crossover_risk);
  }
  const MomentRecorder risk =
      recorded(session, members, s, s.crossover_steps, 1, s.crossover_paths, "crossover");
  std::vector<Estimate> sign, sgd;
  for (std::size_t i = 0; i < s.members.size(); ++i) {
    const auto column = static_cast<Index>(2 * i);
    sign.push_back(points(risk.mean(column), 1, 1));
    sgd.push_back(points(risk.mean(column + 1), 1, 1));
  }
  const ArrayXd start = ArrayXd::Constant(static_cast<Index>(sign.size()), s.crossover_risk);
  return log_of(joined(sign) - start) - log_of(joined(sgd) - start);
}

}  // namespace sdescent::exact
