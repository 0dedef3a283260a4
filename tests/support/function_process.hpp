#pragma once
/// \file
/// A process made of two functions, for tests of what drives processes.

#include "solvers/process.hpp"

#include <functional>
#include <memory>
#include <string>

namespace sdescent {

/// What a FunctionProcess is made of. Without functions its state starts at 0 and stays.
struct FunctionProcessParts {
  std::string name = "p";
  Layout layout = {{"x", 1}};
  double time_per_step = 1.0;
  std::uint16_t stream = 0;
  double start_time = 0.0;
  std::function<void(const At&, const Lockstep&, BlockRef)> start =
      [](const At&, const Lockstep&, BlockRef state) { state.setZero(); };
  std::function<void(const At&, BlockRef)> advance = [](const At&, BlockRef) {};
};

class FunctionProcess final : public Process {
 public:
  explicit FunctionProcess(FunctionProcessParts parts) : parts_(std::move(parts)) {}

  const std::string& name() const override { return parts_.name; }
  const Layout& layout() const override { return parts_.layout; }
  double time_per_step() const override { return parts_.time_per_step; }
  std::uint16_t stream() const override { return parts_.stream; }
  double start_time() const override { return parts_.start_time; }
  void start(const At& at, const Lockstep& others, BlockRef state) const override {
    parts_.start(at, others, state);
  }
  void advance(const At& at, BlockRef state) const override { parts_.advance(at, state); }

 private:
  FunctionProcessParts parts_;
};

inline std::shared_ptr<const Process> make_process(FunctionProcessParts parts) {
  return std::make_shared<FunctionProcess>(std::move(parts));
}

}  // namespace sdescent
