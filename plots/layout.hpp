#pragma once
/// \file
/// Where everything in a figure goes. Lengths in pixels of the PNG, y upwards from the bottom.

#include "plots/figure.hpp"
#include "plots/key_layout.hpp"
#include "plots/occupancy.hpp"
#include "plots/scale.hpp"

#include <string>
#include <vector>

namespace sdescent::plots {

struct PanelLayout {
  Scale x = {};
  Scale y = {};
  Rectangle axes = {};  ///< What the two axes enclose.
  std::vector<std::string> title = {};
  std::vector<std::string> x_label = {};
  std::vector<std::string> y_label = {};
  double y_label_left = 0;
  KeyLayout key = {};
  double key_top = 0;  ///< Of a key below the panel.
};

struct FigureLayout {
  double width = 0;
  double height = 0;
  std::vector<PanelLayout> panels = {};
  std::vector<std::string> caption = {};
  double caption_left = 0;
  double caption_top = 0;
};

/// Panels fill rows from the left. A panel is 800 pixels wide where it is alone in its row, 750 in
/// rows of two, 600 in longer ones; 620 high in a single row of up to two, else 500: one panel
/// makes 800 x 620, two 1500 x 620, four 1500 x 1000. Each row grows by the largest key below one
/// of its panels, the figure by its caption. Axes are aligned along rows and columns.
///
/// The x axis hugs the data, so that curves begin and end at the frame, but leaves room around
/// points; the y axis ends at tics, or just beyond where a curve would lie on its end. InvalidInput
/// if require_drawable says so or an axis would have no length.
FigureLayout lay_out(const Figure& figure);

}  // namespace sdescent::plots
