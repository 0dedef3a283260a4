#pragma once
/// \file
/// The named fields (x, m, v, …) that share the columns of a process's state.

#include "solvers/block.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// A range of state columns with a name.
struct Field {
  std::string name;
  Index first = 0;
  Index size = 0;
};

/// Fields in the order of their columns, without gaps.
class Layout {
 public:
  struct Part {
    std::string name;
    Index size;
  };

  /// Throws InvalidInput for an empty field or a name used twice.
  Layout(std::initializer_list<Part> parts);

  /// Number of state columns.
  Index size() const { return size_; }
  const std::vector<Field>& fields() const { return fields_; }

  /// Throws InvalidInput naming the nearest field when there is none of this name.
  const Field& field(std::string_view name) const;

 private:
  std::vector<Field> fields_;
  Index size_ = 0;
};

}  // namespace sdescent
