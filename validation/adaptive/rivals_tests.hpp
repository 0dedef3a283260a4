#pragma once
/// \file
/// The equalities that decide how far the SDEs of a cell of rivals are refined.

#include "validation/adaptive/rivals.hpp"

namespace sdescent::adaptive {

/// Of a far start: the mean loss, and Var x on the way.
std::vector<Evidence> far_tests(const Session& session, const Comparison& cell,
                                Landscape landscape);

/// Of a near start: the stationary Var x of both SDEs; the second is no claim, but has to be solved
/// as well as the first for their order.
std::vector<Evidence> near_tests(const Session& session, const Comparison& cell,
                                 Landscape landscape);

}  // namespace sdescent::adaptive
