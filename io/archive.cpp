#include "io/archive.hpp"

#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace sdescent {
namespace {

constexpr std::size_t longest_name = 65000;
constexpr std::size_t most_dimensions = 32;

/// The product; the largest size_t, which no vector reaches, where it overflows.
std::size_t element_count(const std::vector<std::size_t>& shape) {
  constexpr std::size_t largest = std::numeric_limits<std::size_t>::max();
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  std::size_t count = 1;
  for (const std::size_t extent : shape) {
    if (extent > largest / count) return largest;
    count *= extent;
  }
  return count;
}

}  // namespace

void Archive::set(std::string name, std::vector<std::size_t> shape, std::vector<double> values) {
  require(!name.empty() && name.size() <= longest_name, "an array's name", "1 to 65000 bytes long",
          fmt::format("{}", name.size()));
  const std::string label = fmt::format("array \"{}\"", name);
  if (contains(name)) throw InvalidInput(fmt::format("{} is set twice", label));
  require(shape.size() <= most_dimensions, label, "of at most 32 dimensions",
          fmt::format("{}", shape.size()));
  const std::size_t count = element_count(shape);
  require(values.size() == count, label,
          fmt::format("{} values for shape ({})", count, fmt::join(shape, ", ")),
          fmt::format("{}", values.size()));
  arrays_.push_back({std::move(name), std::move(shape), std::move(values)});
}

bool Archive::contains(std::string_view name) const { return find(name) != nullptr; }

const NamedArray& Archive::get(std::string_view name) const {
  if (const NamedArray* array = find(name)) return *array;
  std::vector<std::string> names;
  for (const NamedArray& array : arrays_) names.push_back(array.name);
  throw_unknown("array", name, names);
}

const NamedArray* Archive::find(std::string_view name) const {
  const auto has_name = [name](const NamedArray& array) { return array.name == name; };
  const auto found = std::find_if(begin(), end(), has_name);
  return found == end() ? nullptr : &*found;
}

}  // namespace sdescent
