// The program sdescent with one experiment made of cells, for tests that stop and kill it.
#include "cli/commands.hpp"
#include "io/nearest.hpp"
#include "models/gaussian_noise.hpp"
#include "models/quadratic.hpp"
#include "models/sgd.hpp"
#include "solvers/moment_recorder.hpp"
#include "solvers/philox.hpp"
#include "validation/experiments.hpp"
#include "validation/session.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <unistd.h>

namespace sdescent {
namespace {

using Eigen::ArrayXd;
using Eigen::Index;

std::shared_ptr<const Process> sgd(double eta, double sigma) {
  const auto problem = std::make_shared<AdditiveNoiseProblem>(
      std::make_shared<DiagonalQuadratic>(Eigen::VectorXd::Ones(1)),
      std::make_shared<GaussianNoise>(Eigen::VectorXd::Constant(1, sigma)));
  return std::make_shared<Sgd>(
      OptimizerSettings{"sgd", problem, eta, StartPoint(Eigen::VectorXd::Zero(1))});
}

MomentRecorder state_recorder(const std::shared_ptr<const Process>& process) {
  return {"x", state_field(*process, 0, "x")};
}

/// In the cell whose number the environment names, waits for a signal, so that tests can meet it
/// there.
void wait_for_signal(std::ptrdiff_t number) {
  const char* const where = std::getenv("SDESCENT_TEST_WAIT_IN");
  if (where && std::to_string(number) == where) ::sleep(20);
}

Archive run_cell(Session& session, const Cell& cell) {
  const double eta = cell.point.real("eta");
  const auto process = sgd(eta, cell.point.real("sigma"));
  const Clock clock(eta, session.parameters().count("steps"));
  MomentRecorder x = state_recorder(process);
  session.run({process}, clock, RecordTimes::evenly(clock, 50), session.parameters().count("paths"),
              Philox(cell.seed), {&x});
  Archive archive;
  x.save(archive);
  return archive;
}

/// Var x_k of SGD on f = ½x² from 0, over ησ²(1 − (1 − η)^{2k})/(2 − η), which it equals.
Estimate variance_ratio(const MomentRecorder& x, double eta, double sigma) {
  return jackknife(x, [&](const MomentCurves& m) -> ArrayXd {
    const double decay = std::pow(1.0 - eta, 2.0 * x.times().back() / eta);
    return m.second.bottomRows(1).transpose() / (eta * sigma * sigma * (1.0 - decay) / (2.0 - eta));
  });
}

void measure(Session& session) {
  const ParameterGrid grid("variance", {{"eta", session.parameters().reals("eta")},
                                        {"sigma", session.parameters().reals("sigma")}});
  const auto results = session.cells(grid, [&](const Cell& cell) {
    wait_for_signal(&cell.point - grid.points().data());
    return run_cell(session, cell);
  });
  const auto count = static_cast<Index>(results.size());
  std::vector<Estimate> ratios;
  ResultTable table{"ratio", {"eta", "sigma", "ratio"}, Eigen::MatrixXd(count, 3)};
  for (std::size_t i = 0; i < results.size(); ++i) {
    const double eta = grid.points()[i].real("eta"), sigma = grid.points()[i].real("sigma");
    MomentRecorder x = state_recorder(sgd(eta, sigma));
    x.load(results[i]);
    ratios.push_back(variance_ratio(x, eta, sigma));
    table.values.row(static_cast<Index>(i)) << eta, sigma, ratios.back().value(0);
    session.archive(grid.points()[i].key(), results[i]);
  }
  const ArrayXd one = ArrayXd::Ones(count);
  session.evidence("variance", {joined(ratios) - one, one, one / 3.0, ArrayXd::Zero(count)});
  session.table(std::move(table));
}

}  // namespace

const std::vector<Experiment>& experiments() {
  static const std::vector<Experiment> all{
      {.id = "test/grid",
       .title = "Variance of SGD on a quadratic over η and σ",
       .reference = "none",
       .statement = "The variance is that of an autoregression.",
       .parameters = {positives("eta", Eigen::Array4d(0.01, 0.02, 0.05, 0.1), "η", "chosen"),
                      positives("sigma", Eigen::Array2d(1, 2), "σ", "chosen"),
                      count("paths", {6400, 6400, 6400}, "runs", "chosen"),
                      count("steps", {5000, 5000, 5000}, "steps", "chosen", 50)},
       .claims = {{"variance", "none", "The ratio is 1.", ClaimKind::equality, "ratio", "chosen",
                   Verdict::holds, "exact"}},
       .controls = {},
       .measure = measure}};
  return all;
}

std::vector<const Experiment*> find_experiments(const std::string& id) {
  const Experiment& only = experiments().front();
  if (id != only.id) throw_unknown("experiment", id, std::array{only.id});
  return {&only};
}

}  // namespace sdescent

int main(int argc, char** argv) { return sdescent::cli::main(argc, argv); }
