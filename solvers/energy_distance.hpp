#pragma once
/// \file
/// How far two ensembles in R^d are apart in law.

#include "solvers/block.hpp"
#include "solvers/estimate.hpp"

namespace sdescent {

/// The energy distance of the laws of X and Y,
///
///     D = 2 E‖X − Y‖ − E‖X − X'‖ − E‖Y − Y'‖,            X', Y' independent copies.
///
/// D >= 0, and 0 only for equal laws (Székely, Rizzo, J. Stat. Plan. Inference 143, 2013). For a
/// small shift it grows as its square, for a large one as 2 |shift|; it has the units of x.
///
/// Row p of `x` and of `y` are the states of path p in two processes of one run (paths × d). They
/// may depend on each other: D is the mean over pairs i < j of
/// ‖x_i − y_j‖ + ‖x_j − y_i‖ − ‖x_i − x_j‖ − ‖y_i − y_j‖, whose paths are independent. So it has no
/// bias, and equal laws have values around 0, of both signs. Uncertainty by the jackknife over the
/// batches p mod 64. O(paths² d) work.
///
/// Throws InvalidInput for blocks of different shapes, no column or fewer than 3 paths.
Estimate energy_distance(const ConstBlockRef& x, const ConstBlockRef& y);

}  // namespace sdescent
