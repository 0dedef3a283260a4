#pragma once
/// \file
/// The cost of W1's model against the size of the run.

#include "bench/report/results.hpp"
#include "plots/figure.hpp"

namespace sdescent::bench {

/// ns per path × coordinate × step against paths, d, steps and threads; flat is linear cost.
Figure scaling_figure(const Results& results);

}  // namespace sdescent::bench
