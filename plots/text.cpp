#include "plots/text.hpp"

#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace sdescent::plots {
namespace {

constexpr double kScriptSize = 0.8;  // Of a sub- or superscript in gnuplot, relative to its base.
// Invisible; makes a space one within a text, not at its end.
constexpr std::string_view kZeroWidthSpace = "\u200B";

/// Number of bytes of the UTF-8 sequence that begins with `lead`; 0 if none does.
std::size_t sequence_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

/// Takes the first character off `text`; 0xFFFFFFFF and one byte where it is not valid UTF-8.
std::uint32_t take_character(std::string_view& text) {
  constexpr std::uint32_t invalid = 0xFFFFFFFF;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t length = sequence_length(byte(0));
  std::uint32_t code = length == 1 ? byte(0) : byte(0) & (0x7Fu >> length);
  bool valid = length != 0 && length <= text.size();
  for (std::size_t i = 1; valid && i < length; ++i) {
    valid = (byte(i) & 0xC0u) == 0x80u;
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  valid = valid && code >= least[length] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
  text.remove_prefix(valid ? length : 1);
  return valid ? code : invalid;
}

/// Width of one character of DejaVu Sans in hundredths of the font size.
int character_width(std::uint32_t code) {
  constexpr std::array<int, 95> ascii{
      32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36,  32, 34, 64, 64, 64,
      64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63,
      58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63,  61, 73, 68, 99, 69,
      61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35,  63, 63, 28, 28, 58,
      28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59,  52, 64, 34, 64, 84};
  if (code >= 0x20 && code < 0x7F) return ascii[code - 0x20];
  if (code == 0xA0 || code == 0xB7) return 32;                  // no-break space, middle dot
  if (code == 0xB2 || code == 0xB3 || code == 0xB9) return 40;  // ² ³ ¹
  if (code == 0xD7 || code == 0xB1) return 84;                  // × ±
  if (code >= 0x300 && code < 0x370) return 0;                  // combining marks
  if (code >= 0x2070 && code < 0x20A0) return 42;               // super- and subscripts
  if (code >= 0x2190 && code < 0x2300) return 84;               // arrows, operators
  return 65;
}

/// If `text` at `begin` is `_{…}` or `^{…}`, the index of its closing brace; npos otherwise.
std::size_t script_end(std::string_view text, std::size_t begin) {
  const bool opens = (text[begin] == '_' || text[begin] == '^') && begin + 1 < text.size() &&
                     text[begin + 1] == '{';
  if (!opens) return std::string_view::npos;
  int depth = 0;
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return std::string_view::npos;
}

/// Text for gnuplot's enhanced mode, in which a group is `{…}`, `_{…}` or `^{…}`.
class EnhancedText {
 public:
  void append(char character) {
    constexpr std::string_view special = "_^{}@&~";
    if (character == '\\') return append_group("{\\\\}");  // See enhanced().
    if (character == ' ' && after_group_) text_ += kZeroWidthSpace;
    if (special.find(character) != std::string_view::npos) text_ += '\\';
    text_ += character;
    after_group_ = false;
  }

  /// An SVG puts every group into an element of its own, and some viewers drop spaces where one
  /// begins or ends.
  void append_group(std::string_view group) {
    if (!text_.empty() && text_.back() == ' ') text_ += kZeroWidthSpace;
    text_ += group;
    after_group_ = true;
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
  bool after_group_ = false;
};

/// Lines of at most `width` of text without '\n'.
void wrap_paragraph(std::string_view text, double width, std::vector<std::string>& lines) {
  std::string line;
  const auto add_word = [&](std::string_view word) {
    if (word.empty()) return;
    if (!line.empty() && text_width(line) + text_width(" ") + text_width(word) > width) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  };
  std::size_t word_begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (const std::size_t end = script_end(text, i); end != std::string_view::npos) {
      i = end;
    } else if (text[i] == ' ') {
      add_word(text.substr(word_begin, i - word_begin));
      word_begin = i + 1;
    }
  }
  add_word(text.substr(word_begin));
  lines.push_back(line);
}

}  // namespace

void require_text(std::string_view name, std::string_view text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::uint32_t code = take_character(rest);
    require(code <= 0x10FFFF, name, "valid UTF-8", text);
    const bool control = (code < 0x20 && code != '\n') || (code >= 0x7F && code < 0xA0);
    require(!control, name, "text without control characters", text);
  }
}

// An escaped backslash stands in a group: in text without any other markup gnuplot would show it
// twice, and before `U+` take it for the beginning of a code point.
std::string enhanced(std::string_view text) {
  EnhancedText out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t end = script_end(text, i);
    if (end == std::string_view::npos) {
      out.append(text[i]);
    } else {
      out.append_group(fmt::format("{}{{{}}}", text[i], enhanced(text.substr(i + 2, end - i - 2))));
      i = end;
    }
  }
  return out.take();
}

double text_width(std::string_view text) {
  double width = 0;
  while (!text.empty()) {
    if (const std::size_t end = script_end(text, 0); end != std::string_view::npos) {
      width += kScriptSize * text_width(text.substr(2, end - 2));
      text.remove_prefix(end + 1);
    } else {
      width += 0.01 * character_width(take_character(text));
    }
  }
  return width;
}

std::vector<std::string> wrap(std::string_view text, double width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    wrap_paragraph(text.substr(0, end), width, lines);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace sdescent::plots
