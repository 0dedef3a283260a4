#include "cli/start_config.hpp"

#include "cli/at_place.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <string>

namespace sdescent::cli {
namespace {

Eigen::VectorXd coordinates(const ConfigTable& t, const char* key, Index dimension) {
  Eigen::VectorXd values = t.vector(key);
  at(t.where(key), [&] {
    require_equal(fmt::format("number of coordinates of {}", key), values.size(), dimension);
  });
  return values;
}

}  // namespace

Start read_start(const ConfigTable& root, Index dimension) {
  if (!root.has("start")) return StartPoint(Eigen::VectorXd::Zero(dimension));
  const ConfigTable t = root.table("start");
  const auto read = [&]() -> Start {
    if (t.has("mean"))
      return at(t.where("deviations"), [&] {
        return GaussianStart(coordinates(t, "mean", dimension),
                             coordinates(t, "deviations", dimension));
      });
    if (t.has("lo"))
      return at(t.where("hi"), [&] {
        return UniformStart(coordinates(t, "lo", dimension), coordinates(t, "hi", dimension));
      });
    return at(t.where("point"), [&] { return StartPoint(coordinates(t, "point", dimension)); });
  };
  const Start start = read();
  t.refuse_unknown_keys();
  return start;
}

}  // namespace sdescent::cli
