#include "io/require.hpp"

#include "io/error.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sdescent {
namespace {

void require_number(bool condition, std::string_view name, std::string_view valid, double value) {
  if (!condition) require(false, name, valid, fmt::format("{}", value));
}

}  // namespace

void require(bool condition, std::string_view name, std::string_view valid, std::string_view got) {
  if (!condition) throw InvalidInput(fmt::format("{} must be {}, got {}", name, valid, got));
}

void require_positive(std::string_view name, double value) {
  require_number(std::isfinite(value) && value > 0, name, "> 0", value);
}

void require_non_negative(std::string_view name, double value) {
  require_number(std::isfinite(value) && value >= 0, name, ">= 0", value);
}

void require_finite(std::string_view name, double value) {
  require_number(std::isfinite(value), name, "finite", value);
}

void require_at_least(std::string_view name, std::int64_t value, std::int64_t least) {
  if (value < least) require(false, name, fmt::format(">= {}", least), fmt::format("{}", value));
}

void require_equal(std::string_view name, std::int64_t value, std::int64_t expected) {
  if (value != expected)
    require(false, name, fmt::format("{}", expected), fmt::format("{}", value));
}

}  // namespace sdescent
