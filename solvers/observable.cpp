#include "solvers/observable.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <cmath>

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

Observable stopping_time() {
  return {{"stopping_time", "stopped"}, [](const Lockstep& blocks, BlockRef out, Scratch&) {
            out.col(0).setConstant(blocks.t);
            out.col(1).setZero();
            for (std::size_t r = 0; r < blocks.stopping_times.size(); ++r) {
              if (!(blocks.stopping_times[r] <= blocks.t)) continue;
              out(static_cast<Index>(r), 0) = blocks.stopping_times[r];
              out(static_cast<Index>(r), 1) = 1.0;
            }
          }};
}

std::optional<NotFinite> first_not_finite(const ConstBlockRef& values) {
  if (values.allFinite()) return std::nullopt;
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < values.cols(); ++c)
      if (!std::isfinite(values(r, c))) return NotFinite{r, c};
  return std::nullopt;
}

}  // namespace sdescent
