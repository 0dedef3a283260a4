#pragma once
/// \file
/// Figures as pictures.

#include "plots/figure.hpp"

#include <filesystem>
#include <span>

namespace sdescent {

enum class Format { svg, png, pdf };

/// Draws `figure` in each of `formats` by gnuplot and writes to `directory`, which must exist,
/// NAME.gp and NAME.dat (gnuplot_script, gnuplot_data: with them the picture can be changed and
/// drawn again by hand) and the pictures NAME.svg, NAME.png, NAME.pdf. A file under one of these
/// names is always complete: the old one or the new one.
///
/// The same figure gives the same bytes wherever gnuplot, its libraries and the fonts are the same;
/// a PDF says it was made on 1 January 1970. The SVG holds every point of the data: thin out what
/// has more than a few thousand.
///
/// InvalidInput as gnuplot_script says, before anything is written. IoError if a file cannot be
/// written, or if gnuplot is missing or fails, with what it said and what to install; script and
/// data are then there to look at.
void draw(const Figure& figure, const std::filesystem::path& directory,
          std::span<const Format> formats);

}  // namespace sdescent
