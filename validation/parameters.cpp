#include "validation/parameters.hpp"

#include "io/nearest.hpp"
#include "io/require.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace sdescent {
namespace {

template <class Number>
Number parse(const std::string& name, std::string_view text, std::string_view valid) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  require(error == std::errc() && end == text.data() + text.size(), name, valid,
          fmt::format("\"{}\"", text));
  return number;
}

Eigen::ArrayXd parse_list(const std::string& name, std::string_view text) {
  std::vector<double> numbers;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    numbers.push_back(
        parse<double>(name, text.substr(start, comma - start), "numbers separated by commas"));
    start = comma + 1;
  }
  return Eigen::Map<const Eigen::ArrayXd>(numbers.data(),
                                          static_cast<Eigen::Index>(numbers.size()));
}

/// `text` as a value of the type that `like` has.
ParameterValue parse_like(const ParameterValue& like, const std::string& name,
                          const std::string& text) {
  if (std::holds_alternative<double>(like)) return parse<double>(name, text, "a number");
  if (std::holds_alternative<std::uint64_t>(like))
    return parse<std::uint64_t>(name, text, "a whole number >= 0");
  if (std::holds_alternative<Eigen::ArrayXd>(like)) return parse_list(name, text);
  return text;
}

Parameter same_for_all(std::string name, const ParameterValue& value, std::string meaning,
                       std::string origin) {
  return {std::move(name), std::move(meaning), std::move(origin), value, value, value, {}};
}

/// Applies a check of one number to every element.
auto each(void (*check)(std::string_view, double)) {
  return [check](const std::string& name, const ParameterValue& value) {
    const auto& numbers = std::get<Eigen::ArrayXd>(value);
    for (Eigen::Index i = 0; i < numbers.size(); ++i)
      check(fmt::format("{}[{}]", name, i + 1), numbers(i));
  };
}

auto one(void (*check)(std::string_view, double)) {
  return [check](const std::string& name, const ParameterValue& value) {
    check(name, std::get<double>(value));
  };
}

constexpr unsigned looks_at_standard_effort = 3;

/// The key of "key=value". Throws InvalidInput if there is none.
std::string key_of(const std::string& setting) {
  const std::size_t equals = setting.find('=');
  require(equals != std::string::npos, "--set", "key=value", fmt::format("\"{}\"", setting));
  return setting.substr(0, equals);
}

constexpr std::array efforts{Effort::quick, Effort::standard, Effort::paper};

}  // namespace

std::string to_string(Effort effort) {
  switch (effort) {
    case Effort::quick:
      return "quick";
    case Effort::standard:
      return "standard";
    case Effort::paper:
      return "paper";
  }
  return {};
}

Effort parse_effort(std::string_view text) {
  for (const Effort effort : efforts)
    if (to_string(effort) == text) return effort;
  require(false, "--effort", "quick, standard or paper", fmt::format("\"{}\"", text));
  return Effort::standard;
}

std::string to_string(const ParameterValue& value) {
  if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) return fmt::format("{}", *number);
  if (const auto* numbers = std::get_if<Eigen::ArrayXd>(&value))
    return fmt::format("{}", fmt::join(numbers->begin(), numbers->end(), ","));
  return std::get<std::string>(value);
}

const ParameterValue& Parameter::value_for(Effort effort) const {
  switch (effort) {
    case Effort::quick:
      return quick;
    case Effort::standard:
      return standard;
    case Effort::paper:
      return paper;
  }
  throw std::logic_error("effort out of range");
}

Parameter positive(std::string name, double value, std::string meaning, std::string origin) {
  Parameter p = same_for_all(std::move(name), value, std::move(meaning), std::move(origin));
  p.check = one(require_positive);
  return p;
}

Parameter non_negative(std::string name, double value, std::string meaning, std::string origin) {
  Parameter p = same_for_all(std::move(name), value, std::move(meaning), std::move(origin));
  p.check = one(require_non_negative);
  return p;
}

Parameter reals(std::string name, Eigen::ArrayXd value, std::string meaning, std::string origin) {
  Parameter p =
      same_for_all(std::move(name), std::move(value), std::move(meaning), std::move(origin));
  p.check = each(require_finite);
  return p;
}

Parameter positives(std::string name, Eigen::ArrayXd value, std::string meaning,
                    std::string origin) {
  Parameter p =
      same_for_all(std::move(name), std::move(value), std::move(meaning), std::move(origin));
  p.check = each(require_positive);
  return p;
}

Parameter count(std::string name, CountByEffort value, std::string meaning, std::string origin,
                std::uint64_t least) {
  Parameter p{std::move(name),
              std::move(meaning),
              std::move(origin),
              value.quick,
              value.standard,
              value.paper,
              {}};
  p.check = [least](const std::string& key, const ParameterValue& v) {
    require(std::get<std::uint64_t>(v) >= least, key, fmt::format(">= {}", least), to_string(v));
  };
  return p;
}

Parameter runs(std::string name, CountByEffort value, std::string meaning, std::string origin) {
  Parameter p = count(std::move(name), value, std::move(meaning), std::move(origin));
  p.is_sample = true;
  return p;
}

Parameter text(std::string name, std::string value, std::string meaning, std::string origin) {
  Parameter p = same_for_all(std::move(name), value, std::move(meaning), std::move(origin));
  p.check = [](const std::string& key, const ParameterValue& v) {
    require(!std::get<std::string>(v).empty(), key, "not empty", "nothing");
  };
  return p;
}

Parameter file(std::string name, std::string path, std::string meaning, std::string origin) {
  Parameter p = text(std::move(name), std::move(path), std::move(meaning), std::move(origin));
  p.is_file = true;
  return p;
}

Parameter file_or(std::string none, std::string name, std::string meaning, std::string origin) {
  Parameter p = file(std::move(name), none, std::move(meaning), std::move(origin));
  p.no_file = std::move(none);
  return p;
}

ParameterValues::ParameterValues(const std::vector<Parameter>& parameters, Effort effort,
                                 const std::vector<std::string>& settings, unsigned look) {
  for (const Parameter& p : parameters) {
    ParameterValue value = p.value_for(effort);
    if (p.is_sample) std::get<std::uint64_t>(value) <<= look;
    values_.emplace_back(p.name, std::move(value));
  }
  for (const std::string& setting : settings) set(parameters, setting);
}

void ParameterValues::set(const std::vector<Parameter>& parameters, const std::string& setting) {
  const std::string key = key_of(setting);
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name != key) continue;
    ParameterValue value = parse_like(values_[i].second, key, setting.substr(key.size() + 1));
    parameters[i].check(key, value);
    values_[i].second = std::move(value);
    return;
  }
  std::vector<std::string> names;
  for (const Parameter& p : parameters) names.push_back(p.name);
  throw_unknown("parameter", key, names);
}

unsigned looks_allowed(const std::vector<Parameter>& parameters, Effort effort,
                       const std::vector<std::string>& settings) {
  if (effort != Effort::standard) return 1;
  const auto was_set = [&](const Parameter& p) {
    return std::any_of(settings.begin(), settings.end(),
                       [&](const std::string& s) { return key_of(s) == p.name; });
  };
  bool any = false;
  for (const Parameter& p : parameters) {
    if (!p.is_sample) continue;
    if (was_set(p)) return 1;
    any = true;
  }
  return any ? looks_at_standard_effort : 1;
}

const ParameterValue& ParameterValues::get(std::string_view name) const {
  for (const auto& [key, value] : values_)
    if (key == name) return value;
  throw std::logic_error(fmt::format("parameter {} was not declared", name));
}

double ParameterValues::real(std::string_view name) const { return std::get<double>(get(name)); }
std::uint64_t ParameterValues::count(std::string_view name) const {
  return std::get<std::uint64_t>(get(name));
}
const Eigen::ArrayXd& ParameterValues::reals(std::string_view name) const {
  return std::get<Eigen::ArrayXd>(get(name));
}
const std::string& ParameterValues::text(std::string_view name) const {
  return std::get<std::string>(get(name));
}

}  // namespace sdescent
