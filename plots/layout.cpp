#include "plots/layout.hpp"

#include "plots/metrics.hpp"
#include "plots/require_drawable.hpp"
#include "plots/series_columns.hpp"
#include "plots/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <variant>

namespace sdescent::plots {
namespace {

using metrics::kCaptionEm;
using metrics::kCaptionLine;
using metrics::kEm;
using metrics::kLine;

constexpr double kGap = 0.6 * kEm;      // Between neighbouring things.
constexpr double kRight = 1.6 * kEm;    // Right of the axes, where the last label needs no more.
constexpr double kTicMark = 0.8 * kEm;  // A tic and the gap to its label.
constexpr double kCaptionSide = kEm;    // Left and right of the caption.
constexpr double kMarkerRoom = 0.03;    // Beside the outermost points, as a part of their extent.

/// How the panels are arranged, and the size of one.
struct Grid {
  std::size_t columns;
  double panel_width;
  double panel_height;
};

std::size_t columns_of(const Figure& figure) {
  const std::size_t count = figure.panels.size();
  if (figure.columns > 0) return std::min(static_cast<std::size_t>(figure.columns), count);
  return count == 4 ? 2 : std::min<std::size_t>(count, 3);
}

Grid grid_of(const Figure& figure) {
  constexpr std::array<double, 2> widths{800, 750};  // Alone in a row, in a row of two.
  const std::size_t columns = columns_of(figure);
  const bool short_row = columns <= widths.size();
  const bool one_row = figure.panels.size() <= columns;
  return {columns, short_row ? widths[columns - 1] : 600, short_row && one_row ? 620.0 : 500.0};
}

using Along = std::vector<NamedColumn> (*)(const Shape&);

/// What the data span along one axis. An axis with nothing on it, the x axis of a
/// panel of horizontal rules alone, runs from 1 to 10: valid on every scale.
Extent extent_of(const Panel& panel, Along along) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Extent extent{infinity, -infinity};
  for (const Series& series : panel.series)
    for (const NamedColumn& column : along(series.shape))
      for (const double value : column.values) {
        if (std::isnan(value)) continue;
        extent.min = std::min(extent.min, value);
        extent.max = std::max(extent.max, value);
      }
  return extent.min <= extent.max ? extent : Extent{1, 10};
}

bool has_points(const Panel& panel) {
  return std::any_of(panel.series.begin(), panel.series.end(), [](const Series& series) {
    return std::holds_alternative<Points>(series.shape);
  });
}

/// Of the labels at an axis, in pixels.
double widest_label(const Scale& scale) {
  double widest = 0;
  for (const Tic& tic : scale.tics) widest = std::max(widest, text_width(tic.label));
  return widest * kEm;
}

double height_of(const std::vector<std::string>& lines) {
  return static_cast<double>(lines.size()) * kLine;
}

void grow(double& value, double least) { value = std::max(value, least); }

/// The y axis, and the text whose room does not depend on other panels.
PanelLayout begin_panel(const Panel& panel, const std::string& name, const Grid& grid) {
  PanelLayout layout;
  layout.y = choose_scale(name + ", y axis", panel.y, extent_of(panel, y_columns),
                          Fit{.round_ends = true});
  layout.y_label = wrap(panel.y.label, 0.7 * grid.panel_height / kEm);
  return layout;
}

/// The x axis on `width` pixels, with fewer tics where their labels would run together.
Scale x_scale(const Panel& panel, const std::string& name, double width) {
  Fit fit{.margin = has_points(panel) ? kMarkerRoom : 0};
  Scale scale;
  do {
    scale = choose_scale(name + ", x axis", panel.x, extent_of(panel, x_columns), fit);
    --fit.most_steps;
  } while (fit.most_steps > 0 && !panel.x.log &&
           static_cast<double>(scale.tics.size()) * (widest_label(scale) + kEm) > width + kEm);
  return scale;
}

/// From the outer edge of the y label to the axes: label, labels of the tics, tics.
double y_label_width(const PanelLayout& panel) {
  return height_of(panel.y_label) + kGap + widest_label(panel.y) + kTicMark;
}

/// Fixes the left and right end of the axes, alike along each column, and what depends on them.
void place_columns(std::vector<PanelLayout>& panels, const Figure& figure, const Grid& grid) {
  std::vector<double> left(grid.columns);
  for (std::size_t i = 0; i < panels.size(); ++i)
    grow(left[i % grid.columns], kGap + y_label_width(panels[i]));

  std::vector<double> right(grid.columns, kRight);
  for (std::size_t i = 0; i < panels.size(); ++i) {
    const std::size_t column = i % grid.columns;
    panels[i].x = x_scale(figure.panels[i], panel_name(figure.panels[i], i + 1),
                          grid.panel_width - left[column] - kRight);
    grow(right[column], widest_label(panels[i].x) / 2 + kGap);
  }

  for (std::size_t i = 0; i < panels.size(); ++i) {
    PanelLayout& panel = panels[i];
    const std::size_t column = i % grid.columns;
    const double cell = static_cast<double>(column) * grid.panel_width;
    panel.axes.left = cell + left[column];
    panel.axes.right = cell + grid.panel_width - right[column];
    panel.y_label_left = panel.axes.left - y_label_width(panel);
    panel.title = wrap(figure.panels[i].title, panel.axes.width() / kEm);
    panel.x_label = wrap(figure.panels[i].x.label, panel.axes.width() / kEm);
  }
}

/// Fixes the rest of one row of panels, with its upper edge at height 0. Returns its height.
double place_row(std::span<PanelLayout> row, std::span<const Panel> panels, const Grid& grid) {
  double above = 0;
  double below = 0;
  for (const PanelLayout& panel : row) {
    grow(above, kGap + height_of(panel.title) + kEm);
    grow(below, kTicMark + kLine + height_of(panel.x_label) + kGap);
  }
  double key_height = 0;
  for (std::size_t i = 0; i < row.size(); ++i) {
    PanelLayout& panel = row[i];
    panel.axes.top = -above;
    panel.axes.bottom = below - grid.panel_height;
    panel.key_top = -grid.panel_height - kGap;
    panel.key = lay_out_key(panels[i], panel.x, panel.y, panel.axes.width(), panel.axes.height());
    if (panel.key.place == KeyPlace::below) grow(key_height, panel.key.height());
  }
  return grid.panel_height + key_height;
}

void raise(PanelLayout& panel, double by) {
  panel.axes.bottom += by;
  panel.axes.top += by;
  panel.key_top += by;
}

}  // namespace

FigureLayout lay_out(const Figure& figure) {
  require_drawable(figure);
  const Grid grid = grid_of(figure);
  FigureLayout layout{.width = static_cast<double>(grid.columns) * grid.panel_width};
  for (std::size_t i = 0; i < figure.panels.size(); ++i)
    layout.panels.push_back(
        begin_panel(figure.panels[i], panel_name(figure.panels[i], i + 1), grid));
  place_columns(layout.panels, figure, grid);

  std::vector<double> depths;  // Of the rows' upper edges below the upper edge of the figure.
  double depth = 0;
  for (std::size_t first = 0; first < layout.panels.size(); first += grid.columns) {
    const std::size_t count = std::min(grid.columns, layout.panels.size() - first);
    depths.push_back(depth);
    depth += place_row(std::span(layout.panels).subspan(first, count),
                       std::span(figure.panels).subspan(first, count), grid);
  }

  layout.caption = wrap(figure.caption, (layout.width - 2 * kCaptionSide) / kCaptionEm);
  const double lines = static_cast<double>(layout.caption.size());
  const double caption_height = layout.caption.empty() ? 0 : lines * kCaptionLine + 2 * kGap;
  layout.height = std::ceil(depth + caption_height);
  layout.caption_left = kCaptionSide;
  layout.caption_top = layout.height - depth - kGap;
  for (std::size_t i = 0; i < layout.panels.size(); ++i)
    raise(layout.panels[i], layout.height - depths[i / grid.columns]);
  return layout;
}

}  // namespace sdescent::plots
