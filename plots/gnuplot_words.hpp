#pragma once
/// \file
/// Values of a figure in gnuplot's language.

#include "plots/series.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sdescent::plots {

/// `text` as a gnuplot string, taken literally.
std::string quoted(std::string_view text);

/// Lines of markup (plots/figure.hpp) as one gnuplot string expression for enhanced mode.
std::string quoted_lines(const std::vector<std::string>& lines);

/// Colour, width and dash of a line, as `set arrow` and `plot … with lines` take them.
std::string stroke(const Style& style);

/// What follows `with` to draw a series on its axes, or its sample in the key.
std::string plot_style(const Series& series);

}  // namespace sdescent::plots
