#pragma once
/// \file
/// Counts the calls of malloc and its relatives, to prove that a step allocates nothing.

#include <cstddef>

namespace sdescent {

/// False where malloc is not ours to replace: under a sanitizer, or without glibc. Nothing is
/// counted then.
bool allocation_counting_available();

/// Counts this thread's allocations from its construction on.
class AllocationCount {
 public:
  AllocationCount();
  std::size_t so_far() const;

 private:
  std::size_t before_;
};

}  // namespace sdescent
