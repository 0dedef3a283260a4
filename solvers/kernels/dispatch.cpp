#include "io/error.hpp"
#include "io/nearest.hpp"
#include "solvers/kernels/kernels.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

extern const Kernels kernels_sse2;
#ifdef SDESCENT_X86
extern const Kernels kernels_avx512;
extern const Kernels kernels_avx2;
#endif

KernelList available_kernels() {
  KernelList list{};
#ifdef SDESCENT_X86
  const bool fma = __builtin_cpu_supports("fma");
  if (fma && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512vl"))
    list.tables[list.count++] = &kernels_avx512;
  if (fma && __builtin_cpu_supports("avx2")) list.tables[list.count++] = &kernels_avx2;
#endif
  list.tables[list.count++] = &kernels_sse2;
  return list;
}

namespace {

const Kernels& choose() {
  const KernelList list = available_kernels();
  const char* forced = std::getenv("SDESCENT_INSTRUCTION_SET");
  if (!forced) return *list.tables[0];
  std::vector<std::string> names;
  for (int i = 0; i < list.count; ++i) {
    if (std::string_view(list.tables[i]->instruction_set) == forced) return *list.tables[i];
    names.emplace_back(list.tables[i]->instruction_set);
  }
  throw_unknown("instruction set of this machine (SDESCENT_INSTRUCTION_SET)", forced, names);
}

}  // namespace

const Kernels& kernels() {
  static const Kernels& chosen = choose();
  return chosen;
}

}  // namespace sdescent
