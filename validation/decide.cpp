#include "validation/decide.hpp"

#include <algorithm>
#include <numeric>

namespace sdescent {

std::vector<DecidedClaim> decide(const std::vector<Assessment>& assessments, double alpha) {
  const std::size_t n = assessments.size();
  std::vector<double> p(n);
  std::transform(assessments.begin(), assessments.end(), p.begin(),
                 [](const Assessment& a) { return a.p_value(); });
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  std::vector<DecidedClaim> decided(n);
  bool stopped = false;
  double level = alpha;
  for (std::size_t j = 0; j < n; ++j) {
    const std::size_t i = order[j];
    if (!stopped) level = alpha / static_cast<double>(n - j);
    decided[i] = {assessments[i].claim(), assessments[i].read(level)};
    stopped = stopped || p[i] > level;
    if (stopped) decided[i].reading.verdict = Verdict::undecided;
  }
  return decided;
}

bool all_decided(const std::vector<DecidedClaim>& claims) {
  return std::none_of(claims.begin(), claims.end(), [](const DecidedClaim& c) {
    return c.reading.verdict == Verdict::undecided;
  });
}

}  // namespace sdescent
