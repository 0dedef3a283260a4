#pragma once
/// \file
/// Checks of arguments, all worded alike: "<name> must be <what is valid>, got <value>".
/// Every function throws InvalidInput when its condition does not hold.

#include <cstdint>
#include <string>
#include <string_view>

namespace sdescent {

/// `name` must be finite and > 0.
void require_positive(std::string_view name, double value);

/// `name` must be finite and >= 0.
void require_non_negative(std::string_view name, double value);

/// `name` must be neither NaN nor infinite.
void require_finite(std::string_view name, double value);

/// `name` must be >= `least`.
void require_at_least(std::string_view name, std::int64_t value, std::int64_t least);

/// `name` must equal `expected` (a dimension, a count).
void require_equal(std::string_view name, std::int64_t value, std::int64_t expected);

/// The general form: throws "<name> must be <valid>, got <got>" unless `condition`.
void require(bool condition, std::string_view name, std::string_view valid, std::string_view got);

}  // namespace sdescent
