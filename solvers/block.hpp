#pragma once
/// \file
/// A block is paths × columns of doubles, the paths contiguous: work on one coordinate is a loop
/// over neighbouring numbers, a dense Hessian is one matrix product, and two coordinates with a
/// million paths or ten thousand coordinates with a hundred paths are one code.

#include <Eigen/Core>

namespace sdescent {

using Index = Eigen::Index;

/// Owning block: paths × columns.
using Block = Eigen::ArrayXXd;

/// A writable view of (part of) a block; passed by value through every virtual call.
using BlockRef = Eigen::Ref<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;

/// A read-only view of (part of) a block. Give it whole columns or ranges of rows: Eigen silently
/// copies anything else (single rows, expressions) into a temporary.
using ConstBlockRef = Eigen::Ref<const Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;

/// A view of memory owned elsewhere (scratch, tile state).
using BlockMap = Eigen::Map<Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;
using ConstBlockMap = Eigen::Map<const Eigen::ArrayXXd, 0, Eigen::OuterStride<>>;

}  // namespace sdescent
