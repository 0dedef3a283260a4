#include "validation/claim.hpp"

namespace sdescent {

std::string to_string(ClaimKind kind) {
  switch (kind) {
    case ClaimKind::equality:
      return "equality";
    case ClaimKind::limit:
      return "limit";
    case ClaimKind::exponent:
      return "exponent";
    case ClaimKind::bound:
      return "bound";
    case ClaimKind::ordering:
      return "ordering";
    case ClaimKind::region:
      return "region";
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
