#include "validation/experiments.hpp"

#include "io/error.hpp"
#include "validation/find_data.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

namespace sdescent {
namespace {

const std::set<std::string> papers{"adaptive", "exact", "scaling", "plrf", "momentum", "law"};

bool is_kebab(const std::string& name) {
  // By hand: under sanitizers g++ 12 takes std::regex for uninitialised.
  const bool known = name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
  return known && !name.empty() && name.front() != '-' && name.back() != '-' &&
         name.find("--") == name.npos;
}

TEST_CASE("ids of experiments are unique, <paper>/<name>", "[validation]") {
  std::set<std::string> ids;
  REQUIRE_FALSE(experiments().empty());
  for (const Experiment& e : experiments()) {
    INFO(e.id);
    CHECK(ids.insert(e.id).second);
    CHECK(papers.contains(e.paper()));
    CHECK(e.id.size() > e.paper().size() + 1);
    CHECK(is_kebab(e.id.substr(e.paper().size() + 1)));
  }
}

TEST_CASE("experiments say what they are and where it is claimed", "[validation]") {
  for (const Experiment& e : experiments()) {
    INFO(e.id);
    for (const std::string& text : {e.title, e.reference, e.statement}) CHECK_FALSE(text.empty());
    CHECK(e.measure);
    CHECK_FALSE(e.claims.empty());
  }
}

TEST_CASE("claims say what, where, how wide and why", "[validation]") {
  for (const Experiment& e : experiments()) {
    std::set<std::string> ids;
    for (const Claim& c : e.claims) {
      INFO(e.id << ", " << c.id);
      CHECK(is_kebab(c.id));
      CHECK(ids.insert(c.id).second);
      for (const std::string& text :
           {c.reference, c.statement, c.units, c.tolerance_reason, c.reason})
        CHECK_FALSE(text.empty());
      CHECK(c.expected != Verdict::undecided);
    }
  }
}

TEST_CASE("every claim is turned by a control and every control turns claims", "[validation]") {
  for (const Experiment& e : experiments()) {
    std::set<std::string> claims, turned, names;
    for (const Claim& c : e.claims) claims.insert(c.id);
    for (const Control& c : e.controls) {
      INFO(e.id << ", control " << c.name);
      CHECK(is_kebab(c.name));
      CHECK(names.insert(c.name).second);
      CHECK_FALSE(c.change.empty());
      CHECK_FALSE(c.turns.empty());
      for (const std::string& id : c.turns) {
        INFO(id);
        CHECK(claims.contains(id));
        turned.insert(id);
      }
    }
    INFO(e.id);
    CHECK(turned == claims);
  }
}

TEST_CASE("parameters have meaning, origin and valid defaults at every effort", "[validation]") {
  for (const Experiment& e : experiments()) {
    std::set<std::string> names;
    for (const Parameter& p : e.parameters) {
      INFO(e.id << ", " << p.name);
      CHECK(names.insert(p.name).second);
      CHECK_FALSE(p.meaning.empty());
      CHECK_FALSE(p.origin.empty());
      REQUIRE(p.check);
      for (const Effort effort : {Effort::quick, Effort::standard, Effort::paper})
        CHECK_NOTHROW(p.check(p.name, p.value_for(effort)));
    }
  }
}

TEST_CASE("patterns find experiments in their order", "[validation]") {
  const auto all = find_experiments("*");
  REQUIRE(all.size() == experiments().size());
  for (std::size_t i = 0; i < all.size(); ++i) CHECK(all[i] == &experiments()[i]);
  for (const Experiment& e : experiments()) {
    CHECK(find_experiments(e.id) == std::vector<const Experiment*>{&e});
    const auto of_paper = find_experiments(e.paper() + "/*");
    CHECK(std::find(of_paper.begin(), of_paper.end(), &e) != of_paper.end());
  }
  CHECK(find_experiments("adaptive/fig2-moment[a-z]").size() == 1);
}

TEST_CASE("an unknown experiment is answered with the nearest", "[validation]") {
  CHECK_THROWS_AS(find_experiments("adaptive/fig2-momnets"), InvalidInput);
  CHECK_THROWS_WITH(
      find_experiments("adaptive/fig2-momnets"),
      "unknown experiment \"adaptive/fig2-momnets\", did you mean \"adaptive/fig2-moments\"?");
  CHECK_THROWS_WITH(find_experiments("none/*"), Catch::Contains("unknown experiment \"none/*\""));
  CHECK_THROWS_AS(find_experiments(""), InvalidInput);
}

TEST_CASE("data are found in the working directory, else in the checkout", "[validation]") {
  namespace fs = std::filesystem;
  const fs::path here = fs::current_path(), checkout = SDESCENT_SOURCE_DIR;
  fs::current_path(fs::temp_directory_path());
  const fs::path found = find_data("data/breast_cancer.csv");
  fs::current_path(checkout / "data");
  const fs::path local = find_data("breast_cancer.csv");
  fs::current_path(here);
  CHECK(found == checkout / "data/breast_cancer.csv");
  CHECK(local == "breast_cancer.csv");
  CHECK(find_data("no/such.csv") == "no/such.csv");
  CHECK(find_data("/no/such.csv") == "/no/such.csv");
}

}  // namespace
}  // namespace sdescent
