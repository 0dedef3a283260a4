#include "solvers/law.hpp"

#include <cmath>

namespace sdescent {

double Law::mean() const {
  return mean([](double x) { return x; });
}

double Law::variance() const { return moment(2, mean()); }

double Law::standard_deviation() const { return std::sqrt(variance()); }

double Law::moment(unsigned order, double about) const {
  return mean([=](double x) {
    double power = 1.0;
    for (unsigned i = 0; i < order; ++i) power *= x - about;
    return power;
  });
}

}  // namespace sdescent
