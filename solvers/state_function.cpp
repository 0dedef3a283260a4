#include "solvers/state_function.hpp"

namespace sdescent {

Observable observed(const Process& process, std::size_t number, StateFunction h) {
  const Field x = process.layout().field("x");
  std::vector<std::string> columns;
  for (const std::string& column : h.columns) columns.push_back(process.name() + "." + column);
  return {std::move(columns),
          [number, x, h = std::move(h)](const Lockstep& blocks, BlockRef out, Scratch& scratch) {
            h.evaluate(blocks.state(number).middleCols(x.first, x.size), out, scratch);
          }};
}

}  // namespace sdescent
