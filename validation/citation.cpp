#include "validation/citation.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <optional>

namespace sdescent {
namespace {

/// Reads a reference from left to right. Every function takes what it is named after, or nothing.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  void skip() { rest_.remove_prefix(1); }

  bool any_of(std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
      if (!rest_.starts_with(word)) return false;
      rest_.remove_prefix(word.size());
      return true;
    });
  }
  bool dash() { return any_of({"–", "-"}); }

  std::string while_is(bool (*wanted)(char)) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), wanted);
    const std::string taken(rest_.begin(), end);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  std::optional<int> number() {
    const std::string digits = while_is(is_digit);
    return digits.empty() || digits.size() > 6 ? std::nullopt : std::optional(std::stoi(digits));
  }
  /// 3, but not of "3.5"
  std::optional<int> whole_number() {
    const std::optional<int> value = number();
    return rest_.size() > 1 && rest_[0] == '.' && is_digit(rest_[1]) ? std::nullopt : value;
  }
  /// "C." of "C.21"
  std::optional<std::string> section() {
    const bool is = rest_.size() > 2 && (is_upper(rest_[0]) || is_digit(rest_[0])) &&
                    rest_[1] == '.' && is_digit(rest_[2]);
    if (!is) return std::nullopt;
    const std::string taken(rest_.substr(0, 2));
    rest_.remove_prefix(2);
    return taken;
  }
  /// "(12)", or "(2b)" as a part of a statement; its number.
  std::optional<int> in_parentheses(bool with_letter) {
    const std::string_view before = rest_;
    if (any_of({"("})) {
      const std::optional<int> inside = number();
      if (with_letter && !rest_.empty() && is_lower(rest_.front())) skip();
      if (inside && any_of({")"})) return inside;
    }
    rest_ = before;
    return std::nullopt;
  }
  /// Gives back what a function that found nothing took.
  template <class F>
  bool all_or_nothing(F take) {
    const std::string_view before = rest_;
    if (take()) return true;
    rest_ = before;
    return false;
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
  static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
  static bool is_letter(char c) { return is_upper(c) || is_lower(c); }
  static bool is_of_section(char c) { return is_upper(c) || is_digit(c) || c == '.'; }

 private:
  std::string_view rest_;
};

/// "Section 3.1.1", "Appendix F"
bool take_section(Reader& in) {
  return in.all_or_nothing([&] {
    return in.any_of({"Sections ", "Section ", "Appendix "}) &&
           !in.while_is(Reader::is_of_section).empty();
  });
}

/// "Remark after Lemma 3.6"
bool take_remark(Reader& in, Citation& cited) {
  return in.all_or_nothing([&] {
    if (!in.any_of({"Remark after ", "Remark on ", "remark after ", "remark on "})) return false;
    in.all_or_nothing([&] { return !in.while_is(Reader::is_letter).empty() && in.any_of({" "}); });
    const std::optional<std::string> section = in.section();
    if (!section) return false;
    cited.names.insert("remark after " + *section + in.while_is(Reader::is_digit));
    return true;
  });
}

/// "Theorem ", "Theorems "; "Corollaries "
bool take_kind(Reader& in, std::string kind) {
  const std::string plural =
      kind.ends_with('y') ? kind.substr(0, kind.size() - 1) + "ies " : kind + "s ";
  const auto capital = [](std::string word) {
    word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
    return word;
  };
  kind += ' ';
  return in.any_of({plural, kind, capital(plural), capital(kind)});
}

/// "Figures 3, 4 and 11", "Theorems 1 and 2": what is counted without sections.
bool take_counted(Reader& in, Citation& cited) {
  for (const std::string kind : {"figure", "table", "footnote", "theorem", "lemma", "corollary",
                                 "definition", "remark", "assumption"}) {
    const bool taken = in.all_or_nothing([&] {
      if (!take_kind(in, kind)) return false;
      std::optional<int> number = in.whole_number();
      if (!number) return false;
      const auto next = [&] {
        return in.any_of({", and ", ", ", " and "}) && (number = in.whole_number()).has_value();
      };
      do cited.names.insert(kind + " " + std::to_string(*number));
      while (in.all_or_nothing(next));
      return true;
    });
    if (taken) return true;
  }
  return false;
}

/// "C.21 (2a)", "C.29–C.31"
bool take_statements(Reader& in, Citation& cited) {
  const std::optional<std::string> section = in.section();
  if (!section) return false;
  const int first = in.number().value_or(0);
  int last = first;
  in.all_or_nothing([&] {
    if (!in.dash()) return false;
    in.any_of({*section});
    const std::optional<int> end = in.number();
    if (end) last = *end;
    return end.has_value();
  });
  for (int i = first; i <= last; ++i) cited.names.insert(*section + std::to_string(i));
  while (in.all_or_nothing([&] {
    in.any_of({" "});
    return in.in_parentheses(true).has_value();
  })) {
  }
  return true;
}

/// "(110)–(113)"
bool take_equations(Reader& in, Citation& cited) {
  const std::optional<int> first = in.in_parentheses(false);
  if (!first) return false;
  int last = *first;
  in.all_or_nothing([&] {
    const std::optional<int> end = in.dash() ? in.in_parentheses(false) : std::nullopt;
    if (end) last = *end;
    return end.has_value();
  });
  cited.equations.emplace_back(*first, last);
  return true;
}

}  // namespace

Citation citation(std::string_view reference) {
  Citation cited;
  for (Reader in(reference); !in.at_end();)
    if (!take_section(in) && !take_remark(in, cited) && !take_counted(in, cited) &&
        !take_statements(in, cited) && !take_equations(in, cited))
      in.skip();
  return cited;
}

bool overlap(const Citation& a, const Citation& b) {
  const bool named = std::any_of(a.names.begin(), a.names.end(),
                                 [&](const std::string& name) { return b.names.contains(name); });
  return named || std::any_of(a.equations.begin(), a.equations.end(), [&](const auto& x) {
           return std::any_of(b.equations.begin(), b.equations.end(), [&](const auto& y) {
             return x.first <= y.second && y.first <= x.second;
           });
         });
}

}  // namespace sdescent
