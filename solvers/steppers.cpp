#include "solvers/steppers.hpp"

#include "io/nearest.hpp"
#include "solvers/dri1.hpp"
#include "solvers/euler_maruyama.hpp"
#include "solvers/milstein.hpp"

#include <string>

namespace sdescent {

const std::vector<std::shared_ptr<const Stepper>>& steppers() {
  static const std::vector<std::shared_ptr<const Stepper>> all{
      std::make_shared<EulerMaruyama>(), std::make_shared<Milstein>(),
      std::make_shared<DerivativeFreeMilstein>(), std::make_shared<Dri1>()};
  return all;
}

std::shared_ptr<const Stepper> find_stepper(std::string_view name) {
  std::vector<std::string> names;
  for (const auto& stepper : steppers()) {
    if (stepper->name() == name) return stepper;
    names.emplace_back(stepper->name());
  }
  throw_unknown("stepper", name, names);
}

}  // namespace sdescent
