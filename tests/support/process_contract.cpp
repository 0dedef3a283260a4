#include "tests/support/allocation_count.hpp"
#include "tests/support/contract_parts.hpp"
#include "tests/support/same_bits.hpp"

#include <catch2/catch.hpp>

#include <cmath>

namespace sdescent {

using namespace contract;

namespace {

/// Starts and advances one tile of a process.
class Walker {
 public:
  Walker(const Process& process, const ProcessSetting& setting, Index first, Index rows)
      : process_(process),
        setting_(setting),
        first_(static_cast<std::uint64_t>(first)),
        rows_(rows) {}

  /// The block after the start and after each step; `fill` is what was in it before, and in the
  /// scratch before every call.
  std::vector<Block> walk(double fill, Findings& findings) {
    const std::vector<Block> before = arrive_before();
    Guarded state(rows_, process_.layout().size(), fill);
    std::vector<Block> seen;
    const auto look = [&] {
      findings.require(state.intact(), "rows that are not the tile's were written to");
      seen.emplace_back(state.view());
    };
    refill(fill);
    start(process_, before, state.view());
    look();
    for (std::uint64_t i = 0; i < setting_.steps; ++i) {
      refill(fill);
      process_.advance(at(process_, first_step(process_) + i), state.view());
      look();
    }
    return seen;
  }

  std::size_t allocations_of_second_step() {
    Block state(rows_, process_.layout().size());
    start(process_, arrive_before(), state);
    process_.advance(at(process_, first_step(process_)), state);
    const At second = at(process_, first_step(process_) + 1);
    const AllocationCount count;
    process_.advance(second, state);
    return count.so_far();
  }

 private:
  double dt(const Process& process) const {
    return process.time_per_step() > 0 ? process.time_per_step() : setting_.continuous_dt;
  }

  std::uint64_t first_step(const Process& process) const {
    return static_cast<std::uint64_t>(std::llround(process.start_time() / dt(process)));
  }

  At at(const Process& process, std::uint64_t step) {
    const double h = dt(process);
    const double t =
        process.time_per_step() > 0
            ? static_cast<double>(step) * h
            : process.start_time() + static_cast<double>(step - first_step(process)) * h;
    return {step, t, h, first_, process.stream(), noise_, scratch_};
  }

  void start(const Process& process, const std::vector<Block>& before, BlockRef state) {
    std::vector<ConstBlockMap> views;
    for (const Block& block : before)
      views.emplace_back(block.data(), block.rows(), block.cols(),
                         Eigen::OuterStride<>(block.rows()));
    process.start(at(process, first_step(process)), {views, first_}, state);
  }

  /// The processes it may start from, brought to its start time.
  std::vector<Block> arrive_before() {
    std::vector<Block> blocks;
    for (const Process* other : setting_.before) {
      Block state(rows_, other->layout().size());
      start(*other, blocks, state);
      for (std::uint64_t step = first_step(*other);
           static_cast<double>(step) * dt(*other) < process_.start_time() - 1e-9 * dt(*other);
           ++step)
        other->advance(at(*other, step), state);
      blocks.push_back(std::move(state));
    }
    return blocks;
  }

  void refill(double fill) { fill_scratch(scratch_, rows_, process_.layout().size(), fill); }

  const Process& process_;
  const ProcessSetting& setting_;
  std::uint64_t first_;
  Index rows_;
  Philox noise_{11};
  Scratch scratch_;
};

bool same_walk(const std::vector<Block>& a, const std::vector<Block>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Block& x, const Block& y) { return same_bits(x, y); });
}

}  // namespace

Violations process_violations(const Process& process, const ProcessSetting& setting) {
  Findings findings;
  findings.require(!process.name().empty(), "the process has no name");
  findings.require(process.layout().size() >= 1, "the state has no columns");
  findings.require(std::isfinite(process.time_per_step()) && process.time_per_step() >= 0,
                   "the time per step is not a number >= 0");
  findings.require(std::isfinite(process.start_time()) && process.start_time() >= 0,
                   "the start time is not a number >= 0");
  if (Violations found = findings.take(); !found.empty()) return found;

  for (const Index rows : path_counts) {
    const std::vector<Block> whole = Walker(process, setting, 0, rows).walk(0.0, findings);
    findings.require(finite(whole.front()), "start() is not finite");
    findings.require(std::all_of(whole.begin() + 1, whole.end(), finite),
                     "advance() is not finite");

    const std::vector<Block> again = Walker(process, setting, 0, rows).walk(nan, findings);
    findings.require(same_bits(whole.front(), again.front()),
                     "start() does not write every entry, or differs when repeated");
    findings.require(same_walk(whole, again),
                     "advance() depends on what was left in the scratch, or differs when repeated");

    std::vector<Block> lanes = whole;
    for_each_lane(rows, [&](Index first, Index count) {
      const auto lane = Walker(process, setting, first, count).walk(0.0, findings);
      for (std::size_t i = 0; i < lanes.size(); ++i) lanes[i].middleRows(first, count) = lane[i];
    });
    findings.require(same_bits(whole.front(), lanes.front()),
                     "a path's start depends on the tile it is in");
    findings.require(same_walk(whole, lanes), "a path's steps depend on the tile it is in");

    findings.require(Walker(process, setting, 0, rows).allocations_of_second_step() == 0,
                     "memory is allocated in every step");
  }
  return findings.take();
}

void check_process(const Process& process, const ProcessSetting& setting) {
  CHECK(process_violations(process, setting) == Violations{});
}

}  // namespace sdescent
