#include "validation/session.hpp"

#include "io/nearest.hpp"
#include "solvers/seed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace sdescent {

Session::Session(const Experiment& experiment, SessionOptions options)
    : experiment_(experiment),
      options_(std::move(options)),
      values_(experiment.parameters, options_.effort, options_.settings) {
  if (options_.control.empty()) return;
  std::vector<std::string> names;
  for (const Control& c : experiment.controls) names.push_back(c.name);
  if (std::find(names.begin(), names.end(), options_.control) == names.end())
    throw_unknown("control of " + experiment.id, options_.control, names);
}

bool Session::control(std::string_view name) const {
  const bool declared = std::any_of(experiment_.controls.begin(), experiment_.controls.end(),
                                    [name](const Control& c) { return c.name == name; });
  if (!declared) throw std::logic_error(fmt::format("control {} was not declared", name));
  return options_.control == name;
}

std::uint64_t Session::seed(std::string_view part) const {
  const std::string label = options_.control.empty()
                                ? std::string(part)
                                : fmt::format("control {}: {}", options_.control, part);
  return derive_seed(options_.seed, label);
}

void Session::run(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
                  const RecordTimes& times, std::uint64_t paths, const NoiseSource& noise,
                  const std::vector<Recorder*>& recorders,
                  const std::optional<StoppingRule>& stopping) {
  RunControl control;
  control.threads = options_.threads;
  control.stop = options_.stop;
  control.progress = options_.progress;
  require_ok(sdescent::run(processes, clock, times, paths, noise, recorders, control, stopping));
}

void Session::evidence(std::string_view id, Evidence evidence) {
  for (const Claim& claim : experiment_.claims) {
    if (claim.id != id) continue;
    if (!assessments_.emplace(claim.id, Assessment(claim, std::move(evidence))).second)
      throw std::logic_error(fmt::format("claim {} has evidence already", id));
    return;
  }
  throw std::logic_error(fmt::format("claim {} was not declared", id));
}

void Session::archive(std::string name, Archive archive) {
  archives_.emplace_back(std::move(name), std::move(archive));
}

std::vector<Assessment> Session::assessments() const {
  std::vector<Assessment> all;
  for (const Claim& claim : experiment_.claims) {
    const auto found = assessments_.find(claim.id);
    if (found == assessments_.end())
      throw std::logic_error(fmt::format("claim {} has no evidence", claim.id));
    all.push_back(found->second);
  }
  return all;
}

ResultTable moment_table(std::string name, const MomentRecorder& recorder) {
  const MomentCurves curves = recorder.curves();
  const auto k = static_cast<Eigen::Index>(recorder.columns().size());
  ResultTable table{std::move(name), {"t"}, Eigen::MatrixXd(curves.mean.rows(), 1 + 2 * k)};
  table.values.col(0) =
      Eigen::Map<const Eigen::VectorXd>(recorder.times().data(), curves.mean.rows());
  for (Eigen::Index i = 0; i < k; ++i) {
    const std::string& column = recorder.columns()[static_cast<std::size_t>(i)];
    table.columns.push_back("mean." + column);
    table.columns.push_back("var." + column);
    table.values.col(1 + 2 * i) = curves.mean.col(i).matrix();
    table.values.col(2 + 2 * i) = curves.second.col(recorder.variance_column(i)).matrix();
  }
  return table;
}

}  // namespace sdescent
