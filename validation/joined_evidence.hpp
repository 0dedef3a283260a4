#pragma once
/// \file
/// One claim measured in several cells.

#include "validation/evidence.hpp"

#include <vector>

namespace sdescent {

/// The points of all parts, one after the other: for cells of unrelated seeds or curves of one run,
/// as joined() of their estimates. Remarks are put together, and what makes one part unfit makes
/// the whole. Throws InvalidInput when there is no part or one has conditions, which belong to the
/// end of a whole.
Evidence joined(const std::vector<Evidence>& parts);

}  // namespace sdescent
