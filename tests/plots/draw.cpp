#include "plots/draw.hpp"

#include "io/read_file.hpp"
#include "tests/plots/environment_variable.hpp"
#include "tests/plots/figures.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>

namespace sdescent {
namespace {

using Catch::Contains;

constexpr std::array kAll{Format::svg, Format::png, Format::pdf};
constexpr std::array kSvg{Format::svg};

/// A program that takes gnuplot's place in PATH.
class FakeGnuplot {
 public:
  explicit FakeGnuplot(const std::string& commands)
      : path_("PATH", directory_.path().string() + ":/usr/bin:/bin") {
    const std::filesystem::path program = directory_.path() / "gnuplot";
    std::ofstream(program) << "#!/bin/sh\n" << commands << '\n';
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  }

 private:
  TemporaryDirectory directory_;
  EnvironmentVariable path_;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), to);
  return text;
}

/// All text an SVG shows, a line for every piece.
std::string shown_text(const std::string& svg) {
  std::string text;
  for (std::size_t at = svg.find("<text"); at != std::string::npos; at = svg.find("<text", at)) {
    const std::size_t end = svg.find("</text>", at);
    bool tag = false;
    for (; at < end; ++at) {
      if (svg[at] == '<') tag = true;
      if (!tag) text += svg[at];
      if (svg[at] == '>') tag = false;
    }
    text += '\n';
  }
  for (const auto& [from, to] : {std::pair{"\u200B", ""}, std::pair{"&lt;", "<"},
                                 std::pair{"&gt;", ">"}, std::pair{"&amp;", "&"}})
    text = replaced(text, from, to);
  return text;
}

/// The SVG of `figure`.
std::string svg_of(const Figure& figure) {
  const TemporaryDirectory directory;
  draw(figure, directory.path(), kSvg);
  return read_file(directory.path() / (figure.name + ".svg"));
}

/// The message of the IoError that drawing throws; "" if it throws none.
std::string drawing_error(const std::filesystem::path& directory) {
  try {
    draw(example_figure(), directory, kSvg);
  } catch (const IoError& error) {
    return error.what();
  }
  return "";
}

TEST_CASE("Drawing leaves script, data and pictures, nothing else", "[plots]") {
  const TemporaryDirectory directory;
  draw(example_figure(), directory.path(), kAll);
  CHECK(directory.entry_count() == 5);
  CHECK_THAT(read_file(directory.path() / "example.svg"),
             Catch::StartsWith("<?xml") && Catch::EndsWith("</svg>\n\n"));
  CHECK_THAT(read_file(directory.path() / "example.png"),
             Catch::StartsWith("\x89PNG") && Contains("IEND"));
  CHECK_THAT(read_file(directory.path() / "example.pdf"),
             Catch::StartsWith("%PDF") && Contains("%%EOF"));
}

TEST_CASE("Only what was asked for is drawn", "[plots]") {
  const TemporaryDirectory directory;
  draw(example_figure(), directory.path(), kSvg);
  CHECK(directory.entry_count() == 3);
  CHECK(std::filesystem::exists(directory.path() / "example.svg"));
}

TEST_CASE("The same figure makes the same bytes, whatever the user's settings", "[plots]") {
  const TemporaryDirectory first;
  draw(example_figure(), first.path(), kAll);
  const TemporaryDirectory home;
  std::ofstream(home.path() / ".gnuplot") << "set title 'from the start-up file'\nset size 0.5\n";
  const EnvironmentVariable home_variable("HOME", home.path().string());
  const EnvironmentVariable locale("LC_ALL", "POSIX");
  const EnvironmentVariable terminal("GNUTERM", "dumb");
  const EnvironmentVariable zone("TZ", "Asia/Tokyo");
  const TemporaryDirectory second;
  draw(example_figure(), second.path(), kAll);
  for (const char* file :
       {"example.gp", "example.dat", "example.svg", "example.png", "example.pdf"})
    CHECK(read_file(first.path() / file) == read_file(second.path() / file));
}

TEST_CASE("A PDF is dated to the epoch", "[plots]") {
  const TemporaryDirectory directory;
  draw(example_figure(), directory.path(), std::array{Format::pdf});
  CHECK_THAT(read_file(directory.path() / "example.pdf"),
             Contains("/CreationDate (D:19700101000000"));
}

TEST_CASE("Text is shown as it was written", "[plots]") {
  const std::string text =
      GENERATE(as<std::string>(), "loss_raw^2", "{braces}", "a @ b & c ~ d", "a \\ b", "\\alpha",
               "\\U+221E", "\\101", "it's \"quoted\"", "`date`", "$HOME # %d @x", "<b>&lt;</b>",
               "Δt = ½η ≤ 10⁻³", "_{", "a_{b", "}{", "E‖∇f‖² → ∞", "100 %");
  Figure figure = figure_of(
      Panel{.title = "title " + text, .x = {.label = "x " + text}, .y = {.label = "y " + text}}
          .line({0, 1}, {0, 1}, "key " + text, {}));
  figure.caption = "caption " + text;
  const std::string shown = shown_text(svg_of(figure));
  for (const char* place : {"title ", "x ", "y ", "key ", "caption "})
    CHECK_THAT(shown, Contains(place + text + '\n'));
}

TEST_CASE("Sub- and superscripts are shown without their markup", "[plots]") {
  const Panel panel = Panel{.title = "E‖X_{t}‖^{2} of a_{b_{c}} and"}.line({0, 1}, {0, 1}, "", {});
  CHECK_THAT(shown_text(svg_of(figure_of(panel))), Contains("E‖Xt‖2 of abc and\n"));
}

TEST_CASE("Every kind of series, place of the key and scale can be drawn", "[plots]") {
  const plots::Column x{0.001, 0.02, 0.5};
  Panel panel{.title = "All"};
  for (std::size_t i = 0; i < 8; ++i) {
    panel.points(x, x, "points", style::member(i));
    panel.points(x, x, x, x, "bars", style::member(i));
    panel.line(x, x, "line", style::member(i));
    panel.band(x, x, x, "band", style::member(i));
  }
  panel.line(x, {1, NAN, 1}, "gap", {}).band(x, {1, NAN, 1}, x, "gap", {});
  panel.horizontal(0.1, "rule").vertical(0.1, "rule");
  panel.x.log = GENERATE(true, false);
  panel.y.log = GENERATE(true, false);
  panel.key = GENERATE(KeyPlace::automatic, KeyPlace::top_left, KeyPlace::below, KeyPlace::none);
  CHECK_NOTHROW(svg_of(figure_of(panel, Panel{}.horizontal(1))));
}

TEST_CASE("Extreme data can be drawn", "[plots]") {
  Panel panel;
  const double scale = GENERATE(1.0, 1e-200, 1e200, 1e-12, 1e12);
  panel.line({0, scale}, {scale, scale}, "", {});
  panel.y.log = GENERATE(true, false);
  CHECK_NOTHROW(svg_of(figure_of(panel)));
}

TEST_CASE("A figure that cannot be drawn leaves nothing", "[plots]") {
  const TemporaryDirectory directory;
  const Panel panel = Panel{.y = {.log = true}}.line({0, 1}, {0, 1}, "", {});
  CHECK_THROWS_AS(draw(figure_of(panel), directory.path(), kAll), InvalidInput);
  CHECK(directory.entry_count() == 0);
}

TEST_CASE("Without gnuplot the error says what to install", "[plots]") {
  const TemporaryDirectory empty;
  const TemporaryDirectory directory;
  const EnvironmentVariable path("PATH", empty.path().string());
  CHECK_THAT(drawing_error(directory.path()),
             Contains("cannot start \"gnuplot\"") && Contains("apt-get install gnuplot-nox"));
  CHECK(directory.entry_count() == 2);
}

TEST_CASE("When gnuplot fails its message is passed on and the old picture stays", "[plots]") {
  const TemporaryDirectory directory;
  draw(example_figure(), directory.path(), kSvg);
  const std::string before = read_file(directory.path() / "example.svg");
  const FakeGnuplot gnuplot("echo half a picture; echo; echo 'line 5: no such thing' >&2; exit 3");
  CHECK_THAT(drawing_error(directory.path()),
             Contains("example.gp\" with status 3: line 5: no such thing;"));
  CHECK(read_file(directory.path() / "example.svg") == before);
  CHECK(directory.entry_count() == 3);
}

TEST_CASE("A gnuplot that draws nothing has failed", "[plots]") {
  const TemporaryDirectory directory;
  const FakeGnuplot gnuplot("exit 0");
  CHECK_THAT(drawing_error(directory.path()), Contains("with status 0: it said nothing;"));
  CHECK(directory.entry_count() == 2);
}

TEST_CASE("A missing directory is an input/output error", "[plots]") {
  const TemporaryDirectory directory;
  CHECK_THAT(drawing_error(directory.path() / "no" / "such"), Contains("cannot write"));
}

TEST_CASE("The script redraws the same picture by hand", "[plots]") {
  const TemporaryDirectory directory;
  draw(example_figure(), directory.path(), kSvg);
  const std::string drawn = read_file(directory.path() / "example.svg");
  std::filesystem::remove(directory.path() / "example.svg");
  const std::string command =
      "cd '" + directory.path().string() + "' && LC_ALL=C.UTF-8 gnuplot -d example.gp";
  CHECK(std::system(command.c_str()) == 0);
  CHECK(read_file(directory.path() / "example.svg") == drawn);
}

}  // namespace
}  // namespace sdescent
