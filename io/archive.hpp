#pragma once
/// \file
/// Named arrays of doubles in memory: what a run stores and another run reads back.

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent {

/// An array of any rank in C order (the last index runs fastest); shape {} is a single number.
struct NamedArray {
  std::string name;
  std::vector<std::size_t> shape;
  std::vector<double> values;
};

/// Arrays under distinct names, in the order they were set.
class Archive {
 public:
  /// Appends an array. InvalidInput if the name is taken, or is empty or longer than 65000 bytes,
  /// if the shape has more than 32 dimensions (NumPy's limit), or if the number of values is not
  /// the product of the shape.
  void set(std::string name, std::vector<std::size_t> shape, std::vector<double> values);

  bool contains(std::string_view name) const;

  /// InvalidInput with the nearest name if there is no such array. The reference holds as long as
  /// the archive.
  const NamedArray& get(std::string_view name) const;

  std::size_t size() const { return arrays_.size(); }
  auto begin() const { return arrays_.begin(); }
  auto end() const { return arrays_.end(); }

 private:
  const NamedArray* find(std::string_view name) const;

  std::deque<NamedArray> arrays_;  // setting more moves none of the earlier ones
};

}  // namespace sdescent
