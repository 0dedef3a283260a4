#pragma once
/// \file
/// A figure as the two text files gnuplot draws it from.

#include <string>

#include "plots/figure.hpp"

namespace sdescent {

/// A script for gnuplot 5.4 that stands by itself: beside the data under the name NAME.dat,
/// `gnuplot NAME.gp` draws NAME.svg and `gnuplot -e "format='png'" NAME.gp` (or 'pdf') the others.
/// The variable `target` replaces the output file; empty, the picture goes to standard output.
///
/// The same figure gives the same bytes. InvalidInput as require_drawable and lay_out say.
std::string gnuplot_script(const Figure& figure);

/// Its data: one block a series, in the order of the figure, each under a comment that names the
/// columns; numbers in the shortest form that reads back exactly, gaps as NaN. Blocks are separated
/// as gnuplot's `index` expects.
std::string gnuplot_data(const Figure& figure);

}  // namespace sdescent
