#include "solvers/outcome.hpp"

#include "io/error.hpp"

namespace sdescent {

void require_ok(const Outcome& outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::ok:
      return;
    case Outcome::Kind::non_finite:
      throw NumericalFailure(outcome.message);
    case Outcome::Kind::stopped:
      throw Interrupted(outcome.message);
  }
}

}  // namespace sdescent
