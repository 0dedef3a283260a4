#include "validation/adaptive/weak_order.hpp"

namespace sdescent::adaptive::adaptive_order {
void draw(Session&, const Setting&, const std::vector<CaseResults>&) {}
}  // namespace sdescent::adaptive::adaptive_order
