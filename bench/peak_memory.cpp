#include "bench/peak_memory.hpp"

#include "bench/workload.hpp"

#include <cmath>
#include <fstream>
#include <string>

namespace sdescent::bench {

double peak_memory(std::uint64_t paths) {
  QuadraticRun size = w1();
  size.paths = paths;
  size.steps = 20;
  size.records = 10;
  record_loss(sign_sgd_sde(size));
  // Not getrusage(): its maximum is inherited from whoever started the program.
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kilobytes = 0; word == "VmHWM:" && status >> kilobytes) return 1024.0 * kilobytes;
  return std::nan("");
}

}  // namespace sdescent::bench
