#include "plots/tics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace sdescent::plots {
namespace {

constexpr double kRounding = 1e-6;  // Distance, in steps or decades, that counts as none.
constexpr double kFewDigits = 4;    // Ratio of ends up to which each digit has room for a label.

double power_of_ten(int exponent) { return std::pow(10.0, exponent); }

/// i m 10^k, correctly rounded: three times 0.1 is 0.3.
double multiple(double i, int mantissa, int exponent) {
  return exponent < 0 ? i * mantissa / power_of_ten(-exponent)
                      : i * mantissa * power_of_ten(exponent);
}

/// A number with a proper minus sign.
std::string with_minus_sign(const std::string& number) {
  return number.front() == '-' ? "−" + number.substr(1) : number;
}

std::string power_label(int exponent) {
  return fmt::format("10^{{{}}}", with_minus_sign(fmt::format("{}", exponent)));
}

/// The distance of linear tics, m 10^k.
struct Step {
  int mantissa;
  int exponent;

  double times(double i) const { return multiple(i, mantissa, exponent); }
  double floor(double value) const { return std::floor(value / times(1) + kRounding); }
  double ceil(double value) const { return std::ceil(value / times(1) - kRounding); }
};

Step choose_step(const Extent& ends, int most_steps) {
  const double least = (ends.max - ends.min) / most_steps;
  const int exponent = static_cast<int>(std::floor(std::log10(least)));
  for (const int mantissa : {1, 2, 5})
    if (multiple(1, mantissa, exponent) >= least * (1 - kRounding)) return {mantissa, exponent};
  return {1, exponent + 1};
}

std::string linear_label(double value, const Step& step, double largest) {
  if (value == 0) return "0";
  if (largest >= 1e-3 && largest < 1e5)
    return with_minus_sign(fmt::format("{:.{}f}", value, std::max(0, -step.exponent)));
  const int exponent = static_cast<int>(std::floor(std::log10(largest) + kRounding));
  const int digits = std::max(0, exponent - step.exponent);
  const std::string mantissa = fmt::format("{:.{}f}", value / power_of_ten(exponent), digits);
  return with_minus_sign(mantissa) + "·" + power_label(exponent);
}

constexpr std::array<int, 1> kPowers{1};
constexpr std::array<int, 3> kOneTwoFive{1, 2, 5};
constexpr std::array<int, 9> kDigits{1, 2, 3, 4, 5, 6, 7, 8, 9};

/// Places m 10^k on a logarithmic axis for the given m, numbered upwards; place 0 is 1.
struct LogGrid {
  std::span<const int> mantissas;

  int count() const { return static_cast<int>(mantissas.size()); }
  int exponent(int place) const {
    return place >= 0 ? place / count() : -((count() - 1 - place) / count());
  }
  int mantissa(int place) const {
    return mantissas[static_cast<std::size_t>(place - exponent(place) * count())];
  }
  double value(int place) const { return multiple(1, mantissa(place), exponent(place)); }

  /// The last place at or below `bound`.
  int floor(double bound) const {
    const double log = std::log10(bound) + kRounding;
    int place = count() * static_cast<int>(std::floor(log));
    while (std::log10(value(place + 1)) <= log) ++place;
    return place;
  }

  /// The first place at or above `bound`.
  int ceil(double bound) const {
    const double log = std::log10(bound) - kRounding;
    int place = count() * static_cast<int>(std::ceil(log));
    while (std::log10(value(place - 1)) >= log) --place;
    return place;
  }
};

std::vector<Tic> power_tics(const Extent& ends) {
  const LogGrid grid{kPowers};
  const int first = grid.ceil(ends.min);
  const int last = grid.floor(ends.max);
  const int stride = (last - first) / (kMostSteps + 1) + 1;
  std::vector<Tic> tics;
  for (int power = first; power <= last; ++power)
    tics.push_back({grid.value(power), power % stride == 0 ? power_label(power) : ""});
  return tics;
}

/// All places of a grid, labelled in full.
std::vector<Tic> grid_tics(const LogGrid& grid, const Extent& ends) {
  const bool plain = ends.min >= 1e-3 && ends.max < 1e5;
  std::vector<Tic> tics;
  for (int place = grid.ceil(ends.min); place <= grid.floor(ends.max); ++place) {
    const double value = grid.value(place);
    tics.push_back({value, plain ? fmt::format("{}", value)
                                 : fmt::format("{}·{}", grid.mantissa(place),
                                               power_label(grid.exponent(place)))});
  }
  return tics;
}

void add_digit_tics(std::vector<Tic>& tics, const Extent& ends) {
  const LogGrid grid{kDigits};
  for (int place = grid.ceil(ends.min); place <= grid.floor(ends.max); ++place) {
    const double value = grid.value(place);
    const auto same = [&](const Tic& tic) { return tic.at == value; };
    if (std::none_of(tics.begin(), tics.end(), same)) tics.push_back({value, ""});
  }
}

}  // namespace

std::vector<Tic> linear_tics(const Extent& ends, int most_steps) {
  const Step step = choose_step(ends, most_steps);
  const double first = step.ceil(ends.min);
  const double last = step.floor(ends.max);
  const double largest = std::max(std::abs(step.times(first)), std::abs(step.times(last)));
  std::vector<Tic> tics;
  for (double i = first; i <= last; ++i) {
    const double at = i == 0 ? 0 : step.times(i);  // Never -0.
    tics.push_back({at, linear_label(at, step, largest)});
  }
  return tics;
}

std::vector<Tic> log_tics(const Extent& ends) {
  std::vector<Tic> tics = power_tics(ends);
  if (tics.size() > kMostSteps + 1) return tics;
  if (tics.size() < 2) tics = grid_tics({kOneTwoFive}, ends);
  if (tics.size() < 3 && ends.max <= kFewDigits * ends.min) tics = grid_tics({kDigits}, ends);
  if (tics.size() < 2) return linear_tics(ends);
  add_digit_tics(tics, ends);
  return tics;
}

Extent round_linear(const Extent& extent, int most_steps) {
  const Step step = choose_step(extent, most_steps);
  return {step.times(step.floor(extent.min)), step.times(step.ceil(extent.max))};
}

Extent round_log(const Extent& extent) {
  const bool few_decades = std::log10(extent.max) - std::log10(extent.min) <= 4;
  const LogGrid grid{few_decades ? std::span<const int>(kOneTwoFive) : kPowers};
  return {grid.value(grid.floor(extent.min)), grid.value(grid.ceil(extent.max))};
}

}  // namespace sdescent::plots
