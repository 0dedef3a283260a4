#include "plots/gnuplot_words.hpp"

#include "plots/text.hpp"

#include <fmt/format.h>

#include <variant>

namespace sdescent::plots {
namespace {

constexpr double kBarWidth = 0.6;  // Of error bars: thin against the markers they carry.

std::string_view dash_pattern(Dash dash) {
  switch (dash) {
    case Dash::solid:
      return "solid";
    case Dash::dashed:
      return "(6,4)";
    case Dash::dotted:
      return "(2,4)";
    case Dash::dash_dot:
      return "(10,3,2,3)";
    case Dash::long_dash:
      break;
  }
  return "(14,5)";
}

/// gnuplot's number of a symbol.
int point_type(Marker marker) {
  switch (marker) {
    case Marker::disc:
      return 7;
    case Marker::square:
      return 5;
    case Marker::triangle:
      return 9;
    case Marker::diamond:
      return 13;
    case Marker::circle:
      return 6;
    case Marker::open_square:
      return 4;
    case Marker::open_triangle:
      return 8;
    case Marker::open_diamond:
      break;
  }
  return 12;
}

struct PlotStyle {
  const Style& style;

  std::string operator()(const Line&) const { return "lines " + stroke(style); }
  std::string operator()(const Rule&) const { return "lines " + stroke(style); }
  std::string operator()(const Band&) const {
    return fmt::format("filledcurves lc rgb '{}' fs transparent solid {} noborder",
                       hex(style.color), style.opacity);
  }
  std::string operator()(const Points& points) const {
    return fmt::format("{} lc rgb '{}' lw {:.3g} pt {}",
                       points.lower.empty() ? "points" : "yerrorbars", hex(style.color),
                       kBarWidth * style.width, point_type(style.marker));
  }
};

}  // namespace

// Between single quotes only the quote itself needs care: neither backslashes nor backquotes nor
// macros are expanded.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') out += '\'';
    out += c;
  }
  return out + "'";
}

std::string quoted_lines(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) {
    if (!out.empty()) out += ".\"\\n\".";
    out += quoted(enhanced(line));
  }
  return out.empty() ? "''" : out;
}

std::string stroke(const Style& style) {
  return fmt::format("lc rgb '{}' lw {} dt {}", hex(style.color), style.width,
                     dash_pattern(style.dash));
}

std::string plot_style(const Series& series) {
  return std::visit(PlotStyle{series.style}, series.shape);
}

}  // namespace sdescent::plots
