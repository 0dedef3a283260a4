#include "io/nearest.hpp"

#include "io/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace sdescent {
namespace {

std::size_t edits_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(before_last, last);
    std::swap(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

bool is_near(std::string_view key, std::string_view name) {
  return 3 * edits_between(key, name) <= std::max(key.size(), name.size());
}

std::string quoted_list(std::span<const std::string> names) {
  std::string list;
  for (const std::string& name : names)
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", name);
  return list;
}

}  // namespace

std::string nearest_name(std::string_view key, std::span<const std::string> valid) {
  std::string nearest;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const std::string& name : valid) {
    const std::size_t edits = edits_between(key, name);
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

void throw_unknown(std::string_view what, std::string_view key,
                   std::span<const std::string> valid) {
  const std::string unknown = fmt::format("unknown {} \"{}\"", what, key);
  if (valid.empty()) throw InvalidInput(fmt::format("{}, there is none", unknown));
  const std::string nearest = nearest_name(key, valid);
  if (is_near(key, nearest))
    throw InvalidInput(fmt::format("{}, did you mean \"{}\"?", unknown, nearest));
  throw InvalidInput(fmt::format("{}, valid are {}", unknown, quoted_list(valid)));
}

}  // namespace sdescent
