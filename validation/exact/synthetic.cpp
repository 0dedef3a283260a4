#include "validation/exact/synthetic.hpp"

#include "io/require.hpp"
#include "models/sign_sgd.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/philox.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent::exact {
namespace {

using Eigen::ArrayXd;
using Eigen::VectorXd;
using ProblemPointer = std::shared_ptr<const StreamingRegression>;

VectorXd target(const FeatureCovariance& covariance, double risk, std::uint64_t seed) {
  Block normals(1, covariance.dimension());
  Philox(seed).normals({.stream = 1}, normals);
  const VectorXd direction = normals.row(0).matrix().transpose();
  return std::sqrt(risk / covariance.risk(direction)) * direction;
}

Observable risks(const std::vector<SyntheticRun::Member>& members) {
  std::vector<Observable> all;
  for (std::size_t i = 0; i < members.size(); ++i)
    all.push_back(loss_of(*members[i].process, i, members[i].problem));
  return side_by_side(all);
}

}  // namespace

std::vector<Parameter> synthetic_parameters(double eta, double risk, CountByEffort paths) {
  return {
      count("dimension", {100, 500, 500}, "d", "exact App. I; fewer at quick effort", 2),
      positive("eta", eta, "learning rate η of signSGD", "exact App. I"),
      count("steps", {1000, 5000, 5000}, "steps of 1/d", "exact App. I; as long at quick effort"),
      positive("lowest", 0.1, "smallest eigenvalue of K",
               "chosen: the paper's bound is lost; with the largest, a condition number of 100"),
      positive("highest", 10.0, "largest eigenvalue of K", "chosen: the paper's bound is lost"),
      positive("risk", risk, "R at the start",
               "chosen: the paper gives none; well above the stationary risk"),
      runs("paths", paths, "runs of each",
           "chosen: one or two for each replicate batch, more at quick effort's small d"),
      count("records", {125, 125, 125}, "times recorded after the start", "chosen"),
      count("sde_step", {2, 4, 1}, "Δt of the SDEs in units of 1/d",
            "chosen: its error, measured, is a small part of the tolerance"),
  };
}

SyntheticSetting synthetic_setting(const ParameterValues& p,
                                   std::shared_ptr<const LabelNoise> labels) {
  SyntheticSetting s{static_cast<Index>(p.count("dimension")),
                     p.real("eta"),
                     p.real("lowest"),
                     p.real("highest"),
                     p.real("risk"),
                     p.count("steps"),
                     p.count("paths"),
                     p.count("records"),
                     p.count("sde_step"),
                     std::move(labels)};
  const std::uint64_t stride = 2 * s.sde_step * s.records;
  require(s.steps % stride == 0, "steps",
          fmt::format("a multiple of 2 × sde_step × records = {}", stride),
          fmt::format("{}", s.steps));
  return s;
}

SyntheticData::SyntheticData(const SyntheticSetting& setting, std::uint64_t seed) {
  const auto covariance = std::make_shared<FeatureCovariance>(
      rotated_covariance(log_spaced(setting.lowest, setting.highest, setting.dimension), seed));
  const VectorXd optimum = target(*covariance, setting.risk, seed);
  problem_ = std::make_shared<StreamingRegression>(covariance, optimum, setting.labels);
  const SymmetricEigen eigen = symmetric_eigen(covariance->matrix());
  turned_ = std::make_shared<StreamingRegression>(
      std::make_shared<FeatureCovariance>(FeatureCovariance::diagonal(eigen.values)),
      eigen.vectors.transpose() * optimum, setting.labels);
}

std::shared_ptr<const Process> solved_sde(const std::string& name,
                                          std::shared_ptr<const SdeModel> sde,
                                          const SyntheticSetting& s, std::uint64_t refine,
                                          std::uint16_t stream) {
  const double unit = 2.0 * static_cast<double>(s.sde_step) / static_cast<double>(s.dimension);
  return std::make_shared<SdeProcess>(name, std::move(sde), std::make_shared<EulerMaruyama>(),
                                      SdeGrid{unit, refine, 2, stream},
                                      StartPoint(Eigen::VectorXd::Zero(s.dimension)));
}

std::vector<SyntheticRun::Member> sign_members(const SyntheticSetting& s,
                                               const ProblemPointer& problem,
                                               std::shared_ptr<const SdeModel> sde) {
  const auto optimizer = std::make_shared<SignSgd>(
      high_dimensional({.name = "sign_sgd",
                        .problem = problem,
                        .eta = s.eta,
                        .start = StartPoint(Eigen::VectorXd::Zero(s.dimension))}));
  return {{optimizer, problem},
          {solved_sde("sign_hsgd_coarse", sde, s, 1, 1), problem},
          {solved_sde("sign_hsgd", sde, s, 2, 1), problem}};
}

SyntheticRun::SyntheticRun(Session& session, const SyntheticSetting& setting,
                           const std::vector<Member>& members, std::string part)
    : part_(std::move(part)),
      moments_("risk", risks(members)),
      runs_("runs", risks(members), setting.paths) {
  std::vector<std::shared_ptr<const Process>> processes;
  for (const Member& member : members) processes.push_back(member.process);
  const Clock clock(1.0 / static_cast<double>(setting.dimension), setting.steps);
  session.run(processes, clock, RecordTimes::every(clock, setting.steps / setting.records),
              setting.paths, Philox(session.seed(part_)), {&moments_, &runs_});
}

ArrayXd SyntheticRun::times() const {
  const auto& t = moments_.times();
  return Eigen::Map<const ArrayXd>(t.data() + 1, static_cast<Index>(t.size()) - 1);
}

Estimate SyntheticRun::mean(std::size_t member) const {
  return from_point(moments_.mean(static_cast<Index>(member)), 1);
}

ArrayXd SyntheticRun::quantile(std::size_t member, double p) const {
  const Index n = times().size();
  ArrayXd result(n);
  for (Index i = 0; i < n; ++i) {
    ArrayXd values = runs_.at(static_cast<std::size_t>(i + 1)).col(static_cast<Index>(member));
    std::sort(values.begin(), values.end());
    const double place = p * static_cast<double>(values.size() - 1);
    const auto below = static_cast<Index>(place);
    const Index above = std::min(below + 1, values.size() - 1);
    result(i) =
        values(below) + (place - static_cast<double>(below)) * (values(above) - values(below));
  }
  return result;
}

Estimate SyntheticRun::share(std::size_t member, const ArrayXd& level, Side side) const {
  const auto column = static_cast<Index>(member);
  const Index paths = runs_.at(0).rows(), n = level.size();
  Eigen::ArrayXXd hits(n, paths);
  for (Index i = 0; i < n; ++i) {
    const ArrayXd risk = runs_.at(static_cast<std::size_t>(i + 1)).col(column);
    hits.row(i) = side == Side::above ? (risk > level(i)).cast<double>().transpose().eval()
                                      : (risk < level(i)).cast<double>().transpose().eval();
  }
  return jackknife(static_cast<double>(paths), [&](Index without) -> ArrayXd {
    ArrayXd sum = ArrayXd::Zero(n);
    double count = 0;
    for (Index path = 0; path < paths; ++path) {
      if (path % replicate_batches == without) continue;
      sum += hits.col(path);
      ++count;
    }
    return sum / count;
  });
}

void SyntheticRun::give_tables(Session& session) const {
  const std::string name = part_.empty() ? "risk" : "risk-" + part_;
  session.table(moment_table(name, moments_));
  Archive archive;
  moments_.save(archive);
  runs_.save(archive);
  session.archive(name, std::move(archive));
}

}  // namespace sdescent::exact
