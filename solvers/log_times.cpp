#include "solvers/log_times.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sdescent {
namespace {

void require_increasing(const char* name, const std::vector<double>& times) {
  for (std::size_t i = 0; i < times.size(); ++i) {
    require_positive(name, times[i]);
    require(i == 0 || times[i] > times[i - 1], name, "increasing", fmt::format("{}", times[i]));
  }
}

}  // namespace

std::vector<double> log_times(const std::vector<double>& times, const std::vector<double>& kinks) {
  require_at_least("number of times of a law", static_cast<std::int64_t>(times.size()), 1);
  require_increasing("times of a law", times);
  require_increasing("kinks in time of a law", kinks);
  std::vector<double> stops = times;
  for (const double kink : kinks)
    if (kink < times.back()) stops.push_back(kink);
  std::sort(stops.begin(), stops.end());
  stops.erase(std::unique(stops.begin(), stops.end()), stops.end());
  stops.insert(stops.begin(), 1e-10 * stops.front());
  for (double& t : stops) t = std::log(t);
  return stops;
}

}  // namespace sdescent
