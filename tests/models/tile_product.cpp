#include "models/tile_product.hpp"

#include "tests/models/evaluation.hpp"
#include "tests/support/allocation_count.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace sdescent {
namespace {

using Eigen::MatrixXd;

MatrixXd matrix(Index rows, Index columns) {
  return MatrixXd(scattered(columns, rows).matrix().transpose());
}

Block product(const Block& x, const MatrixXd& a) {
  Scratch scratch;
  Block out = Block::Constant(x.rows(), a.cols(), 7.0);
  tile_product(x, a, out, scratch);
  return out;
}

TEST_CASE("a tile's product is the matrix product", "[models]") {
  CHECK((product(Block{{1.0, 2.0}, {3.0, -1.0}}, MatrixXd{{1.0, 0.5, 0.0}, {-1.0, 2.0, 4.0}}) ==
         Block{{-1.0, 4.5, 8.0}, {4.0, -0.5, -4.0}})
            .all());
  for (const Index rows : {1, 4, 5, 64, 200})
    for (const Index depth : {1, 96, 97, 300})
      for (const Index columns : {1, 7, 200}) {
        INFO(rows << " × " << depth << " × " << columns);
        const Block x = scattered(rows, depth);
        const MatrixXd a = matrix(depth, columns);
        const MatrixXd expected = x.matrix().lazyProduct(a);
        CHECK((product(x, a).matrix() - expected).cwiseAbs().maxCoeff() < 1e-12);
      }
}

TEST_CASE("a tile's product takes a transposed matrix and part of a block", "[models]") {
  const Block x = scattered(150, 12);
  const MatrixXd a = matrix(9, 10);
  Block out = Block::Constant(150, 12, 7.0);
  Scratch scratch;
  tile_product(x.block(20, 1, 100, 10), a.transpose(), out.block(20, 2, 100, 9), scratch);
  const Block part = x.block(20, 1, 100, 10);
  CHECK(same_bits(out.block(20, 2, 100, 9), product(part, a.transpose())));
  out.block(20, 2, 100, 9).setConstant(7.0);
  CHECK((out == 7.0).all());
}

TEST_CASE("a path's row of a product does not depend on its tile, to the bit", "[models]") {
  for (const Index depth : {2, 3, 31, 130, 600})
    for (const Index columns : {1, 2, 3, 31, 130})
      for (const Index rows : {128 + 1, 128 + 2, 128 + 3, 128 + 4, 128 + 5, 128 + 63}) {
        INFO(rows << " × " << depth << " × " << columns);
        const Block x = scattered(rows, depth);
        const MatrixXd a = matrix(depth, columns);
        const Block whole = product(x, a);
        for (Index first = 0; first < rows; first += 64) {
          const Index count = std::min<Index>(64, rows - first);
          CHECK(same_bits(product(x.middleRows(first, count), a), whole.middleRows(first, count)));
        }
        // Nor on how many paths are missing at the end of its tile.
        const Block last = whole.row(rows - 1);
        Block longer = Block::Zero(192, depth);
        longer.topRows(rows) = x;
        CHECK(same_bits(last, product(longer, a).row(rows - 1)));
      }
}

TEST_CASE("a tile's product allocates nothing once its scratch has grown", "[models]") {
  if (!allocation_counting_available()) return;
  const MatrixXd a = matrix(500, 500);
  for (const Index rows : {1, 50, 300}) {
    const Block x = scattered(rows, 500);
    Block out(rows, 500);
    Scratch scratch;
    tile_product(x, a, out, scratch);
    const AllocationCount count;
    tile_product(x, a, out, scratch);
    CHECK(count.so_far() == 0);
    const AllocationCount transposed;
    tile_product(x, a.transpose(), out, scratch);
    CHECK(transposed.so_far() == 0);
  }
}

TEST_CASE("columns are summed from left to right, the same for every path", "[models]") {
  const Block x{{1e16, 1.0, -1e16}, {1.0, 2.0, 3.0}, {1e16, -1e16, 1.0}};
  Block sum(3, 1);
  sum_columns(x, sum);
  CHECK((sum == Block{{0.0}, {6.0}, {1.0}}).all());
}

}  // namespace
}  // namespace sdescent
