#include "solvers/gauss_legendre.hpp"

#include "io/require.hpp"

#include <gsl/gsl_integration.h>

#include <memory>

namespace sdescent {

GaussLegendre::GaussLegendre(Eigen::Index n, double a, double b) {
  require_at_least("number of Gauss-Legendre nodes", n, 1);
  nodes.resize(n);
  weights.resize(n);
  const std::unique_ptr<gsl_integration_glfixed_table,
                        decltype(&gsl_integration_glfixed_table_free)>
      table(gsl_integration_glfixed_table_alloc(static_cast<std::size_t>(n)),
            &gsl_integration_glfixed_table_free);
  for (Eigen::Index i = 0; i < n; ++i)
    gsl_integration_glfixed_point(a, b, static_cast<std::size_t>(i), &nodes(i), &weights(i),
                                  table.get());
}

}  // namespace sdescent
