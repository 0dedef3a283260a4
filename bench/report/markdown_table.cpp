#include "bench/report/markdown_table.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent::bench {

std::string markdown_table(const Row& header, const std::vector<Row>& rows) {
  std::string text = fmt::format("| {} |\n|---|", fmt::join(header, " | "));
  for (std::size_t i = 1; i < header.size(); ++i) text += "---:|";
  text += '\n';
  for (const Row& row : rows) text += fmt::format("| {} |\n", fmt::join(row, " | "));
  return text;
}

std::string number(std::optional<double> value) {
  if (!value) return "–";
  const double size = std::abs(*value);
  if (size >= 99.95 && size < 1e6) return fmt::format("{:.0f}", *value);
  return fmt::format("{:#.3g}", *value);
}

std::optional<double> ratio(std::optional<double> numerator, std::optional<double> denominator) {
  if (!numerator || !denominator) return {};
  return *numerator / *denominator;
}

}  // namespace sdescent::bench
