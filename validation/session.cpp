#include "validation/session.hpp"

#include "io/error.hpp"
#include "io/nearest.hpp"
#include "solvers/seed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace sdescent {
namespace {

/// Sets a value for as long as it lives.
template <class T>
class Inside {
 public:
  Inside(std::optional<T>& place, T value) : place_(place) { place_ = value; }
  ~Inside() { place_.reset(); }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  std::optional<T>& place_;
};

}  // namespace

Session::Session(const Experiment& experiment, SessionOptions options, unsigned look)
    : experiment_(experiment),
      options_(std::move(options)),
      look_(look),
      values_(experiment.parameters, options_.effort, options_.settings, look) {
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

RunControl Session::run_control() const {
  RunControl control;
  control.threads = options_.threads;
  control.stop = options_.stop;
  if (options_.progress) control.progress = [this](double fraction) { report_progress(fraction); };
  return control;
}

void Session::run(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
                  const RecordTimes& times, std::uint64_t paths, const NoiseSource& noise,
                  const std::vector<Recorder*>& recorders,
                  const std::optional<StoppingRule>& stopping) {
  require_ok(
      sdescent::run(processes, clock, times, paths, noise, recorders, run_control(), stopping));
}

std::vector<Archive> Session::cells(const ParameterGrid& grid,
                                    const std::function<Archive(const Cell&)>& compute) {
  require_outside_cells("cells");
  if (refining_)
    throw std::logic_error("cells inside a refinement would be read back from another");
  if (!grids_.insert(grid.label()).second)
    throw std::logic_error(fmt::format("grid {} was computed already", grid.label()));
  std::vector<Archive> results;
  for (const ParameterPoint& point : grid.points()) {
    std::optional<Archive> kept;
    if (store_) kept = store_->load(stored_as(point));
    ++(kept ? cell_counts_.kept : cell_counts_.computed);
    const Place place{results.size(), grid.points().size()};
    results.push_back(kept ? std::move(*kept) : compute_cell(point, compute, place));
  }
  return results;
}

std::string Session::stored_as(const ParameterPoint& point) const {
  return look_ == 0 ? point.key() : fmt::format("{} look {}", point.key(), look_ + 1);
}

Archive Session::compute_cell(const ParameterPoint& point,
                              const std::function<Archive(const Cell&)>& compute, Place place) {
  const auto stopped = [&] {
    return Interrupted(
        fmt::format("stopped in cell {}, {} of {} finished", point.key(), place.done, place.total));
  };
  if (options_.stop && options_.stop->load()) throw stopped();
  const Inside inside(place_, place);
  try {
    Archive result = compute({point, seed(fmt::format("{} {}", experiment_.id, point.key()))});
    if (store_) store_->store(stored_as(point), result);
    report_progress(1.0);
    return result;
  } catch (const NumericalFailure& error) {
    throw NumericalFailure(fmt::format("cell {}: {}", point.key(), error.what()));
  } catch (const InvalidInput& error) {
    throw InvalidInput(fmt::format("cell {}: {}", point.key(), error.what()));
  } catch (const Interrupted&) {
    throw stopped();
  }
}

void Session::report_progress(double fraction) const {
  if (!options_.progress) return;
  const Place place = place_.value_or(Place{0, 1});
  options_.progress((static_cast<double>(place.done) + fraction) /
                    static_cast<double>(place.total));
}

void Session::require_outside_cells(std::string_view what) const {
  if (place_) throw std::logic_error(fmt::format("{} inside a cell would not be stored", what));
}

void Session::evidence(std::string_view id, Evidence evidence) {
  require_outside_cells("evidence");
  for (const Claim& claim : experiment_.claims) {
    if (claim.id != id) continue;
    if (!given_.assessments.emplace(claim.id, Assessment(claim, std::move(evidence))).second)
      throw std::logic_error(fmt::format("claim {} has evidence already", id));
    return;
  }
  throw std::logic_error(fmt::format("claim {} was not declared", id));
}

Refinement Session::refined(const RefinementRange& range,
                            const std::function<void(std::uint64_t refine)>& measure) {
  require_outside_cells("a refinement of several claims");
  if (refining_) throw std::logic_error("a refinement within another");
  const Given before = given_;
  const auto each_new = [&](auto&& use) {
    for (auto& [id, assessment] : given_.assessments)
      if (!before.assessments.contains(id)) use(assessment);
  };
  const Inside inside(refining_, range);
  const Refinement end = refine_until_small(range, [&](std::uint64_t refine) {
    given_ = before;
    measure(refine);
    double share = 0;
    each_new([&](const Assessment& a) {
      const double own = bias_share(a.evidence().bias, a.evidence().tolerance);
      share = std::isnan(own) || own > share ? own : share;
    });
    return share;
  });
  if (end.end != Refinement::End::fine_enough)
    each_new([&](Assessment& a) { a = Assessment(a.claim(), noted(a.evidence(), end)); });
  return end;
}

void Session::table(ResultTable table) {
  require_outside_cells("a table");
  given_.tables.push_back(std::move(table));
}

void Session::figure(Figure figure) {
  require_outside_cells("a figure");
  given_.figures.push_back(std::move(figure));
}

void Session::archive(std::string name, Archive archive) {
  require_outside_cells("an archive");
  given_.archives.emplace_back(std::move(name), std::move(archive));
}

std::vector<Assessment> Session::assessments() const {
  std::vector<Assessment> all;
  for (const Claim& claim : experiment_.claims) {
    const auto found = given_.assessments.find(claim.id);
    if (found == given_.assessments.end())
      throw std::logic_error(fmt::format("claim {} has no evidence", claim.id));
    all.push_back(found->second);
  }
  return all;
}

ResultTable refinement_table(const std::vector<std::pair<std::string, Refinement>>& parts) {
  ResultTable table{
      "refinement", {}, Eigen::MatrixXd(1, 2 * static_cast<Eigen::Index>(parts.size()))};
  for (const auto& [part, refinement] : parts) {
    const auto column = static_cast<Eigen::Index>(table.columns.size());
    table.columns.push_back("refine." + part);
    table.columns.push_back("bias_share." + part);
    table.values(0, column) = static_cast<double>(refinement.refine);
    table.values(0, column + 1) = refinement.share;
  }
  return table;
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
