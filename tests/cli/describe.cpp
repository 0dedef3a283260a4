// What sdescent says of itself: help, list, show, info, and that nobody missed it.
#include "tests/support/sdescent.hpp"
#include "validation/experiments.hpp"

#include <nlohmann/json.hpp>

using namespace sdescent;
using Catch::Contains;
using Json = nlohmann::ordered_json;

TEST_CASE("help and version are results, not errors", "[cli]") {
  for (const char* option : {"--help", "-h"}) {
    const ProgramResult help = run_sdescent({option});
    CHECK(help.code == 0);
    for (const char* command : {"list", "show", "run", "simulate", "table", "info"})
      CHECK_THAT(help.out, Contains(command));
  }
  const ProgramResult of_run = run_sdescent({"run", "--help"});
  CHECK(of_run.code == 0);
  for (const char* option : {"--set", "--seed", "--threads", "--effort", "--out", "--control",
                             "--strict", "--resume", "--json"})
    CHECK_THAT(of_run.out, Contains(option));
  const ProgramResult version = run_sdescent({"--version"});
  CHECK(version.code == 0);
  const Json info = Json::parse(run_sdescent({"info", "--json"}).out);
  CHECK(version.out == info["version"].get<std::string>() + "\n");
}

TEST_CASE("what is no command line is refused with what was meant", "[cli]") {
  const auto refused = [](std::vector<std::string> arguments, const char* text) {
    const ProgramResult result = run_sdescent(std::move(arguments));
    CHECK(result.code == 2);
    CHECK(result.out.empty());
    CHECK_THAT(result.err, Contains(text));
  };
  refused({}, "subcommand is required");
  refused({"rnu", "adaptive/fig2-moments"}, "unknown subcommand \"rnu\", did you mean \"run\"?");
  refused({"simulat"}, "did you mean \"simulate\"?");
  refused({"xyzzy"}, "unknown subcommand \"xyzzy\", valid are \"list\", \"show\", \"run\"");
  refused({"run"}, "ID is required");
  refused({"run", "adaptive/fig2-moments", "--sed", "3"}, "--sed");
  refused({"list", "extra"}, "extra");
  refused({"simulate"}, "--config is required");
  refused({"show", "adaptive/fig2-momnets"}, "did you mean \"adaptive/fig2-moments\"?");
  refused({"run", "adaptive/fig2-moments", "--seed", ""}, "--seed must be a whole number");
  refused({"run", "adaptive/fig2-moments", "--seed", "18446744073709551616"}, "--seed must be");
  refused({"run", "adaptive/fig2-moments", "--threads", ""}, "--threads must be a whole number");
  refused({"run", "adaptive/fig2-moments", "--out", ""}, "--out must be a directory");
}

TEST_CASE("list shows every experiment with its claims and expectations", "[cli]") {
  const ProgramResult text = run_sdescent({"list"}), json = run_sdescent({"list", "--json"});
  CHECK(text.code == 0);
  CHECK(json.code == 0);
  CHECK(json.err.empty());
  const Json all = Json::parse(json.out);
  REQUIRE(all.size() == experiments().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Experiment& e = experiments()[i];
    INFO(e.id);
    CHECK(all[i]["id"] == e.id);
    CHECK_THAT(text.out, Contains(e.id) && Contains(e.title));
    REQUIRE(all[i]["claims"].size() == e.claims.size());
    for (std::size_t c = 0; c < e.claims.size(); ++c) {
      CHECK(all[i]["claims"][c]["id"] == e.claims[c].id);
      CHECK(all[i]["claims"][c]["expected"] == to_string(e.claims[c].expected));
      CHECK_THAT(text.out, Contains(e.claims[c].id));
    }
    CHECK(all[i]["controls"].size() == e.controls.size());
  }
}

TEST_CASE("show tells all that an experiment declares", "[cli]") {
  for (const Experiment& e : experiments()) {
    const ProgramResult shown = run_sdescent({"show", e.id});
    CHECK(shown.code == 0);
    CHECK_THAT(shown.out, Contains(e.statement) && Contains(e.reference));
    for (const Parameter& p : e.parameters)
      CHECK_THAT(shown.out, Contains("  " + p.name + " = ") && Contains(p.origin));
    for (const Claim& c : e.claims)
      CHECK_THAT(shown.out,
                 Contains(c.statement) && Contains(c.tolerance_reason) && Contains(c.reason));
    for (const Control& c : e.controls) CHECK_THAT(shown.out, Contains(c.name + ": " + c.change));
  }
}

TEST_CASE("info names version, build and libraries", "[cli]") {
  const ProgramResult text = run_sdescent({"info"}), json = run_sdescent({"info", "--json"});
  CHECK(text.code == 0);
  const Json info = Json::parse(json.out);
  for (const char* key : {"version", "git", "compiler", "instruction_set"}) {
    CHECK_FALSE(info[key].get<std::string>().empty());
    CHECK_THAT(text.out, Contains(info[key].get<std::string>()));
  }
  CHECK(info["threads"].get<int>() >= 1);
  for (const char* library :
       {"boost", "eigen", "gsl", "fmt", "nlohmann-json", "blas", "zlib", "cli11", "toml++"}) {
    CHECK_THAT(info["libraries"][library].get<std::string>(), Contains("."));
    CHECK_THAT(text.out, Contains(library));
  }
}

TEST_CASE("a result that could not be printed is an error", "[cli]") {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"info"}, {"list", "--json"}, {"--version"}}) {
    const ProgramResult result = RunningProgram(sdescent_command(arguments), "/dev/full").wait();
    CHECK(result.code == 4);
    CHECK_THAT(result.err, Contains("cannot write"));
  }
}
