#include "cli/progress.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <unistd.h>

namespace sdescent::cli {
namespace {

using std::chrono::milliseconds;
constexpr milliseconds redraw_each{100};
constexpr milliseconds line_each{30'000};
constexpr int bar_width = 40;

}  // namespace

Progress::Progress(std::string label)
    : label_(std::move(label)),
      terminal_(isatty(STDERR_FILENO) == 1),
      next_(Clock::now() + (terminal_ ? redraw_each : line_each)) {}

Progress::~Progress() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
}

void Progress::operator()(double fraction) {
  const auto now = Clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? redraw_each : line_each);
  if (!terminal_) {
    fmt::print(stderr, "{}: {:.0f} %\n", label_, 100 * fraction);
    return;
  }
  const int filled = static_cast<int>(fraction * bar_width);
  fmt::print(stderr, "\r\033[K{} [{:#<{}}{:.<{}}] {:.0f} %", label_, "", filled, "",
             bar_width - filled, 100 * fraction);
  std::fflush(stderr);
  drawn_ = true;
}

}  // namespace sdescent::cli
