#include "plots/gnuplot_script.hpp"

#include "tests/plots/figures.hpp"

#include <catch2/catch.hpp>

namespace sdescent {
namespace {

using Catch::Contains;

TEST_CASE("The script says how to run it, and reads its own data", "[plots]") {
  const std::string script = gnuplot_script(example_figure());
  CHECK_THAT(script, Catch::StartsWith("# gnuplot example.gp "));
  CHECK_THAT(script, Contains("data = 'example.dat'\n"));
  CHECK_THAT(script, Contains("if (!exists('format')) format = 'svg'\n"));
  CHECK_THAT(script, Contains("set terminal pngcairo size 1500,"));
  CHECK_THAT(script, Catch::EndsWith("unset multiplot\nset output\n"));
}

TEST_CASE("Series are drawn with their styles, bands first", "[plots]") {
  const std::string script = gnuplot_script(example_figure());
  const std::string band =
      "plot data index 1 using 1:2:3 with filledcurves lc rgb '#0072B2' fs transparent solid 0.18 "
      "noborder notitle, \\\n"
      "     data index 0 using 1:2 with lines lc rgb '#D55E00' lw 2.6 dt solid notitle, \\\n";
  CHECK_THAT(script, Contains(band));
  CHECK_THAT(script, Contains("data index 2 using 1:2 with lines lc rgb '#0072B2' lw 2 dt (14,5)"));
  CHECK_THAT(script,
             Contains("data index 3 using 1:2 with lines lc rgb '#000000' lw 1.5 dt (6,4)"));
  CHECK_THAT(script, Contains("plot data index 4 using 1:2:3:4 with yerrorbars"));
}

TEST_CASE("The key keeps the order of the series", "[plots]") {
  const std::string script = gnuplot_script(example_figure());
  const std::size_t optimizer = script.find("title 'SignSGD'");
  const std::size_t band = script.find("title 'SDE, 95 % of runs'");
  const std::size_t theory = script.find("title 'Lemma 3.7'");
  CHECK(optimizer < band);
  CHECK(band < theory);
  CHECK(theory != std::string::npos);
}

TEST_CASE("Axes are stated in full", "[plots]") {
  const std::string script = gnuplot_script(example_figure());
  CHECK_THAT(script, Contains("set title 'SignSGD, η = 10^{−3}'\n"));
  CHECK_THAT(script, Contains("set xlabel 't = kη'\n"));
  CHECK_THAT(script, Contains("set label 'E f(X_{t})' at screen "));
  CHECK_THAT(script, Contains("unset logscale\nset logscale y\nset xrange [0:3]\n"));
  CHECK_THAT(script, Contains("'10^{−4}' 0.0001"));
  CHECK_THAT(script, Contains("set xtics ('0' 0, '0.5' 0.5, '1.0' 1,"));
}

TEST_CASE("Rules are arrows across the panel, left out beyond its axes", "[plots]") {
  CHECK_THAT(gnuplot_script(example_figure()),
             Contains("set arrow from graph 0,first 0 to graph 1,first 0 nohead back lc rgb "
                      "'#999999' lw 1.2 dt (2,4)\n") &&
                 Contains("set arrow from first 1.5,graph 0 to first 1.5,graph 1 nohead back"));
  const Panel panel = Panel{.y = {.max = 1}}.line({0, 1}, {0, 1}, "", {}).horizontal(2);
  CHECK_THAT(gnuplot_script(figure_of(panel)), !Contains("set arrow from"));
}

TEST_CASE("Text is quoted, lines apart", "[plots]") {
  const Panel panel = Panel{.title = "it's\n`two` lines"}.line({0, 1}, {0, 1}, "", {});
  CHECK_THAT(gnuplot_script(figure_of(panel)), Contains("set title 'it''s'.\"\\n\".'`two` lines'"));
}

TEST_CASE("The key is placed as asked", "[plots]") {
  Panel panel = Panel{}.line({0, 1}, {0, 1}, "a", {});
  const auto script_with = [&](KeyPlace place) {
    panel.key = place;
    return gnuplot_script(figure_of(panel));
  };
  CHECK_THAT(script_with(KeyPlace::top_right),
             Contains("set key inside top right Right noreverse"));
  CHECK_THAT(script_with(KeyPlace::top_left), Contains("set key inside top left Left reverse"));
  CHECK_THAT(script_with(KeyPlace::bottom_right), Contains("set key inside bottom right Right"));
  CHECK_THAT(script_with(KeyPlace::bottom_left), Contains("set key inside bottom left Left"));
  CHECK_THAT(script_with(KeyPlace::below), Contains("set key at screen "));
  CHECK_THAT(script_with(KeyPlace::none), Contains("unset key\n") && !Contains("keyentry"));
  CHECK_THAT(script_with(KeyPlace::automatic), Contains("set key inside top left"));
}

TEST_CASE("A panel of rules alone still draws its axes", "[plots]") {
  CHECK_THAT(gnuplot_script(figure_of(Panel{}.horizontal(1))), Contains("plot NaN notitle\n"));
}

TEST_CASE("The same figure makes the same script", "[plots]") {
  CHECK(gnuplot_script(example_figure()) == gnuplot_script(example_figure()));
}

}  // namespace
}  // namespace sdescent
