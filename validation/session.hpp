#pragma once
/// \file
/// One run of one experiment: what measure() may ask for and where its results go.

#include "io/archive.hpp"
#include "plots/figure.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/run.hpp"
#include "validation/evidence.hpp"
#include "validation/experiment.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sdescent {

/// How the user wants experiments run.
struct SessionOptions {
  std::uint64_t seed = 1;
  unsigned threads = 1;
  Effort effort = Effort::standard;
  std::string control;                ///< name of a control, or empty
  std::vector<std::string> settings;  ///< "key=value"
  const std::atomic<bool>* stop = nullptr;
  std::function<void(double fraction)> progress = {};
};

/// A table of numbers for data/<name>.csv.
struct ResultTable {
  std::string name;
  std::vector<std::string> columns;
  Eigen::MatrixXd values;
};

/// Parameters in, evidence, tables and figures out. Keeps everything in memory; nothing is written
/// before an experiment is complete.
class Session {
 public:
  /// Throws InvalidInput for unknown controls and parameters and for values that are not valid.
  Session(const Experiment& experiment, SessionOptions options);

  const ParameterValues& parameters() const { return values_; }
  Effort effort() const { return options_.effort; }

  /// Whether this control was asked for. Throws std::logic_error unless it was declared.
  bool control(std::string_view name) const;

  /// Seed of a part ("" for an experiment of one cell); a control has seeds of its own.
  std::uint64_t seed(std::string_view part = "") const;

  /// sdescent::run with the user's threads, progress and Ctrl-C; throws NumericalFailure or
  /// Interrupted unless it ends well.
  void run(const std::vector<std::shared_ptr<const Process>>& processes, const Clock& clock,
           const RecordTimes& times, std::uint64_t paths, const NoiseSource& noise,
           const std::vector<Recorder*>& recorders,
           const std::optional<StoppingRule>& stopping = {});

  /// Evidence for a declared claim, once each (else std::logic_error).
  void evidence(std::string_view claim, Evidence evidence);

  void table(ResultTable table) { tables_.push_back(std::move(table)); }
  void archive(std::string name, Archive archive);
  void figure(Figure figure) { figures_.push_back(std::move(figure)); }

  const std::vector<ResultTable>& tables() const { return tables_; }
  const std::vector<std::pair<std::string, Archive>>& archives() const { return archives_; }
  const std::vector<Figure>& figures() const { return figures_; }

  /// All claims in the order of declaration. Throws std::logic_error if one has no evidence.
  std::vector<Assessment> assessments() const;

 private:
  const Experiment& experiment_;
  SessionOptions options_;
  ParameterValues values_;
  std::map<std::string, Assessment, std::less<>> assessments_;
  std::vector<ResultTable> tables_;
  std::vector<std::pair<std::string, Archive>> archives_;
  std::vector<Figure> figures_;
};

/// Mean and variance of every column of a recorder at its times, as the table `name`: t, then
/// mean.<column> and var.<column> for each.
ResultTable moment_table(std::string name, const MomentRecorder& recorder);

}  // namespace sdescent
