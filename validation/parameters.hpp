#pragma once
/// \file
/// The parameters of an experiment: declared once, with origin and validity, and set by name.

#include <Eigen/Core>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sdescent {

/// How much work an experiment does.
enum class Effort {
  quick,     ///< at most 3 s: may shorten horizons and drop paths, may stay undecided
  standard,  ///< at most 60 s on two cores; decides at least 90 % of the claims
  paper      ///< the paper's own sizes
};

std::string to_string(Effort effort);
/// Throws InvalidInput for anything but quick, standard, paper.
Effort parse_effort(std::string_view text);

using ParameterValue = std::variant<double, std::uint64_t, Eigen::ArrayXd, std::string>;

std::string to_string(const ParameterValue& value);

/// One parameter with its default for each effort.
struct Parameter {
  std::string name;
  std::string meaning;
  std::string origin;  ///< "adaptive F.2", or "chosen: why"
  ParameterValue quick, standard, paper;
  /// Throws InvalidInput, naming the parameter, when a value is not valid.
  std::function<void(const std::string& name, const ParameterValue& value)> check;
  bool is_file = false;      ///< the bytes of the file it names decide results, too
  std::string no_file = {};  ///< the value of a file parameter that names none
  bool is_sample = false;    ///< a number of independent runs, which further looks double

  const ParameterValue& value_for(Effort effort) const;
};

/// A number > 0 (η, a horizon).
Parameter positive(std::string name, double value, std::string meaning, std::string origin);
/// A number >= 0 (σ, a ridge).
Parameter non_negative(std::string name, double value, std::string meaning, std::string origin);
/// Numbers, at least one, each finite; written "1,2".
Parameter reals(std::string name, Eigen::ArrayXd value, std::string meaning, std::string origin);
/// Numbers > 0, at least one.
Parameter positives(std::string name, Eigen::ArrayXd value, std::string meaning,
                    std::string origin);
/// A whole number >= `least` that depends on the effort.
struct CountByEffort {
  std::uint64_t quick, standard, paper;
};
Parameter count(std::string name, CountByEffort value, std::string meaning, std::string origin,
                std::uint64_t least = 1);
/// A number of independent runs (paths). While claims are open the engine doubles it, as often as
/// looks_allowed() says; an experiment reads it like any count and never decides by itself to go
/// on.
Parameter runs(std::string name, CountByEffort value, std::string meaning, std::string origin);
/// Text that is not empty.
Parameter text(std::string name, std::string value, std::string meaning, std::string origin);
/// The path of a file that is read, as find_data() looks for it. Its checksum is an input of the
/// run: results of other contents are never resumed.
Parameter file(std::string name, std::string path, std::string meaning, std::string origin);

/// The same, but that the value `none`, which is the default, names no file.
Parameter file_or(std::string none, std::string name, std::string meaning, std::string origin);

/// Values of all parameters of a run.
class ParameterValues {
 public:
  /// Defaults of this effort, then each "key=value" of `settings`. Throws InvalidInput for an
  /// unknown key (naming the nearest), a value of another type or one that is not valid. `look`
  /// counts from 0: samples are multiplied by 2^look.
  ParameterValues(const std::vector<Parameter>& parameters, Effort effort,
                  const std::vector<std::string>& settings, unsigned look = 0);

  double real(std::string_view name) const;
  std::uint64_t count(std::string_view name) const;
  const Eigen::ArrayXd& reals(std::string_view name) const;
  const std::string& text(std::string_view name) const;

  /// In the order of declaration, for manifests.
  const std::vector<std::pair<std::string, ParameterValue>>& all() const { return values_; }

 private:
  const ParameterValue& get(std::string_view name) const;
  void set(const std::vector<Parameter>& parameters, const std::string& setting);

  std::vector<std::pair<std::string, ParameterValue>> values_;
};

/// How often claims may be read, each time with twice the runs: 3 at standard effort, else 1 (quick
/// has no time for more and paper means the paper's own numbers); 1, too, when nothing can be
/// doubled or a sample was set by the user, who then gets what he asked for.
unsigned looks_allowed(const std::vector<Parameter>& parameters, Effort effort,
                       const std::vector<std::string>& settings);

}  // namespace sdescent
