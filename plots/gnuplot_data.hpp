#pragma once
/// \file
/// The numbers of a figure as a file that gnuplot reads.

#include "plots/figure.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sdescent {

/// The data of gnuplot_script: one block for every series but rules, in the order of panels and
/// series, each under a comment with its panel, label and columns. Numbers are in the shortest form
/// that reads back exactly, gaps are NaN. Two empty lines part the blocks, so that gnuplot's
/// `index` counts them from 0.
///
/// InvalidInput as require_drawable says.
std::string gnuplot_data(const Figure& figure);

namespace plots {

/// The block of every series of every panel; of a rule, that of the next series that has one.
std::vector<std::vector<std::size_t>> data_blocks(const Figure& figure);

}  // namespace plots

}  // namespace sdescent
