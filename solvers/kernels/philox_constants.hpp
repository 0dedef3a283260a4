#pragma once
/// \file
/// The numbers that define Philox4x32 (Salmon, Moraes, Dror, Shaw, SC 2011, table 2).

#include <cstdint>

namespace sdescent::philox_constants {

inline constexpr int rounds = 10;
inline constexpr std::uint32_t multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
inline constexpr std::uint32_t weyl0 = 0x9E3779B9, weyl1 = 0xBB67AE85;

}  // namespace sdescent::philox_constants
