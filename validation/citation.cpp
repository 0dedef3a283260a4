#include "validation/citation.hpp"

#include <algorithm>
#include <cctype>
#include <regex>

namespace sdescent {
namespace {

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

/// The numbers of "2, 5 and 7".
std::vector<std::string> numbers(const std::string& list) {
  static const std::regex digits("\\d+");
  return {std::sregex_token_iterator(list.begin(), list.end(), digits),
          std::sregex_token_iterator()};
}

/// One thing cited, or a section, which is not; groups as named below.
const std::regex& one_thing() {
  static const std::regex pattern(
      "(?:Section|Appendix|Sec\\.)s? [A-Z0-9.]*[A-Z0-9]"
      "|[Rr]emark (?:after|on) (?:[A-Z][a-z]+ )?([A-Z0-9]\\.\\d+)"
      "|(Figure|Table|[Ff]ootnote)s? (\\d+(?:(?:, | and |, and )\\d+)*)"
      "|([A-Z0-9]\\.)(\\d+)(?:(?:–|-)\\4?(\\d+))?((?: ?\\(\\d+[a-z]?\\))*)"
      "|\\((\\d+)\\)(?:(?:–|-)\\((\\d+)\\))?");
  return pattern;
}
enum Group {
  remark_on = 1,
  kind,
  kind_numbers,
  section,  ///< of a statement, "C."
  number,
  last_number,
  parts,
  equation,
  last_equation
};

/// First and last number of a range, which may be one number.
std::pair<int, int> range(const std::ssub_match& first, const std::ssub_match& last) {
  return {std::stoi(first), std::stoi(last.matched ? last : first)};
}

}  // namespace

Citation citation(std::string_view reference) {
  Citation cited;
  const std::string text(reference);
  const std::sregex_iterator end;
  for (std::sregex_iterator it(text.begin(), text.end(), one_thing()); it != end; ++it) {
    const std::smatch& found = *it;
    if (found[remark_on].matched) {
      cited.names.insert("remark after " + found[remark_on].str());
    } else if (found[kind].matched) {
      for (const std::string& n : numbers(found[kind_numbers]))
        cited.names.insert(lower(found[kind]) + " " + n);
    } else if (found[section].matched) {
      const auto [first, last] = range(found[number], found[last_number]);
      for (int i = first; i <= last; ++i)
        cited.names.insert(found[section].str() + std::to_string(i));
    } else if (found[equation].matched) {
      cited.equations.push_back(range(found[equation], found[last_equation]));
    }
  }
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
