#pragma once
/// \file
/// A figure as a script for gnuplot.

#include "plots/figure.hpp"

#include <string>

namespace sdescent {

/// A script for gnuplot 5.4 that stands by itself: beside gnuplot_data under the name NAME.dat,
///
///     gnuplot NAME.gp                       draws NAME.svg,
///     gnuplot -e "format='png'" NAME.gp     draws NAME.png, with 'pdf' NAME.pdf.
///
/// The variable `target` replaces the file drawn to; '' stands for standard output. The same figure
/// gives the same bytes, whatever the locale.
///
/// InvalidInput as require_drawable and lay_out say.
std::string gnuplot_script(const Figure& figure);

}  // namespace sdescent
