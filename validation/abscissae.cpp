#include "validation/abscissae.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

namespace sdescent {

void require_positive_increasing(const std::string& name, const Eigen::ArrayXd& x,
                                 Eigen::Index least) {
  require_at_least("number of " + name, x.size(), least);
  for (Eigen::Index i = 0; i < x.size(); ++i)
    require(x(i) > (i == 0 ? 0.0 : x(i - 1)), name, "positive and increasing",
            fmt::format("{} at place {}", x(i), i + 1));
}

}  // namespace sdescent
