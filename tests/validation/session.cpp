#include "validation/session.hpp"

#include "io/error.hpp"
#include "solvers/philox.hpp"
#include "tests/support/function_process.hpp"
#include "tests/validation/synthetic.hpp"

#include <catch2/catch.hpp>

#include <limits>
#include <set>
#include <stdexcept>

namespace sdescent {
namespace {

using Catch::Contains;

Experiment two_claims() {
  return {.id = "paper/name",
          .title = "",
          .reference = "",
          .statement = "",
          .parameters = {positive("eta", 0.5, "", "")},
          .claims = {synthetic::claim(ClaimKind::equality, "mean"),
                     synthetic::claim(ClaimKind::bound, "loss")},
          .controls = {{"wrong-mean", "", {"mean"}, Effort::quick},
                       {"wrong-loss", "", {"loss"}, Effort::quick}},
          .measure = {}};
}

SessionOptions with_control(const std::string& control, std::uint64_t seed = 7) {
  SessionOptions options;
  options.seed = seed;
  options.control = control;
  return options;
}

Evidence one_point() {
  const auto point = [](double x) { return Eigen::ArrayXd::Constant(1, x); };
  return {synthetic::estimate(point(0), point(1)), point(0), point(1), point(0)};
}

TEST_CASE("a session has the effort's parameters and the user's settings", "[validation]") {
  const Experiment experiment = two_claims();
  SessionOptions options;
  options.effort = Effort::paper;
  options.settings = {"eta=0.25"};
  const Session session(experiment, options);
  CHECK(session.effort() == Effort::paper);
  CHECK(session.parameters().real("eta") == 0.25);
  options.settings = {"eta=0"};
  CHECK_THROWS_AS(Session(experiment, options), InvalidInput);
}

TEST_CASE("only the control asked for is on", "[validation]") {
  const Experiment experiment = two_claims();
  const Session plain(experiment, {}), control(experiment, with_control("wrong-loss"));
  CHECK_FALSE(plain.control("wrong-mean"));
  CHECK_FALSE(plain.control("wrong-loss"));
  CHECK_FALSE(control.control("wrong-mean"));
  CHECK(control.control("wrong-loss"));
  CHECK_THROWS_AS(control.control("wrong-los"), std::logic_error);
}

TEST_CASE("an unknown control is answered with the nearest", "[validation]") {
  const Experiment experiment = two_claims();
  CHECK_THROWS_AS(Session(experiment, with_control("wrong-means")), InvalidInput);
  CHECK_THROWS_WITH(Session(experiment, with_control("wrong-means")),
                    "unknown control of paper/name \"wrong-means\", did you mean \"wrong-mean\"?");
  Experiment without = two_claims();
  without.controls.clear();
  CHECK_THROWS_WITH(Session(without, with_control("any")), Contains("there is none"));
}

TEST_CASE("an experiment, its parts and its controls have seeds of their own", "[validation]") {
  const Experiment experiment = two_claims();
  std::set<std::uint64_t> seeds;
  for (const std::uint64_t seed : {7U, 8U})
    for (const std::string control : {"", "wrong-mean", "wrong-loss"})
      for (const char* part : {"", "first", "second"})
        seeds.insert(Session(experiment, with_control(control, seed)).seed(part));
  CHECK(seeds.size() == 2 * 3 * 3);
  CHECK(Session(experiment, with_control("")).seed() == 7);  // as simulate would have it
  CHECK(Session(experiment, with_control("wrong-mean")).seed("first") ==
        Session(experiment, with_control("wrong-mean")).seed("first"));
}

TEST_CASE("evidence is given once for each claim declared", "[validation]") {
  const Experiment experiment = two_claims();
  Session session(experiment, {});
  session.evidence("loss", one_point());
  CHECK_THROWS_AS(session.evidence("los", one_point()), std::logic_error);
  CHECK_THROWS_AS(session.evidence("loss", one_point()), std::logic_error);
  CHECK_THROWS_AS(session.assessments(), std::logic_error);
  session.evidence("mean", one_point());
  const auto all = session.assessments();
  REQUIRE(all.size() == 2);
  CHECK(all[0].claim().id == "mean");  // as declared, not as given
  CHECK(all[1].claim().id == "loss");
}

TEST_CASE("evidence that is not a number ends the experiment", "[validation]") {
  const Experiment experiment = two_claims();
  Session session(experiment, {});
  Evidence bad = one_point();
  bad.deviation.value(0) = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_AS(session.evidence("mean", bad), NumericalFailure);
}

TEST_CASE("a run of a session ends well or throws", "[validation]") {
  const Experiment experiment = two_claims();
  const Clock clock(1.0, 4);
  const auto run_of = [&](SessionOptions options, FunctionProcessParts parts) {
    const auto process = make_process(std::move(parts));
    MomentRecorder recorder("x", state_field(*process, 0, "x"));
    Session(experiment, std::move(options))
        .run({process}, clock, RecordTimes::evenly(clock, 4), 100, Philox(1), {&recorder});
    return recorder.curves().count;
  };
  double last = 0;
  SessionOptions options;
  options.threads = 2;
  options.progress = [&last](double fraction) { last = fraction; };
  CHECK(run_of(options, {}) == 100);
  CHECK(last == 1.0);

  FunctionProcessParts bad;
  bad.advance = [](const At&, BlockRef x) { x += std::numeric_limits<double>::infinity(); };
  CHECK_THROWS_AS(run_of({}, bad), NumericalFailure);

  const std::atomic<bool> stop = true;
  options.stop = &stop;
  CHECK_THROWS_AS(run_of(options, {}), Interrupted);
}

TEST_CASE("a table of moments has a row for each time, mean and variance by column",
          "[validation]") {
  FunctionProcessParts parts;
  parts.layout = {{"x", 2}};
  parts.time_per_step = 0.5;
  parts.start = [](const At&, const Lockstep&, BlockRef x) {
    for (Index r = 0; r < x.rows(); ++r) x.row(r) << static_cast<double>(r % 2), 5.0;
  };
  parts.advance = [](const At&, BlockRef x) { x.col(0) *= 3.0; };
  const auto process = make_process(parts);
  MomentRecorder recorder("x", state_field(*process, 0, "x"));
  const Clock clock(0.5, 1);
  run({process}, clock, RecordTimes::evenly(clock, 1), 64, Philox(1), {&recorder});
  const ResultTable table = moment_table("m", recorder);
  CHECK(table.name == "m");
  CHECK(table.columns ==
        std::vector<std::string>{"t", "mean.p.x1", "var.p.x1", "mean.p.x2", "var.p.x2"});
  Eigen::MatrixXd expected(2, 5);
  expected << 0.0, 0.5, 16.0 / 63.0, 5.0, 0.0,  //
      0.5, 1.5, 9 * 16.0 / 63.0, 5.0, 0.0;
  CHECK((table.values - expected).cwiseAbs().maxCoeff() < 1e-12);
}

}  // namespace
}  // namespace sdescent
