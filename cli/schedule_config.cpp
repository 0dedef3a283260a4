#include "cli/schedule_config.hpp"

#include "cli/at_place.hpp"
#include "io/nearest.hpp"

#include <string>
#include <vector>

namespace sdescent::cli {
namespace {

Schedule of_kind(const std::string& kind, const ConfigTable& t) {
  const auto floor = [&] { return t.real_or("floor", 0.0); };
  const auto initial = [&] { return t.real_or("initial", 0.0); };
  if (kind == "constant") return {};
  if (kind == "power") return Schedule::power(t.real("exponent"));
  if (kind == "cosine") return Schedule::cosine(t.real("duration"), floor());
  if (kind == "warmup") return Schedule::warmup(t.real("duration"), initial());
  if (kind == "stable_decay")
    return Schedule::stable_decay(t.real("decay_from"), t.real("decay_until"), floor());
  if (kind == "warmup_stable_decay")
    return Schedule::warmup_stable_decay(t.real("warmup"), t.real("decay_from"),
                                         t.real("decay_until"), initial(), floor());
  throw_unknown("schedule", kind,
                std::vector<std::string>{"constant", "power", "cosine", "warmup", "stable_decay",
                                         "warmup_stable_decay"});
}

}  // namespace

Schedule read_schedule(const ConfigTable& t) {
  const std::string kind = t.text("kind");
  const Schedule schedule = at(t.where("kind"), [&] { return of_kind(kind, t); });
  t.refuse_unknown_keys();
  return schedule;
}

Schedule read_schedule_or(const ConfigTable& t, const Schedule& otherwise) {
  return t.has("schedule") ? read_schedule(t.table("schedule")) : otherwise;
}

}  // namespace sdescent::cli
