#include "validation/statements.hpp"

#include "validation/experiments.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <set>

namespace {

using namespace sdescent;

std::vector<std::string> numbered(const std::string& prefix, int first, int last) {
  std::vector<std::string> names;
  for (int i = first; i <= last; ++i) names.push_back(prefix + std::to_string(i));
  return names;
}

const std::vector<std::string> papers = {"adaptive", "exact"};

TEST_CASE("a statement of a paper is tested by an experiment or says why not", "[validation]") {
  for (const std::string& paper : papers) {
    Citation cited;
    for (const Experiment& experiment : experiments()) {
      if (experiment.paper() != paper) continue;
      Citation of = cited_by(experiment);
      cited.names.merge(of.names);
      cited.equations.insert(cited.equations.end(), of.equations.begin(), of.equations.end());
    }
    for (const Statement& statement : statements(paper)) {
      INFO(paper << ", " << statement.where);
      CHECK_FALSE(statement.says.empty());
      CHECK((overlap(cited, citation(statement.where)) || !statement.left_out.empty()));
    }
  }
}

/// How often names and equations are listed.
struct Listed {
  std::map<std::string, int> names;
  std::map<int, int> equations;

  explicit Listed(const std::string& paper) {
    for (const Statement& statement : statements(paper)) {
      const Citation where = citation(statement.where);
      for (const std::string& name : where.names) ++names[name];
      for (const auto& [first, last] : where.equations)
        for (int i = first; i <= last; ++i) ++equations[i];
    }
  }
};

TEST_CASE("every numbered statement, figure and table of adaptive is listed once", "[validation]") {
  Listed listed("adaptive");
  // 3.1 to 3.14, C.4 to C.57, D.1 to D.6 and E.1 to E.3 are all there are, but for B.1 and B.3, C.1
  // to C.3: definitions and an assumption.
  for (const auto& names : {numbered("3.", 1, 14), numbered("C.", 4, 57), numbered("D.", 1, 6),
                            numbered("E.", 1, 3), numbered("figure ", 1, 15),
                            numbered("table ", 1, 1), std::vector<std::string>{"B.2", "B.4"}})
    for (const std::string& name : names) {
      INFO(name);
      CHECK(listed.names[name] == 1);
    }
  for (int i = 1; i <= 244; ++i) {
    INFO("equation " << i);
    CHECK(listed.equations[i] <= 1);
    // Before (17) and (18), Itô's formula, and from (19) on every equation is of a statement.
    if (i < 17 || i > 18) CHECK(listed.equations[i] == 1);
  }
  CHECK(listed.equations.size() == 244);
}

TEST_CASE("every numbered statement, figure, table and equation of exact is listed once",
          "[validation]") {
  Listed listed("exact");
  for (const auto& names :
       {numbered("theorem ", 1, 9), numbered("lemma ", 1, 16), numbered("corollary ", 1, 3),
        numbered("definition ", 1, 5), numbered("assumption ", 1, 5), numbered("remark ", 1, 2),
        numbered("figure ", 1, 10), numbered("table ", 1, 1)})
    for (const std::string& name : names) {
      INFO(name);
      CHECK(listed.names[name] == 1);
    }
  for (int i = 1; i <= 274; ++i) {
    INFO("equation " << i);
    CHECK(listed.equations[i] == 1);
  }
  CHECK(listed.equations.size() == 274);
}

TEST_CASE("what is left out names only experiments that there are", "[validation]") {
  std::set<std::string> ids;
  for (const Experiment& experiment : experiments()) ids.insert(experiment.id);
  for (const std::string& paper_of : papers)
    for (const Statement& statement : statements(paper_of)) {
      INFO(statement.where);
      const std::string& text = statement.left_out;
      for (const std::string paper : {"adaptive/", "exact/", "law/"})
        for (std::size_t at = text.find(paper); at != std::string::npos;
             at = text.find(paper, at + 1)) {
          const auto end =
              text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-", at + paper.size());
          CHECK(ids.contains(text.substr(at, end - at)));
        }
    }
}

TEST_CASE("what adaptive's claims cite exists", "[validation]") {
  Citation paper;
  for (const Statement& statement : statements("adaptive")) {
    Citation where = citation(statement.where);
    paper.names.merge(where.names);
  }
  const auto of_this_paper = [](const std::string& name) {
    return name.starts_with("figure ") || name.starts_with("table ") ||
           std::string("3BCDE").find(name[0]) != std::string::npos;
  };
  for (const Experiment& experiment : experiments()) {
    if (experiment.paper() != "adaptive") continue;
    for (const std::string& name : cited_by(experiment).names) {
      INFO(experiment.id << " cites " << name);
      CHECK((!of_this_paper(name) || paper.names.contains(name)));
    }
  }
}

TEST_CASE("what exact's claims cite exists", "[validation]") {
  const Listed listed("exact");
  for (const Experiment& experiment : experiments()) {
    if (experiment.paper() != "exact") continue;
    const Citation cited = cited_by(experiment);
    for (const std::string& name : cited.names) {
      INFO(experiment.id << " cites " << name);
      CHECK(listed.names.contains(name));
    }
    for (const auto& [first, last] : cited.equations) {
      INFO(experiment.id << " cites (" << first << ")–(" << last << ")");
      CHECK((listed.equations.contains(first) && listed.equations.contains(last)));
    }
  }
}

TEST_CASE("a handle that is no paper's has no statements", "[validation]") {
  CHECK(statements("law").empty());
}

}  // namespace
