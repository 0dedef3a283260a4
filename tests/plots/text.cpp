#include "plots/text.hpp"

#include "io/error.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace sdescent::plots {
namespace {

using Lines = std::vector<std::string>;

TEST_CASE("Enhanced text keeps sub- and superscripts and escapes all else", "[plots]") {
  CHECK(enhanced("E f(X_{t}), 10^{−3}") == "E f(X_{t}), 10^{−3}");
  CHECK(enhanced("loss_raw^2") == "loss\\_raw\\^2");
  CHECK(enhanced("{a} @ & ~ ' \" ` $ # %") == "\\{a\\} \\@ \\& \\~ ' \" ` $ # %");
  CHECK(enhanced("Δt = η/8") == "Δt = η/8");
  CHECK(enhanced("") == "");
}

TEST_CASE("Scripts may be nested and hold what needs escaping", "[plots]") {
  CHECK(enhanced("a_{b_{c}}") == "a_{b_{c}}");
  CHECK(enhanced("a^{x_y}") == "a^{x\\_y}");
  CHECK(enhanced("a_{{1}}") == "a_{\\{1\\}}");
}

TEST_CASE("A script that is not closed is text", "[plots]") {
  CHECK(enhanced("a_{b") == "a\\_\\{b");
  CHECK(enhanced("a_") == "a\\_");
  CHECK(enhanced("a_{b_{c}") == "a\\_\\{b_{c}");
}

TEST_CASE("Backslashes stand in groups, spaces beside groups behind zero width", "[plots]") {
  CHECK(enhanced("\\x") == "{\\\\}x");
  CHECK(enhanced("X_{t} is") == "X_{t}\u200B is");
  CHECK(enhanced("a _{t}") == "a \u200B_{t}");
  CHECK(enhanced("X_{t}, then") == "X_{t}, then");
}

TEST_CASE("Widths add up over characters, not bytes, and shrink in scripts", "[plots]") {
  CHECK(text_width("") == 0);
  CHECK(text_width("m") == Approx(0.97));
  CHECK(text_width("il") == Approx(0.56));
  CHECK(text_width("ηη") == Approx(1.3));
  CHECK(text_width("−") == Approx(0.84));
  CHECK(text_width("a\u0302") == Approx(text_width("a")));
  CHECK(text_width("a_{m}") == Approx(text_width("a") + 0.8 * 0.97));
  CHECK(text_width("a_m") == Approx(text_width("a") + 0.5 + 0.97));
}

TEST_CASE("Text is wrapped at spaces", "[plots]") {
  CHECK(wrap("", 10) == Lines{});
  CHECK(wrap("one", 10) == Lines{"one"});
  const double width = text_width("one two") + 0.01;
  CHECK(wrap("one two six ten", width) == Lines{"one two", "six ten"});
  CHECK(wrap("one  two ", width) == Lines{"one two"});
  CHECK(wrap("one incomprehensible two", width) == Lines{"one", "incomprehensible", "two"});
}

TEST_CASE("Lines end at line feeds but not within scripts or at fixed spaces", "[plots]") {
  CHECK(wrap("a\nb\n\nc", 100) == Lines{"a", "b", "", "c"});
  CHECK(wrap("a_{b c} d", 0.1) == Lines{"a_{b c}", "d"});
  CHECK(wrap("10\u00A0000 runs", 0.1) == Lines{"10\u00A0000", "runs"});
}

TEST_CASE("Wrapped lines keep to the width and lose nothing", "[plots]") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "word" + std::to_string(i * i) + " X_{t} ";
  text.pop_back();
  std::string joined;
  for (const std::string& line : wrap(text, 30)) {
    CHECK(text_width(line) <= 30);
    joined += (joined.empty() ? "" : " ") + line;
  }
  CHECK(joined == text);
}

TEST_CASE("Text must be UTF-8 without control characters", "[plots]") {
  CHECK_NOTHROW(require_text("t", "E f(X_{t}) ≤ ½ 𝔼\nnext line"));
  const std::string invalid =
      GENERATE(std::string("\xFF"), std::string("a\xC3"), std::string("\xC0\xAF"),
               std::string("\xED\xA0\x80"), std::string("\xF5\x80\x80\x80"),
               std::string("\xE2\x82"), std::string("\x80"), std::string("\t"), std::string("\x7F"),
               std::string("a\0b", 3), std::string("\u0085"));
  CHECK_THROWS_AS(require_text("t", invalid), InvalidInput);
}

}  // namespace
}  // namespace sdescent::plots
