#include "models/constants.hpp"

#include "io/nearest.hpp"

#include <algorithm>

namespace sdescent {

Constants::Constants(std::vector<Constant> declared) : declared_(std::move(declared)) {
  for (const Constant& constant : declared_) {
    constant.range.require(constant.name, constant.standard);
    values_.push_back(constant.standard);
  }
}

bool Constants::has(std::string_view name) const {
  return std::any_of(declared_.begin(), declared_.end(),
                     [&](const Constant& constant) { return constant.name == name; });
}

std::size_t Constants::place(std::string_view name) const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < declared_.size(); ++i) {
    if (declared_[i].name == name) return i;
    names.push_back(declared_[i].name);
  }
  throw_unknown("constant", name, names);
}

void Constants::set(std::string_view name, double value) {
  const std::size_t i = place(name);
  declared_[i].range.require(name, value);
  values_[i] = value;
}

double Constants::operator[](std::string_view name) const { return values_[place(name)]; }

}  // namespace sdescent
