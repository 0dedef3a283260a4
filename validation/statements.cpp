#include "validation/statements.hpp"

#include "validation/adaptive/statements.hpp"
#include "validation/exact/statements.hpp"

namespace sdescent {

std::vector<Statement> statements(std::string_view paper) {
  if (paper == "adaptive") return adaptive::statements();
  if (paper == "exact") return exact::statements();
  return {};
}

}  // namespace sdescent
