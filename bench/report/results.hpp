#pragma once
/// \file
/// What was measured, by name.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sdescent::bench {

/// One benchmark in one round.
struct Measurement {
  double nanoseconds;   ///< for each item
  double milliseconds;  ///< for each iteration
  double result;        ///< E f or R at the end; NaN where a benchmark has none
};

/// All rounds. What is asked of it is the median over the rounds, nothing for a name that was not
/// measured.
class Results {
 public:
  /// Google Benchmark's JSON. Throws InvalidInput, naming `source`, for anything else.
  void add_benchmarks(std::string_view json, const std::string& source);

  /// The yardstick's lines "T1 portable W1 … 1.02 ns …", under the names yardstick/W1,
  /// yardstick/W4.
  void add_yardstick(std::string_view text);

  /// In the order in which they were first met.
  const std::vector<std::string>& names() const { return names_; }
  /// Names below "prefix", without it.
  std::vector<std::string> below(std::string_view prefix) const;

  std::optional<double> nanoseconds(const std::string& name) const;
  std::optional<double> milliseconds(const std::string& name) const;
  std::optional<double> result(const std::string& name) const;
  std::size_t rounds(const std::string& name) const;

  /// (value, ns) of the benchmarks scaling/<axis>:<value>.
  std::pair<std::vector<double>, std::vector<double>> scaling(const std::string& axis) const;

  /// What the machine is, from the context of the first file: "cpu", "instruction_set", …
  std::string context(const std::string& key) const;

 private:
  void add(const std::string& name, const Measurement& measurement);
  std::optional<double> median(const std::string& name, double Measurement::*value) const;

  std::vector<std::string> names_;
  std::map<std::string, std::vector<Measurement>> measurements_;
  std::map<std::string, std::string> context_;
};

}  // namespace sdescent::bench
