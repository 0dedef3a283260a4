#include "validation/claim.hpp"

namespace sdescent {

std::string to_string(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::equality:
      return "equality";
    case ClaimKind::bound:
      return "bound";
  }
  return {};
}

std::string to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::fails:
      return "fails";
    case Verdict::undecided:
      return "undecided";
  }
  return {};
}

}  // namespace sdescent
