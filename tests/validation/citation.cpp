#include "validation/citation.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sdescent;
using Names = std::set<std::string>;
using Equations = std::vector<std::pair<int, int>>;

void check(const std::string& reference, const Names& names, const Equations& equations = {}) {
  const Citation cited = citation(reference);
  INFO(reference);
  CHECK(cited.names == names);
  CHECK(cited.equations == equations);
}

TEST_CASE("statements are cited by number, with or without what they are", "[validation]") {
  check("Lemma 3.13", {"3.13"});
  check("Lemmas 3.4, C.21, C.22 with their proofs", {"3.4", "C.21", "C.22"});
  check("Theorem D.2, D.5", {"D.2", "D.5"});
  check("Lemma 3.10 (C.20), Corollary 3.11 (C.28)", {"3.10", "C.20", "3.11", "C.28"});
  check("Lemmas 3.7 and 3.8 as t → ∞", {"3.7", "3.8"});
  check("Definition 3.1, Corollary 3.3, (3)", {"3.1", "3.3"}, {{3, 3}});
  check("Lemmas C.29–C.31; 3.4-6", {"C.29", "C.30", "C.31", "3.4", "3.5", "3.6"});
  check("", {});
}

TEST_CASE("parts behind a statement are not equations", "[validation]") {
  check("Lemma 3.5 (2)", {"3.5"});
  check("Lemma 3.4 (2b), (63)", {"3.4"}, {{63, 63}});
  check("Lemma 3.4 (1) (2), (4)", {"3.4"}, {{4, 4}});
  check("Lemma C.21 (55)–(57)", {"C.21"}, {{57, 57}});
}

TEST_CASE("equations are cited alone and in ranges", "[validation]") {
  check("(131)", {}, {{131, 131}});
  check("(110)–(113), (8)", {}, {{110, 113}, {8, 8}});
}

TEST_CASE("figures, tables, footnotes and remarks have names of their own", "[validation]") {
  check("C.45, Lemma 3.14; Figure 5 bottom right; F.6", {"C.45", "3.14", "figure 5", "F.6"});
  check("Figures 3, 4 and 11; Table 1", {"figure 3", "figure 4", "figure 11", "table 1"});
  check("footnote 5, (238)", {"footnote 5"}, {{238, 238}});
  check("Remark after Lemma 3.6, C.27", {"remark after 3.6", "C.27"});
  check("Lemma 3.6, remark on Lemma 3.9", {"3.6", "remark after 3.9"});
  check("Remark C.46", {"C.46"});
}

TEST_CASE("statements numbered without sections are cited by kind and number", "[validation]") {
  check("Theorem 1, (8)", {"theorem 1"}, {{8, 8}});
  check("Theorems 3, 7 and 8, Lemma 3; Corollaries 1 and 2",
        {"theorem 3", "theorem 7", "theorem 8", "lemma 3", "corollary 1", "corollary 2"});
  check("Definition 2, Remark 1, Assumption 2; App. I, Table 1",
        {"definition 2", "remark 1", "assumption 2", "table 1"});
  CHECK_FALSE(overlap(citation("Lemma 3"), citation("Theorem 3")));
}

TEST_CASE("sections are not statements", "[validation]") {
  check("Section 3.2, (16)", {}, {{16, 16}});
  check("Conclusion of Section 3.1.1", {});
  check("Appendix C.7", {});
}

TEST_CASE("references overlap in a name or in an equation of a range", "[validation]") {
  const Citation lemma = citation("Lemma 3.5, C.22; (6), (7), (65)–(87)");
  for (const char* reference : {"C.22", "Lemma 3.5 (1), (4)", "(70)", "(5)–(6)"})
    CHECK(overlap(citation(reference), lemma));
  for (const char* reference : {"", "Lemma 3.50", "(88)", "Remark after Lemma 3.5", "Figure 3"})
    CHECK_FALSE(overlap(citation(reference), lemma));
}

}  // namespace
