#pragma once
/// \file
/// Text of a figure: its markup (see plots/figure.hpp), its width, its lines.

#include <string>
#include <string_view>
#include <vector>

namespace sdescent::plots {

/// Throws InvalidInput, "<name> must be …", unless `text` is UTF-8 without control characters
/// other than '\n'.
void require_text(std::string_view name, std::string_view text);

/// `text` in the markup of gnuplot's enhanced mode: sub- and superscripts kept, all else escaped.
std::string enhanced(std::string_view text);

/// Width in DejaVu Sans, in units of the font size, of text in one line: within 2 % for ASCII, an
/// estimate for the rest.
double text_width(std::string_view text);

/// `text` in lines of at most `width` (as in text_width), broken at spaces outside sub- and
/// superscripts and at '\n'. A longer word has a line to itself. Empty text has no lines.
std::vector<std::string> wrap(std::string_view text, double width);

}  // namespace sdescent::plots
