#include "bench/report/results.hpp"

#include "io/require.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace sdescent::bench {
namespace {

using Json = nlohmann::json;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// The name without what Google Benchmark appends to say which clock it used.
std::string base_name(std::string name) {
  constexpr std::string_view suffix = "/real_time";
  if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  return name;
}

double in_milliseconds(double time, const std::string& unit) {
  if (unit == "ms") return time;
  if (unit == "us") return 1e-3 * time;
  return unit == "ns" ? 1e-6 * time : 1e3 * time;
}

}  // namespace

void Results::add_benchmarks(std::string_view json, const std::string& source) {
  const Json all = Json::parse(json, nullptr, false);
  require(all.is_object() && all.contains("benchmarks") && all.contains("context"), source,
          "the JSON of sdescent_bench", "something else");
  for (const auto& [key, value] : all["context"].items())
    if (!context_.contains(key))
      context_[key] = value.is_string() ? value.get<std::string>() : value.dump();
  for (const Json& one : all["benchmarks"]) {
    if (one.value("error_occurred", false) || one.value("run_type", "") != "iteration") continue;
    add(base_name(one.at("name")),
        {.nanoseconds = 1e9 * one.value("per_item", nan),
         .milliseconds = in_milliseconds(one.at("real_time"), one.at("time_unit")),
         .result = one.value("loss", one.value("risk", nan))});
  }
}

void Results::add_yardstick(std::string_view text) {
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string before, workload;
    for (std::string word; words >> word; before = word) {
      if (before == "portable") workload = word;
      if (word == "ns" && !workload.empty())
        add("yardstick/" + workload, {std::stod(before), nan, nan});
    }
  }
}

void Results::add(const std::string& name, const Measurement& measurement) {
  std::vector<Measurement>& rounds = measurements_[name];
  if (rounds.empty()) names_.push_back(name);
  rounds.push_back(measurement);
}

std::vector<std::string> Results::below(std::string_view prefix) const {
  std::vector<std::string> found;
  for (const std::string& name : names_)
    if (name.starts_with(prefix)) found.push_back(name.substr(prefix.size()));
  return found;
}

std::optional<double> Results::median(const std::string& name, double Measurement::*value) const {
  const auto found = measurements_.find(name);
  if (found == measurements_.end()) return {};
  std::vector<double> values;
  for (const Measurement& one : found->second) values.push_back(one.*value);
  if (std::any_of(values.begin(), values.end(), [](double v) { return std::isnan(v); })) return {};
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

std::optional<double> Results::nanoseconds(const std::string& name) const {
  return median(name, &Measurement::nanoseconds);
}

std::optional<double> Results::milliseconds(const std::string& name) const {
  return median(name, &Measurement::milliseconds);
}

std::optional<double> Results::result(const std::string& name) const {
  return median(name, &Measurement::result);
}

std::size_t Results::rounds(const std::string& name) const {
  const auto found = measurements_.find(name);
  return found == measurements_.end() ? 0 : found->second.size();
}

std::pair<std::vector<double>, std::vector<double>> Results::scaling(
    const std::string& axis) const {
  const std::string prefix = "scaling/" + axis + ":";
  std::pair<std::vector<double>, std::vector<double>> curve;
  for (const std::string& value : below(prefix))
    if (const auto ns = nanoseconds(prefix + value)) {
      curve.first.push_back(std::stod(value));
      curve.second.push_back(*ns);
    }
  return curve;
}

std::string Results::context(const std::string& key) const {
  const auto found = context_.find(key);
  return found == context_.end() ? "unknown" : found->second;
}

}  // namespace sdescent::bench
