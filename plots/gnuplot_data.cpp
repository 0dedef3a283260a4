#include "plots/gnuplot_data.hpp"

#include "plots/require_drawable.hpp"
#include "plots/series_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <variant>

namespace sdescent {
namespace {

using namespace plots;

bool has_block(const Series& series) { return !std::holds_alternative<Rule>(series.shape); }

/// Text fit for one line of a comment.
std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

void append_number(std::string& out, double value) {
  // fmt writes the sign of a NaN, which says nothing and may differ between machines.
  if (std::isnan(value))
    out += "NaN";
  else
    fmt::format_to(std::back_inserter(out), "{}", value);
}

void append_block(std::string& out, const Series& series) {
  std::vector<NamedColumn> columns = x_columns(series.shape);
  for (const NamedColumn& column : y_columns(series.shape)) columns.push_back(column);
  out += '#';
  for (const NamedColumn& column : columns) out += fmt::format(" {}", column.name);
  out += '\n';
  for (std::size_t row = 0; row < columns.front().values.size(); ++row) {
    for (const NamedColumn& column : columns) {
      if (&column != columns.data()) out += ' ';
      append_number(out, column.values[row]);
    }
    out += '\n';
  }
}

}  // namespace

std::string gnuplot_data(const Figure& figure) {
  require_drawable(figure);
  std::string out;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    for (const Series& series : figure.panels[i].series) {
      if (!has_block(series)) continue;
      if (!out.empty()) out += "\n\n";
      out += fmt::format("# {}: {}\n", one_line(panel_name(figure.panels[i], i + 1)),
                         one_line(series.label));
      append_block(out, series);
    }
  }
  return out;
}

std::vector<std::vector<std::size_t>> plots::data_blocks(const Figure& figure) {
  std::vector<std::vector<std::size_t>> blocks;
  std::size_t next = 0;
  for (const Panel& panel : figure.panels) {
    blocks.emplace_back();
    for (const Series& series : panel.series) {
      blocks.back().push_back(next);
      if (has_block(series)) ++next;
    }
  }
  return blocks;
}

}  // namespace sdescent
