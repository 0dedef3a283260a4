#include "plots/figure.hpp"

#include "plots/require_drawable.hpp"
#include "tests/plots/figures.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <string>

namespace sdescent {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// What require_drawable says of the figure with this one panel.
std::string complaint_about(const Panel& panel) {
  return complaint([&] { require_drawable(figure_of(panel)); });
}

TEST_CASE("The example figure can be drawn", "[plots]") {
  CHECK_NOTHROW(require_drawable(example_figure()));
}

TEST_CASE("Columns of different lengths are refused where they are added", "[plots]") {
  Panel panel{.title = "Loss"};
  const plots::Column three{1, 2, 3};
  const plots::Column two{1, 2};
  CHECK(complaint([&] { panel.line(three, two, "SDE", {}); }) ==
        "panel \"Loss\", series \"SDE\": number of values in y must be 3, got 2");
  CHECK(complaint([&] { panel.band(three, three, two, "SDE", {}); }) ==
        "panel \"Loss\", series \"SDE\": number of values in upper must be 3, got 2");
  CHECK(complaint([&] { panel.points(three, three, two, two, "", {}); }) ==
        "panel \"Loss\", series 1: number of values in lower must be 3, got 2");
  CHECK(complaint([&] { panel.points(three, three, {}, three, "", {}); }) ==
        "panel \"Loss\", series 1: number of values in lower must be 3, got 0");
  CHECK(complaint([&] { panel.line({}, {}, "", {}); }) ==
        "panel \"Loss\", series 1: number of rows must be >= 1, got 0");
  CHECK(panel.series.empty());
}

TEST_CASE("Gaps are NaN in lines and bands, nowhere else", "[plots]") {
  Panel panel;
  const plots::Column x{1, 2, 3};
  const plots::Column gap{1, kNaN, 3};
  CHECK_NOTHROW(panel.line(x, gap, "", {}).band(x, gap, x, "", {}));
  CHECK(complaint([&] { panel.line(gap, x, "", {}); }) ==
        "panel, series 3: x[1] must be at most 1e200 in size, got nan");
  CHECK(complaint([&] { panel.points(x, gap, "runs", {}); }) ==
        "panel, series \"runs\": y[1] must be at most 1e200 in size, got nan");
  CHECK(complaint([&] {
          panel.line(x, {1, kInfinity, 3}, "", {});
        }) == "panel, series 3: y[1] must be at most 1e200 in size, or NaN for a gap, got inf");
  CHECK(complaint([&] { panel.line({1}, {kNaN}, "", {}); }) ==
        "panel, series 3: y must be a number somewhere, got NaN everywhere");
  CHECK(complaint([&] { panel.horizontal(kNaN); }) != "");
}

TEST_CASE("A logarithmic axis takes positive numbers alone", "[plots]") {
  const plots::Column x{1, 2};
  const Panel log_y{.title = "Loss", .y = {.log = true}};
  CHECK(complaint_about(Panel(log_y).line(x, {1, 0}, "SDE", {})) ==
        "panel \"Loss\", series \"SDE\": y[1] must be > 0 (at least 1e-200) on a logarithmic axis, "
        "got 0");
  CHECK(complaint_about(Panel(log_y).band(x, {-0.5, 1}, {1, 2}, "", {})) ==
        "panel \"Loss\", series 1: lower[0] must be > 0 (at least 1e-200) on a logarithmic axis, "
        "got -0.5");
  CHECK(complaint_about(Panel(log_y).points(x, x, {1, 0}, x, "", {})) != "");
  CHECK(complaint_about(Panel(log_y).horizontal(0)) != "");
  CHECK(complaint_about(Panel(log_y).line(x, {1, kNaN}, "", {})) == "");
  CHECK(complaint_about(Panel(log_y).line({-1, 1}, x, "", {}).vertical(0)) == "");
  CHECK(complaint_about(Panel{.x = {.log = true}}.line({0, 1}, x, "", {})) ==
        "panel 1, series 1: x[0] must be > 0 (at least 1e-200) on a logarithmic axis, got 0");
}

TEST_CASE("Ends of axes must be valid and in order", "[plots]") {
  const auto with_y = [](const Axis& y) { return Panel{.y = y}.line({1}, {1}, "", {}); };
  CHECK(complaint_about(with_y({.min = 0, .max = 2})) == "");
  CHECK(complaint_about(with_y({.min = 2, .max = 2})) ==
        "panel 1, y axis: max must be > min = 2, got 2");
  CHECK(complaint_about(with_y({.max = kInfinity})) != "");
  CHECK(complaint_about(with_y({.log = true, .min = 0})) ==
        "panel 1, y axis: end must be > 0 (at least 1e-200) on a logarithmic axis, got 0");
}

TEST_CASE("Names, text and styles must be valid", "[plots]") {
  const Panel panel = Panel{}.line({1, 2}, {1, 2}, "", {});
  const auto named = [&](const std::string& name) {
    return complaint([&] { require_drawable(Figure{.name = name, .panels = {panel}}); });
  };
  CHECK(named("fig2_moments-v1.0") == "");
  for (const char* name : {"", "../up", "a b", "a'b", ".hidden", "-e", "α"})
    CHECK(named(name) != "");
  CHECK(complaint_about(Panel(panel).line({1}, {1}, "", {.width = 0})) ==
        "panel 1, series 2: width must be > 0, got 0");
  CHECK(complaint_about(Panel(panel).line({1}, {1}, "", {.opacity = 1.5})) ==
        "panel 1, series 2: opacity must be in (0, 1], got 1.5");
  CHECK(complaint_about(Panel(panel).line({1}, {1}, "\xFF", {})) != "");
  CHECK(complaint_about(Panel{.title = "a\tb", .series = panel.series}) != "");
  CHECK(complaint([&] {
          require_drawable(Figure{.name = "a", .caption = "\x01", .panels = {panel}});
        }) != "");
  CHECK(complaint([&] {
          require_drawable(Figure{.name = "a", .panels = {panel}, .columns = -1});
        }) == "columns of a figure must be >= 0, got -1");
}

TEST_CASE("Empty figures and panels are refused", "[plots]") {
  CHECK(complaint([] { require_drawable(Figure{.name = "a"}); }) ==
        "number of panels must be >= 1, got 0");
  CHECK(complaint_about(Panel{.title = "Loss"}) ==
        "panel \"Loss\": number of series must be >= 1, got 0");
}

}  // namespace
}  // namespace sdescent
