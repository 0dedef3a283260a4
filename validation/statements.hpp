#pragma once
/// \file
/// The statements of all papers.

#include "validation/statement.hpp"

#include <string_view>
#include <vector>

namespace sdescent {

/// Those of a paper, by its handle, in its order; none for a handle that is no paper's (law).
std::vector<Statement> statements(std::string_view paper);

}  // namespace sdescent
