#pragma once
/// \file
/// Answers to a misspelt name: the nearest valid one, or all of them.

#include <span>
#include <string>
#include <string_view>

namespace sdescent {

/// The entry of `valid` that takes the fewest edits to reach from `key`; the first among equals,
/// "" if there is none. An edit inserts, deletes or replaces a byte or swaps two neighbours
/// (Damerau–Levenshtein, optimal string alignment).
std::string nearest_name(std::string_view key, std::span<const std::string> valid);

/// Throws InvalidInput: `unknown <what> "<key>", did you mean "<nearest>"?`. If even the nearest
/// name differs in more than a third of its letters: `unknown <what> "<key>", valid are "a", "b"`.
[[noreturn]] void throw_unknown(std::string_view what, std::string_view key,
                                std::span<const std::string> valid);

}  // namespace sdescent
