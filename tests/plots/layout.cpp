#include "plots/layout.hpp"

#include "tests/plots/figures.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace sdescent::plots {
namespace {

/// A figure of `count` equal panels.
Figure figure_with(std::size_t count, int columns = 0) {
  const Panel panel = Panel{.title = "Title"}.line({0, 1}, {0, 1}, "", {});
  return {.name = "test", .panels = std::vector<Panel>(count, panel), .columns = columns};
}

std::pair<double, double> size_of(const Figure& figure) {
  const FigureLayout layout = lay_out(figure);
  return {layout.width, layout.height};
}

TEST_CASE("Figures have the sizes of their arrangement", "[plots]") {
  CHECK(size_of(figure_with(1)) == std::pair(800.0, 620.0));
  CHECK(size_of(figure_with(2)) == std::pair(1500.0, 620.0));
  CHECK(size_of(figure_with(3)) == std::pair(1800.0, 500.0));
  CHECK(size_of(figure_with(4)) == std::pair(1500.0, 1000.0));
  CHECK(size_of(figure_with(5)) == std::pair(1800.0, 1000.0));
  CHECK(size_of(figure_with(9)) == std::pair(1800.0, 1500.0));
  CHECK(size_of(figure_with(2, 1)) == std::pair(800.0, 1000.0));
  CHECK(size_of(figure_with(4, 4)) == std::pair(2400.0, 500.0));
  CHECK(size_of(figure_with(2, 7)) == std::pair(1500.0, 620.0));
}

TEST_CASE("A caption adds its height below the panels", "[plots]") {
  Figure figure = figure_with(2);
  const FigureLayout without = lay_out(figure);
  figure.caption.assign(400, 'a');
  figure.caption += ' ';
  figure.caption.append(400, 'b');
  const FigureLayout with = lay_out(figure);
  CHECK(with.caption.size() == 2);
  CHECK(with.height > without.height + 30);
  CHECK(with.panels[0].axes.height() == Approx(without.panels[0].axes.height()));
  CHECK(with.caption_top < with.panels[0].axes.bottom - 40);
}

TEST_CASE("A key below a panel adds its height to the row", "[plots]") {
  Figure figure = figure_with(4);
  figure.panels[1].series[0].label = "label";
  figure.panels[1].key = KeyPlace::below;
  const FigureLayout layout = lay_out(figure);
  const double height = layout.panels[1].key.height();
  CHECK(layout.height == Approx(1000 + height).margin(1));
  CHECK(layout.panels[1].key_top < layout.panels[1].axes.bottom - 20);
  CHECK(layout.panels[1].key_top - height > layout.panels[3].axes.top);
}

TEST_CASE("Axes are aligned and inside their panels", "[plots]") {
  Figure figure = figure_with(6);
  figure.panels[0].y.label = "E f(X_{t})";
  figure.panels[0].title = "A title that is much too long for the width of the panel it belongs to";
  figure.panels[4].x.label = "t";
  const FigureLayout layout = lay_out(figure);
  CHECK(layout.panels[0].title.size() == 2);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(layout.panels[i].axes.left == layout.panels[i + 3].axes.left);
    CHECK(layout.panels[i].axes.right == layout.panels[i + 3].axes.right);
    CHECK(layout.panels[i].axes.top == layout.panels[0].axes.top);
    CHECK(layout.panels[i + 3].axes.bottom == layout.panels[3].axes.bottom);
    CHECK(layout.panels[i].axes.left > 600.0 * static_cast<double>(i) + 20);
    CHECK(layout.panels[i].axes.right < 600.0 * static_cast<double>(i + 1) - 20);
    CHECK(layout.panels[i + 3].axes.bottom > 20);
  }
}

TEST_CASE("The x axis hugs curves and leaves room around points", "[plots]") {
  Figure figure = figure_of(Panel{}.line({0.3, 7.3}, {0, 1}, "", {}),
                            Panel{}.points({0.3, 7.3}, {0, 1}, "", {}));
  const FigureLayout layout = lay_out(figure);
  CHECK(layout.panels[0].x.ends.max == 7.3);
  CHECK(layout.panels[1].x.ends.max > 7.3);
  CHECK(layout.panels[1].x.ends.min < 0.3);
}

TEST_CASE("Axes hold bands, error bars and rules, whatever has gaps", "[plots]") {
  const FigureLayout layout = lay_out(figure_of(Panel{}
                                                    .band({0, 1}, {-3, 0}, {1, NAN}, "", {})
                                                    .points({0.5}, {0}, {-1}, {8}, "", {})
                                                    .vertical(2)));
  CHECK(layout.panels[0].y.ends.min <= -3);
  CHECK(layout.panels[0].y.ends.max >= 8);
  CHECK(layout.panels[0].x.ends.max >= 2);
}

TEST_CASE("Labels at the right end of the x axis stay inside the panel", "[plots]") {
  Figure figure = figure_of(Panel{}.line({0, 3e6}, {0, 1}, "", {}));
  const FigureLayout layout = lay_out(figure);
  CHECK(layout.panels[0].x.tics.back().label == "3.0·10^{6}");
  CHECK(layout.panels[0].axes.right < 800 - 38);
}

TEST_CASE("Long labels of tics on the x axis get fewer tics", "[plots]") {
  Figure figure = figure_with(3);
  figure.panels[0].series.clear();
  figure.panels[0].line({0, 0.65e-3}, {0, 1}, "", {});
  figure.panels[1].series.clear();
  figure.panels[1].line({0, 0.65}, {0, 1}, "", {});
  const FigureLayout layout = lay_out(figure);
  CHECK(layout.panels[0].x.tics.size() < layout.panels[1].x.tics.size());
}

TEST_CASE("A panel of rules alone has both axes", "[plots]") {
  const FigureLayout layout =
      lay_out(figure_of(Panel{.x = {.log = true}, .y = {.log = true}}.horizontal(3)));
  CHECK(layout.panels[0].x.tics.size() >= 2);
  CHECK(layout.panels[0].y.ends.min < 3);
}

}  // namespace
}  // namespace sdescent::plots
