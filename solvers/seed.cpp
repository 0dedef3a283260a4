#include "solvers/seed.hpp"

namespace sdescent {

std::uint64_t derive_seed(std::uint64_t seed, std::string_view label) {
  if (label.empty()) return seed;
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char c : label) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  std::uint64_t z = seed + hash * 0x9E3779B97F4A7C15;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

}  // namespace sdescent
