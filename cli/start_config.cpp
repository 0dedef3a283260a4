#include "cli/start_config.hpp"

#include "cli/at_place.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace sdescent::cli {
namespace {

Eigen::VectorXd coordinates(const ConfigTable& t, const char* key, Index dimension) {
  Eigen::VectorXd values = t.vector_or_constant(key, dimension);
  at(t.where(key), [&] {
    require_equal(fmt::format("number of coordinates of {}", key), values.size(), dimension);
  });
  return values;
}

bool same_fields(const Layout& a, const Layout& b) {
  return std::equal(
      a.fields().begin(), a.fields().end(), b.fields().begin(), b.fields().end(),
      [](const Field& f, const Field& g) { return f.name == g.name && f.size == g.size; });
}

std::size_t place_of(const std::string& name,
                     const std::vector<std::shared_ptr<const Process>>& earlier) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < earlier.size(); ++i) {
    if (earlier[i]->name() == name) return i;
    names.push_back(earlier[i]->name());
  }
  throw_unknown("earlier process", name, names);
}

/// The columns of `process` that a state of this layout takes over.
Start taken_over(const Process& process, std::size_t number, double time, const Layout& layout) {
  if (same_fields(layout, process.layout())) return StartFrom(process, number, time);
  require(layout.fields().size() == 1, "process to start from",
          fmt::format("one of state {}", fields_of(layout)),
          fmt::format("{} of state {}", process.name(), fields_of(process.layout())));
  return StartFrom(process, number, layout.fields().front().name, time);
}

}  // namespace

std::string fields_of(const Layout& layout) {
  std::string names;
  for (const Field& field : layout.fields()) names += (names.empty() ? "" : ", ") + field.name;
  return names;
}

Start read_start_from(const ConfigTable& t, const Layout& layout,
                      const std::vector<std::shared_ptr<const Process>>& earlier) {
  const std::size_t number = at(t.where("from"), [&] { return place_of(t.text("from"), earlier); });
  const Start start = at(t.where("time"), [&] {
    return taken_over(*earlier[number], number, t.real_or("time", 0.0), layout);
  });
  t.refuse_unknown_keys();
  return start;
}

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
