#include "validation/statement.hpp"

namespace sdescent {

Citation cited_by(const Experiment& experiment) {
  std::string references = experiment.reference;
  for (const Claim& claim : experiment.claims) references += "; " + claim.reference;
  return citation(references);
}

}  // namespace sdescent
