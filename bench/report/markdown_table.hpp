#pragma once
/// \file
/// A Markdown table and the numbers in it.

#include <optional>
#include <string>
#include <vector>

namespace sdescent::bench {

using Row = std::vector<std::string>;

/// First column to the left, the others to the right; all rows as long as the header.
std::string markdown_table(const Row& header, const std::vector<Row>& rows);

/// With three significant digits, or a dash.
std::string number(std::optional<double> value);

/// numerator/denominator, if both are known.
std::optional<double> ratio(std::optional<double> numerator, std::optional<double> denominator);

}  // namespace sdescent::bench
