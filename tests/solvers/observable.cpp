#include "solvers/observable.hpp"

#include "io/error.hpp"
#include "tests/support/function_process.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;
using Catch::Message;
using Names = std::vector<std::string>;

FunctionProcess process(std::string name, Layout layout) {
  FunctionProcessParts parts;
  parts.name = std::move(name);
  parts.layout = std::move(layout);
  return FunctionProcess(parts);
}

/// What an observable makes of two processes' states.
Block evaluate(const Observable& observable, const Block& first, const Block& second) {
  const auto view = [](const Block& block) {
    return ConstBlockMap(block.data(), block.rows(), block.cols(),
                         Eigen::OuterStride<>(block.rows()));
  };
  const std::vector<ConstBlockMap> views = {view(first), view(second)};
  Block out(first.rows(), observable.width());
  Scratch scratch;
  observable.evaluate({views, 0}, out, scratch);
  return out;
}

Block numbered(Index rows, Index cols, double start) {
  Block block(rows, cols);
  for (Index i = 0; i < block.size(); ++i) block(i) = start + static_cast<double>(i);
  return block;
}

TEST_CASE("a state field's columns are named after process, field and place", "[solvers]") {
  const FunctionProcess adam = process("adam", {{"x", 3}, {"m", 2}, {"v", 1}});
  CHECK(state_field(adam, 0, "x").columns == Names{"adam.x1", "adam.x2", "adam.x3"});
  CHECK(state_field(adam, 0, "m").columns == Names{"adam.m1", "adam.m2"});
  CHECK(state_field(adam, 0, "v").columns == Names{"adam.v"});
  CHECK_THROWS_MATCHES(state_field(adam, 0, "w"), InvalidInput,
                       Message("unknown state field \"w\", valid are \"x\", \"m\", \"v\""));
}

TEST_CASE("a state field shows its columns of its process", "[solvers]") {
  const FunctionProcess adam = process("adam", {{"x", 3}, {"m", 2}});
  const Block first = numbered(5, 4, 0.0), second = numbered(5, 5, 100.0);
  CHECK((evaluate(state_field(adam, 1, "m"), first, second) == second.rightCols(2)).all());
  CHECK((evaluate(state_field(adam, 1, "x"), first, second) == second.leftCols(3)).all());
}

TEST_CASE("observables side by side keep names and order", "[solvers]") {
  const FunctionProcess sgd = process("sgd", {{"x", 2}});
  const FunctionProcess adam = process("adam", {{"x", 1}, {"m", 2}});
  const Observable difference{{"difference"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
                                out.col(0) = blocks.state(0).col(0) - blocks.state(1).col(0);
                              }};
  const Observable all =
      side_by_side({state_field(adam, 1, "m"), difference, state_field(sgd, 0, "x")});
  CHECK(all.columns == Names{"adam.m1", "adam.m2", "difference", "sgd.x1", "sgd.x2"});
  CHECK(all.width() == 5);
  const Block first = numbered(4, 2, 0.0), second = numbered(4, 3, 100.0);
  Block expected(4, 5);
  expected << second.rightCols(2), first.col(0) - second.col(0), first;
  CHECK((evaluate(all, first, second) == expected).all());
}

TEST_CASE("no observables side by side are refused", "[solvers]") {
  CHECK_THROWS_MATCHES(side_by_side({}), InvalidInput,
                       Message("number of observables must be >= 1, got 0"));
}

}  // namespace
