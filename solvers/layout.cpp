#include "solvers/layout.hpp"

#include "io/nearest.hpp"
#include "io/require.hpp"

#include <algorithm>

namespace sdescent {

Layout::Layout(std::initializer_list<Part> parts) {
  for (const Part& part : parts) {
    require_at_least("size of state field " + part.name, part.size, 1);
    const bool taken = std::any_of(fields_.begin(), fields_.end(),
                                   [&](const Field& f) { return f.name == part.name; });
    require(!taken, "state field name", "used once", part.name);
    fields_.push_back({part.name, size_, part.size});
    size_ += part.size;
  }
}

const Field& Layout::field(std::string_view name) const {
  for (const Field& f : fields_)
    if (f.name == name) return f;
  std::vector<std::string> names;
  for (const Field& f : fields_) names.push_back(f.name);
  throw_unknown("state field", name, names);
}

}  // namespace sdescent
