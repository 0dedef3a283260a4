#pragma once
/// \file
/// What a reference to a paper cites, as claims and experiments write them:
///
///     Lemma 3.5 (2), (6)      Lemmas 3.4, C.21 with their proofs; Figure 2 top left; F.2
///     Theorems 1 and 2, Lemma 3               Lemmas C.29–C.31        (110)–(113)      Remark
///     after Lemma 3.6, footnote 5      Table 1

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sdescent {

/// Theorems, lemmas, corollaries and numbered remarks share one count where it goes by section, so
/// their number is their name; numbers without a section count each kind on its own.
struct Citation {
  /// "3.5", "C.21", "theorem 3", "figure 2", "table 1", "footnote 5", "remark after 3.6"
  std::set<std::string> names;
  std::vector<std::pair<int, int>> equations;  ///< first and last of each range
};

/// A number in parentheses right behind a statement's, or behind another such number there without
/// a comma between them, is a part of it; any other is an equation. Sections are not cited.
Citation citation(std::string_view reference);

/// Whether two references have a name or an equation in common.
bool overlap(const Citation& a, const Citation& b);

}  // namespace sdescent
