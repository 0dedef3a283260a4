#pragma once
/// \file
/// What recorders of an observable share: evaluating it, refusing values that are not finite,
/// checking what is merged and loaded.

#include "solvers/observable.hpp"
#include "solvers/recorder.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// Derived classes keep values; this one gets them.
class ObservableRecorder : public Recorder {
 public:
  const std::string& name() const final { return name_; }
  const std::vector<std::string>& columns() const final { return observable_.columns; }
  const std::vector<double>& times() const { return times_; }

  void begin(const std::vector<double>& times) final;
  std::optional<NotFinite> observe(std::size_t i, const Lockstep& blocks, Scratch& scratch) final;

  /// Throws InvalidInput for other times, columns or settings, std::bad_cast for another kind.
  void merge(const Recorder& later) final;
  void save(Archive& archive) const final;

  /// Throws InvalidInput for arrays of another shape.
  void load(const Archive& archive) final;

 protected:
  /// Throws InvalidInput for an observable without columns.
  ObservableRecorder(std::string name, Observable observable);

  const Observable& observable() const { return observable_; }
  Index width() const { return observable_.width(); }

  /// Stores an array as `<name>.<part>`.
  void store(Archive& archive, std::string_view part, std::vector<std::size_t> shape,
             std::vector<double> values) const;

  /// The array `<name>.<part>`; throws InvalidInput unless it has this shape. An extent of
  /// any_extent may be whatever it is.
  const NamedArray& stored(const Archive& archive, std::string_view part,
                           std::vector<std::size_t> shape) const;
  static constexpr std::size_t any_extent = ~std::size_t{0};

 private:
  /// Rows of a tile that are wanted, from its first.
  virtual Index rows_wanted(const Lockstep& blocks) const { return blocks.rows(); }
  /// Becomes empty, with room for times().
  virtual void clear() = 0;
  /// Adds finite values (rows × width()) of the paths `path`, `path` + 1, … at record time i.
  virtual void add(std::size_t i, std::uint64_t path, const ConstBlockRef& values) = 0;
  /// Whether what the other recorder (of the same kind, or std::bad_cast) kept can be added.
  virtual bool same_settings(const Recorder& other) const = 0;
  virtual void merge_same(const Recorder& later) = 0;
  virtual void save_values(Archive& archive) const = 0;
  virtual void load_values(const Archive& archive) = 0;

  std::string name_;
  Observable observable_;
  std::vector<double> times_;
};

}  // namespace sdescent
