#pragma once
/// \file
/// The numbers a figure is made of.

#include <Eigen/Core>

#include <cstddef>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

namespace sdescent::plots {

/// One column of a table. Made from whatever holds numbers in a row: an Eigen vector, array,
/// column of either or an expression of them (`loss / exact - 1`), a vector, a span, a list.
class Column {
 public:
  Column() = default;
  Column(std::initializer_list<double> values) : values_(values) {}
  Column(std::vector<double> values) : values_(std::move(values)) {}
  Column(std::span<const double> values) : values_(values.begin(), values.end()) {}

  template <class Derived>
  Column(const Eigen::DenseBase<Derived>& values)
      : values_(static_cast<std::size_t>(values.size())) {
    static_assert(Derived::IsVectorAtCompileTime, "a column is one row or one column of numbers");
    Eigen::Map<Eigen::ArrayXd>(values_.data(), values.size()) =
        values.derived().template cast<double>().reshaped().array();
  }

  std::size_t size() const { return values_.size(); }
  bool empty() const { return values_.empty(); }
  double operator[](std::size_t row) const { return values_[row]; }
  std::span<const double> values() const { return values_; }

 private:
  std::vector<double> values_;
};

}  // namespace sdescent::plots
