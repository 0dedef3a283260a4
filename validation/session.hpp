#pragma once
/// \file
/// One run of one experiment: what measure() may ask for and where its results go.

#include "io/archive.hpp"
#include "plots/figure.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/run.hpp"
#include "validation/cell_store.hpp"
#include "validation/evidence.hpp"
#include "validation/experiment.hpp"
#include "validation/parameter_grid.hpp"
#include "validation/refinement.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
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
  bool draw = true;  ///< whether figures are drawn
};

/// One parameter point of a grid, computed on its own. Its result must be a function of it and of
/// the session's parameters and controls alone: rules for stopping, too, look at one cell only.
struct Cell {
  const ParameterPoint& point;
  std::uint64_t seed;  ///< from the run's seed, the experiment, the control and the point's key
};

/// How many cells there were.
struct CellCounts {
  std::size_t kept = 0;  ///< read back from an earlier run
  std::size_t computed = 0;
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
  /// `look` counts from 0: samples (runs() in validation/parameters.hpp) are doubled as often.
  /// Seeds do not depend on it: a later look sees the paths of the earlier ones again, and as many
  /// more.
  Session(const Experiment& experiment, SessionOptions options, unsigned look = 0);

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

  /// The user's threads, progress and Ctrl-C, for what runs by itself (multilevel()).
  RunControl run_control() const;

  /// The results of all cells of a grid, in its order. Cells are computed one after the other, each
  /// on all threads; each result is stored as soon as it is there, and those that an earlier run
  /// stored are read back bit for bit instead (see keep_cells_in()). Progress is over the grid.
  ///
  /// `compute` returns all it finds (Recorder::save, later Recorder::load); a cell that gives
  /// evidence, tables, archives or figures, or has cells itself, is a std::logic_error, since these
  /// would be missing when the cell is read back. So is a second grid of the same label.
  /// NumericalFailure and InvalidInput of a cell name it and end the grid, Interrupted says how far
  /// it came; finished cells stay stored.
  std::vector<Archive> cells(const ParameterGrid& grid,
                             const std::function<Archive(const Cell&)>& compute);

  /// Where cells() stores and looks up results; nowhere unless this is called. The store must live
  /// as long as cells() is called.
  void keep_cells_in(CellStore& store) { store_ = &store; }

  const CellCounts& cell_counts() const { return cell_counts_; }

  /// Evidence for a declared claim, once each (else std::logic_error).
  void evidence(std::string_view claim, Evidence evidence);

  /// Lets `measure` run the SDEs of a part of the experiment at Δt = η/refine and give evidence,
  /// tables, archives and figures: again and again on finer grids, until the bias bounds in this
  /// evidence are small (validation/refinement.hpp). What it gave last stays, with a remark at
  /// claims whose bias is not small. Throws std::logic_error within another refinement, and where
  /// `measure` asks for cells(), which would be read back from another grid: a cell refines itself,
  /// by refine_until_small().
  Refinement refined(const RefinementRange& range,
                     const std::function<void(std::uint64_t refine)>& measure);

  void table(ResultTable table);
  void archive(std::string name, Archive archive);
  void figure(Figure figure);

  const std::vector<ResultTable>& tables() const { return given_.tables; }
  const std::vector<std::pair<std::string, Archive>>& archives() const { return given_.archives; }
  const std::vector<Figure>& figures() const { return given_.figures; }

  /// All claims in the order of declaration. Throws std::logic_error if one has no evidence.
  std::vector<Assessment> assessments() const;

 private:
  /// The cell being computed: number `done` of `total`.
  struct Place {
    std::size_t done, total;
  };

  /// What measure() has given.
  struct Given {
    std::map<std::string, Assessment, std::less<>> assessments;
    std::vector<ResultTable> tables;
    std::vector<std::pair<std::string, Archive>> archives;
    std::vector<Figure> figures;
  };

  /// What a cell's result is stored under: the point and, after the first, the look.
  std::string stored_as(const ParameterPoint& point) const;
  Archive compute_cell(const ParameterPoint& point,
                       const std::function<Archive(const Cell&)>& compute, Place place);
  void report_progress(double fraction) const;
  void require_outside_cells(std::string_view what) const;

  const Experiment& experiment_;
  SessionOptions options_;
  unsigned look_;
  ParameterValues values_;
  Given given_;
  std::optional<RefinementRange> refining_;
  CellStore* store_ = nullptr;
  std::optional<Place> place_;
  std::set<std::string, std::less<>> grids_;
  CellCounts cell_counts_;
};

/// m and the share of the bias of each part of an experiment, as the table `refinement`.
ResultTable refinement_table(const std::vector<std::pair<std::string, Refinement>>& parts);

/// Mean and variance of every column of a recorder at its times, as the table `name`: t, then
/// mean.<column> and var.<column> for each.
ResultTable moment_table(std::string name, const MomentRecorder& recorder);

}  // namespace sdescent
