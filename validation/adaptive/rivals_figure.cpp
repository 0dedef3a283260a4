#include "validation/adaptive/rivals.hpp"
namespace sdescent::adaptive {
void show_rivals(Session&, const RivalResults&, const RivalDescription&) {}
}  // namespace sdescent::adaptive
