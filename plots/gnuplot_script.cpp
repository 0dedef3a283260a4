#include "plots/gnuplot_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <variant>

#include "plots/layout.hpp"
#include "plots/metrics.hpp"
#include "plots/text.hpp"

namespace sdescent {
namespace {

/// A gnuplot string. Between single quotes only the quote itself needs care: neither backslashes
/// nor backquotes nor macros are expanded.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

/// Lines of markup as one gnuplot string expression.
std::string quoted_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out += ".\"\\n\".";
    out += quoted(enhanced(line));
  }
  return out.empty() ? "''" : out;
}
