#include "validation/statements.hpp"

#include "validation/adaptive/statements.hpp"

namespace sdescent {

std::vector<Statement> statements(std::string_view paper) {
  if (paper == "adaptive") return adaptive::statements();
  return {};
}

}  // namespace sdescent
