#pragma once
/// \file
/// Ctrl-C and SIGTERM as a flag that runs poll.

#include <atomic>

namespace sdescent::cli {

/// From now on SIGINT and SIGTERM set interrupt_flag(); a second one ends the process at once.
void catch_interrupts();

const std::atomic<bool>& interrupt_flag();

}  // namespace sdescent::cli
