#include "validation/build_info.hpp"

#include "solvers/kernels/kernels.hpp"
#include "solvers/symmetric_eigen.hpp"

#include <Eigen/Core>
#include <boost/version.hpp>
#include <fmt/format.h>
#include <gsl/gsl_version.h>
#include <nlohmann/json.hpp>

#include "git_state.hpp"
#include <zlib.h>

namespace sdescent {
namespace {

std::string compiler() {
#ifdef __clang__
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

}  // namespace

const BuildInfo& build_info() {
  static const BuildInfo info{
      SDESCENT_VERSION,
      SDESCENT_GIT_STATE,
      compiler(),
      kernels().instruction_set,
      {{"boost", fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
                             BOOST_VERSION % 100)},
       {"eigen",
        fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
       {"gsl", gsl_version},
       {"fmt",
        fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
       {"nlohmann-json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR,
                                     NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH)},
       {"blas", blas_in_use()},
       {"zlib", zlibVersion()}}};
  return info;
}

}  // namespace sdescent
