#include "plots/key_layout.hpp"

#include "plots/metrics.hpp"
#include "plots/occupancy.hpp"
#include "plots/text.hpp"

#include <algorithm>

namespace sdescent::plots {
namespace {

using metrics::kEm;
using metrics::kLine;

constexpr double kSample = 4.5 * kEm;  // Sample and the gaps around it.
constexpr double kWidestInside = 0.6;  // Of the panel; longer labels are wrapped.
constexpr double kFrame = 0.6 * kEm;   // Between the key and what is around it.

std::vector<KeyEntry> entries_of(const Panel& panel, double label_width) {
  std::vector<KeyEntry> entries;
  for (std::size_t i = 0; i < panel.series.size(); ++i)
    if (!panel.series[i].label.empty())
      entries.push_back({i, wrap(panel.series[i].label, label_width / kEm)});
  return entries;
}

/// Of the widest entry with its sample, in pixels.
double entry_width(const std::vector<KeyEntry>& entries) {
  double widest = 0;
  for (const KeyEntry& entry : entries)
    for (const std::string& line : entry.lines) widest = std::max(widest, text_width(line));
  return kSample + widest * kEm;
}

/// The space of a key in a corner, in units of the axes.
Rectangle corner(KeyPlace place, double width, double height) {
  const bool right = place == KeyPlace::top_right || place == KeyPlace::bottom_right;
  const bool top = place == KeyPlace::top_right || place == KeyPlace::top_left;
  return {right ? 1 - width : 0, top ? 1 - height : 0, right ? 1 : width, top ? 1 : height};
}

/// The first corner with nothing but background; `below` if there is none.
KeyPlace choose_place(const Occupancy& occupancy, double width, double height) {
  if (width > 1 || height > 1) return KeyPlace::below;
  for (const KeyPlace place :
       {KeyPlace::top_right, KeyPlace::top_left, KeyPlace::bottom_right, KeyPlace::bottom_left})
    if (!occupancy.touches(corner(place, width, height))) return place;
  return KeyPlace::below;
}

/// Below the panel there are as many columns as fit, each as wide as the widest entry; but one if
/// an entry has several lines, which could end up in two.
void spread_below(KeyLayout& key, const Panel& panel, double width) {
  key.entries = entries_of(panel, width - kSample);
  const bool several_lines =
      std::any_of(key.entries.begin(), key.entries.end(),
                  [](const KeyEntry& entry) { return entry.lines.size() > 1; });
  const int fitting = static_cast<int>(width / entry_width(key.entries));
  const int most = several_lines ? 1 : static_cast<int>(key.entries.size());
  key.columns = std::clamp(fitting, 1, most);
}

}  // namespace

int KeyLayout::rows() const {
  std::size_t lines = 0;
  for (const KeyEntry& entry : entries) lines += entry.lines.size();
  return (static_cast<int>(lines) + columns - 1) / columns;
}

double KeyLayout::height() const { return rows() * kLine + 2 * kFrame; }

KeyLayout lay_out_key(const Panel& panel, const Scale& x, const Scale& y, double width,
                      double height) {
  KeyLayout key{.place = panel.key};
  key.entries = entries_of(panel, kWidestInside * width - kSample);
  if (key.entries.empty()) key.place = KeyPlace::none;
  if (key.place == KeyPlace::automatic)
    key.place =
        choose_place(Occupancy(panel, x, y), (entry_width(key.entries) + 2 * kFrame) / width,
                     key.height() / height);
  if (key.place == KeyPlace::below) spread_below(key, panel, width);
  return key;
}

}  // namespace sdescent::plots
