#pragma once
/// \file
/// Starting values shared by optimizers, SDEs and ODEs: from a point, from a law, from given
/// samples, or from where another process has arrived.
///
/// Random starts draw under At::start_key(), which no step uses. Processes of one stream start from
/// the same random points; to share the points and not the noise of the steps, let the second
/// process start from the first (StartFrom at time 0).

#include "solvers/process.hpp"

#include <Eigen/Core>

#include <concepts>
#include <memory>
#include <string>
#include <string_view>

namespace sdescent {

/// Where paths begin. Immutable.
class StartRule {
 public:
  virtual ~StartRule() = default;

  /// Number of columns written.
  virtual Index dimension() const = 0;

  /// Time at which a process with this start begins (Process::start_time()).
  virtual double time() const { return 0.0; }

  /// The point at which every path begins, if there is one.
  virtual const Eigen::VectorXd* common_point() const { return nullptr; }

  /// Throws InvalidInput when a run of `paths` paths, with these processes before the one that
  /// starts, cannot start so.
  virtual void check_run(std::span<const std::shared_ptr<const Process>> /*before*/,
                         std::uint64_t /*paths*/) const {}

  /// Writes the starting values (rows × dimension()).
  virtual void write(const At& at, const Lockstep& others, BlockRef state) const = 0;
};

/// The same point for every path.
class StartPoint final : public StartRule {
 public:
  /// Throws InvalidInput when a coordinate is not finite or there is none.
  explicit StartPoint(Eigen::VectorXd point);

  Index dimension() const override { return point_.size(); }
  const Eigen::VectorXd* common_point() const override { return &point_; }
  const Eigen::VectorXd& point() const { return point_; }
  void write(const At& at, const Lockstep& others, BlockRef state) const override;

 private:
  Eigen::VectorXd point_;
};

/// Independent draws of N(mean, covariance), one normal for each path and coordinate.
class GaussianStart final : public StartRule {
 public:
  /// Independent coordinates with these standard deviations. Throws InvalidInput for lengths that
  /// differ, a mean that is not finite or a deviation that is not >= 0.
  GaussianStart(Eigen::VectorXd mean, Eigen::VectorXd deviations);

  /// Throws InvalidInput unless the covariance is symmetric and positive semidefinite, to 1e-12 of
  /// its largest entry.
  static GaussianStart with_covariance(Eigen::VectorXd mean, const Eigen::MatrixXd& covariance);

  Index dimension() const override { return mean_.size(); }
  void write(const At& at, const Lockstep& others, BlockRef state) const override;

 private:
  Eigen::VectorXd mean_;
  Eigen::VectorXd deviations_;
  Eigen::MatrixXd factor_;  ///< F with F Fᵀ the covariance; empty for independent coordinates
};

/// Independent draws from the uniform law on the box lo <= x <= hi.
class UniformStart final : public StartRule {
 public:
  /// Throws InvalidInput for lengths that differ, no coordinate, or lo > hi or not finite.
  UniformStart(Eigen::VectorXd lo, Eigen::VectorXd hi);

  Index dimension() const override { return lo_.size(); }
  void write(const At& at, const Lockstep& others, BlockRef state) const override;

 private:
  Eigen::VectorXd lo_, hi_;
};

/// How paths choose among given points.
enum class SampleChoice {
  in_order,  ///< path p takes point p; a run of more paths is refused
  resampled  ///< each path takes one at random, with replacement (the bootstrap)
};

/// Given points, one a row.
class SampleStart final : public StartRule {
 public:
  /// Throws InvalidInput when there is no point or a coordinate is not finite.
  SampleStart(Block points, SampleChoice choice);

  Index dimension() const override { return points_.cols(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override;
  void write(const At& at, const Lockstep& others, BlockRef state) const override;

 private:
  Block points_;
  SampleChoice choice_;
};

/// The state of another process of the run, path by path, at a time: how an SDE begins at t₀ from
/// the optimizer's own x, m and v.
class StartFrom final : public StartRule {
 public:
  /// All state columns of `process`, which is number `number` in the list given to run() and comes
  /// before the one that starts here. Throws InvalidInput unless time >= 0.
  StartFrom(const Process& process, std::size_t number, double time = 0.0);

  /// One field of its state.
  StartFrom(const Process& process, std::size_t number, std::string_view field, double time);

  Index dimension() const override { return columns_; }
  double time() const override { return time_; }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const override;
  void write(const At& at, const Lockstep& others, BlockRef state) const override;

 private:
  StartFrom(const Process& process, std::size_t number, Index first, Index columns, double time);

  std::string name_;
  std::size_t number_;
  Index first_, columns_;
  double time_;
};

/// Any of the rules above, or one of yours; shared, not copied.
class Start {
 public:
  template <std::derived_from<StartRule> Rule>
  Start(Rule rule) : rule_(std::make_shared<const Rule>(std::move(rule))) {}

  Index dimension() const { return rule_->dimension(); }
  double time() const { return rule_->time(); }
  const Eigen::VectorXd* common_point() const { return rule_->common_point(); }
  void check_run(std::span<const std::shared_ptr<const Process>> before,
                 std::uint64_t paths) const {
    rule_->check_run(before, paths);
  }
  void write(const At& at, const Lockstep& others, BlockRef state) const {
    rule_->write(at, others, state);
  }

 private:
  std::shared_ptr<const StartRule> rule_;
};

}  // namespace sdescent
