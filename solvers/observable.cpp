#include "solvers/observable.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

Observable state_field(const Process& process, std::size_t number, std::string_view field) {
  const Field found = process.layout().field(field);
  Observable observable;
  for (Index i = 1; i <= found.size; ++i)
    observable.columns.push_back(found.size == 1
                                     ? fmt::format("{}.{}", process.name(), field)
                                     : fmt::format("{}.{}{}", process.name(), field, i));
  observable.evaluate = [number, found](const Lockstep& blocks, BlockRef out, Scratch&) {
    out = blocks.state(number).middleCols(found.first, found.size);
  };
  return observable;
}

Observable side_by_side(std::vector<Observable> parts) {
  require(!parts.empty(), "number of observables", ">= 1", "0");
  Observable all;
  for (const Observable& part : parts)
    all.columns.insert(all.columns.end(), part.columns.begin(), part.columns.end());
  all.evaluate = [parts = std::move(parts)](const Lockstep& blocks, BlockRef out,
                                            Scratch& scratch) {
    Index column = 0;
    for (const Observable& part : parts) {
      part.evaluate(blocks, out.middleCols(column, part.width()), scratch);
      column += part.width();
    }
  };
  return all;
}

}  // namespace sdescent
