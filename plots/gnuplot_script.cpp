#include "plots/gnuplot_script.hpp"

#include "plots/gnuplot_data.hpp"
#include "plots/gnuplot_words.hpp"
#include "plots/layout.hpp"
#include "plots/metrics.hpp"
#include "plots/series_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace sdescent {
namespace {

using namespace plots;

using metrics::kPixelsPerInch;
using metrics::kPixelsPerPoint;

/// A place `pixels` along an edge of the canvas that is `length` long.
std::string screen(double pixels, double length) {
  return fmt::format("screen {:.5f}", pixels / length);
}

/// The three terminals count sizes in different units; the factors make their pictures alike.
std::string terminals(const Figure& figure, const FigureLayout& layout) {
  std::string identifier = figure.name;  // Of the SVG's elements, where pages embed several.
  std::replace_if(
      identifier.begin(), identifier.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  const std::string font = fmt::format("font 'DejaVu Sans,{}'", metrics::kFontSize);
  std::string out;
  out += fmt::format(
      "if (format eq 'svg') set terminal svg size {},{} {} fontscale {:.4f} linewidth 1.4 "
      "enhanced background rgb 'white' name '{}'; set pointsize 0.7\n",
      layout.width, layout.height, font, kPixelsPerPoint, identifier);
  out += fmt::format(
      "if (format eq 'png') set terminal pngcairo size {},{} {} linewidth 1.4 dashlength 1.5 "
      "enhanced; set pointsize 1\n",
      layout.width, layout.height, font);
  out += fmt::format(
      "if (format eq 'pdf') set terminal pdfcairo size {:.4f}in,{:.4f}in {} fontscale {:.4f} "
      "linewidth 2.1 dashlength 1.5 enhanced; set pointsize 0.75\n",
      layout.width / kPixelsPerInch, layout.height / kPixelsPerInch, font, 1 / kPixelsPerPoint);
  return out;
}

std::string header(const Figure& figure, const FigureLayout& layout) {
  const std::string& name = figure.name;
  std::string out = fmt::format(
      "# gnuplot {0}.gp                       draws {0}.svg from {0}.dat\n"
      "# gnuplot -e \"format='png'\" {0}.gp     draws {0}.png; likewise 'pdf'\n"
      "# The variable target replaces the file drawn to.\n"
      "if (!exists('format')) format = 'svg'\n"
      "if (!exists('target')) target = '{0}.'.format\n"
      "if (format ne 'svg' && format ne 'png' && format ne 'pdf') "
      "exit error 'format must be svg, png or pdf'\n"
      "data = '{0}.dat'\n"
      "set encoding utf8\n",
      name);
  out += terminals(figure, layout);
  out +=
      "if (target ne '') set output target\n"
      "set border 3 lw 0.8 lc rgb '#444444'\n"
      "set tics nomirror out scale 0.6,0.35 textcolor rgb '#333333'\n"
      "set grid noxtics ytics nomytics back lt 1 lw 0.5 lc rgb '#dddddd'\n"
      "set clip two\n"
      "set multiplot\n";
  return out;
}

/// Lines of text at places of the canvas, each by itself, so that their places do not depend on how
/// a terminal spaces lines.
std::string caption(const FigureLayout& layout) {
  std::string out;
  for (std::size_t i = 0; i < layout.caption.size(); ++i) {
    const double middle =
        layout.caption_top - (static_cast<double>(i) + 0.5) * metrics::kCaptionLine;
    out += fmt::format("set label {} at {},{} left font ',{}'\n", quoted_lines({layout.caption[i]}),
                       screen(layout.caption_left, layout.width), screen(middle, layout.height),
                       metrics::kCaptionSize);
  }
  return out;
}

std::string y_label(const PanelLayout& panel, const FigureLayout& layout) {
  const double middle = (panel.axes.bottom + panel.axes.top) / 2;
  std::string out;
  for (std::size_t i = 0; i < panel.y_label.size(); ++i) {
    const double left = panel.y_label_left + (static_cast<double>(i) + 0.5) * metrics::kLine;
    out +=
        fmt::format("set label {} at {},{} center rotate by 90\n", quoted_lines({panel.y_label[i]}),
                    screen(left, layout.width), screen(middle, layout.height));
  }
  return out;
}

std::string tics(char axis, const Scale& scale) {
  std::string list;
  for (const Tic& tic : scale.tics) {
    if (!list.empty()) list += ", ";
    list += fmt::format("{} {}", quoted_lines({tic.label}), tic.at);
    if (tic.label.empty()) list += " 1";
  }
  return fmt::format("set {0}range [{1}:{2}]\nset {0}tics ({3})\n", axis, scale.ends.min,
                     scale.ends.max, list);
}

std::string axes(const PanelLayout& panel, const FigureLayout& layout) {
  std::string out =
      fmt::format("set lmargin at {}; set rmargin at {}; set bmargin at {}; set tmargin at {}\n",
                  screen(panel.axes.left, layout.width), screen(panel.axes.right, layout.width),
                  screen(panel.axes.bottom, layout.height), screen(panel.axes.top, layout.height));
  out += fmt::format("set title {}\nset xlabel {}\n", quoted_lines(panel.title),
                     quoted_lines(panel.x_label));
  out += "unset logscale\n";
  if (panel.x.log) out += "set logscale x\n";
  if (panel.y.log) out += "set logscale y\n";
  return out + tics('x', panel.x) + tics('y', panel.y);
}

/// Rules as arrows without heads, those outside the axes left out.
std::string rules(const Panel& panel, const PanelLayout& layout) {
  std::string out;
  for (const Series& series : panel.series) {
    const Rule* rule = std::get_if<Rule>(&series.shape);
    if (rule == nullptr) continue;
    const bool horizontal = rule->direction == Direction::horizontal;
    const double position = (horizontal ? layout.y : layout.x).position(rule->at);
    if (position < 0 || position > 1) continue;
    const std::string ends = horizontal
                                 ? fmt::format("graph 0,first {0} to graph 1,first {0}", rule->at)
                                 : fmt::format("first {0},graph 0 to first {0},graph 1", rule->at);
    out += fmt::format("set arrow from {} nohead back {}\n", ends, stroke(series.style));
  }
  return out;
}

/// Samples are towards the frame, so that they stand in line whatever the widths of the labels.
std::string key_place(const PanelLayout& panel, const FigureLayout& layout) {
  const std::string_view at_right = "Right noreverse";
  const std::string_view at_left = "Left reverse";
  switch (panel.key.place) {
    case KeyPlace::top_right:
      return fmt::format("inside top right {}", at_right);
    case KeyPlace::top_left:
      return fmt::format("inside top left {}", at_left);
    case KeyPlace::bottom_right:
      return fmt::format("inside bottom right {}", at_right);
    case KeyPlace::bottom_left:
      return fmt::format("inside bottom left {}", at_left);
    default:
      return fmt::format("at {},{} center top {}",
                         screen((panel.axes.left + panel.axes.right) / 2, layout.width),
                         screen(panel.key_top, layout.height), at_left);
  }
}

std::string key(const PanelLayout& panel, const FigureLayout& layout) {
  if (panel.key.place == KeyPlace::none) return "unset key\n";
  return fmt::format("set key {} vertical maxrows {} samplen 3 spacing {}\n",
                     key_place(panel, layout), panel.key.rows(), metrics::kKeySpacing);
}

/// The series themselves, bands before all others.
std::vector<std::string> drawn(const Panel& panel, const std::vector<std::size_t>& blocks) {
  constexpr std::array<std::string_view, 5> all_of{"", "1", "1:2", "1:2:3", "1:2:3:4"};
  std::vector<std::string> bands;
  std::vector<std::string> others;
  for (std::size_t i = 0; i < panel.series.size(); ++i) {
    const Shape& shape = panel.series[i].shape;
    if (std::holds_alternative<Rule>(shape)) continue;
    std::vector<std::string>& layer = std::holds_alternative<Band>(shape) ? bands : others;
    layer.push_back(fmt::format("data index {} using {} with {} notitle", blocks[i],
                                all_of[1 + y_columns(shape).size()], plot_style(panel.series[i])));
  }
  bands.insert(bands.end(), others.begin(), others.end());
  // gnuplot draws no axes without a plot.
  if (bands.empty()) bands.push_back("NaN notitle");
  return bands;
}

/// The key in its own order; further lines of a label are entries without a sample.
std::vector<std::string> listed(const Panel& panel, const KeyLayout& key) {
  std::vector<std::string> entries;
  for (const KeyEntry& entry : key.entries) {
    std::string sample = plot_style(panel.series[entry.series]);
    for (const std::string& line : entry.lines) {
      entries.push_back(fmt::format("keyentry with {} title {}", sample, quoted_lines({line})));
      sample = "lines lt nodraw";
    }
  }
  return entries;
}

std::string plot(const Panel& panel, const PanelLayout& layout,
                 const std::vector<std::size_t>& blocks) {
  std::vector<std::string> parts = drawn(panel, blocks);
  if (layout.key.place != KeyPlace::none)
    for (std::string& entry : listed(panel, layout.key)) parts.push_back(std::move(entry));
  return fmt::format("plot {}\n", fmt::join(parts, ", \\\n     "));
}

}  // namespace

std::string gnuplot_script(const Figure& figure) {
  const FigureLayout layout = lay_out(figure);
  const std::vector<std::vector<std::size_t>> blocks = data_blocks(figure);
  std::string out = header(figure, layout);
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const Panel& panel = figure.panels[i];
    out += fmt::format("\n# Panel {}\n", i + 1);
    out += axes(layout.panels[i], layout);
    out += y_label(layout.panels[i], layout);
    if (i == 0) out += caption(layout);
    out += rules(panel, layout.panels[i]);
    out += key(layout.panels[i], layout);
    out += plot(panel, layout.panels[i], blocks[i]);
    out += "unset label; unset arrow\n";
  }
  return out + "unset multiplot\nset output\n";
}

}  // namespace sdescent
