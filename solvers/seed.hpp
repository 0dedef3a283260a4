#pragma once
/// \file
/// Seeds of parts of an experiment, derived from the one the user gave.

#include <cstdint>
#include <string_view>

namespace sdescent {

/// The seed of the part called `label` (a cell, a control). The empty label is the whole and keeps
/// the seed; any other gives an unrelated one. The same on every platform and for ever: FNV-1a of
/// the label, mixed with the seed by the finaliser of SplitMix64.
std::uint64_t derive_seed(std::uint64_t seed, std::string_view label);

}  // namespace sdescent
