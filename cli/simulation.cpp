#include "cli/simulation.hpp"

#include "cli/config_reader.hpp"
#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"
#include "models/catalogue.hpp"
#include "models/data_table.hpp"
#include "models/gaussian_noise.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"
#include "solvers/ode_process.hpp"
#include "solvers/sde_process.hpp"
#include "solvers/steppers.hpp"
#include "validation/find_data.hpp"

#include <fmt/format.h>

namespace sdescent::cli {
namespace {

namespace fs = std::filesystem;

/// Runs f; what it refuses is reported with its place "<file>:<line>", unless it names one closer.
template <class F>
decltype(auto) at(const std::string& place, F f) {
  try {
    return f();
  } catch (const InvalidInput& error) {
    const std::string what = error.what();
    if (what.starts_with(place.substr(0, place.rfind(':') + 1))) throw;
    throw InvalidInput(fmt::format("{}: {}", place, what));
  }
}

std::shared_ptr<const Objective> read_quadratic(const ConfigTable& t) {
  return at(t.where("hessian"), [&]() -> std::shared_ptr<const Objective> {
    if (t.is_matrix("hessian")) return std::make_shared<DenseQuadratic>(t.matrix("hessian"));
    return std::make_shared<DiagonalQuadratic>(t.vector("hessian"));
  });
}

std::shared_ptr<const FiniteSum> read_logistic_regression(const ConfigTable& t,
                                                          const fs::path& folder) {
  const fs::path data = t.text("data");
  const fs::path beside = folder / data;
  DataTable table = at(t.where("data"), [&] {
    return read_data_table(fs::exists(beside) ? beside : find_data(data),
                           t.count_or("skip_lines", 0));
  });
  if (!t.has("standardise") || t.flag("standardise")) standardise(table);
  return std::make_shared<LogisticRegression>(table, t.real_or("ridge", 0.0));
}

std::shared_ptr<const AdditiveNoise> read_gaussian(const ConfigTable& t, Index dimension) {
  if (t.has("covariance")) {
    require(!t.has("sigma"), "noise", "given by sigma or covariance", "both");
    return std::make_shared<GaussianNoise>(GaussianNoise::with_covariance(t.matrix("covariance")));
  }
  Eigen::VectorXd sigma = t.vector("sigma");
  if (sigma.size() == 1) sigma = Eigen::VectorXd::Constant(dimension, sigma(0));
  return std::make_shared<GaussianNoise>(sigma);
}

std::shared_ptr<const Problem> read_problem(const ConfigTable& t, const fs::path& folder) {
  const std::string kind = t.text("objective");
  std::shared_ptr<const Objective> objective;
  std::shared_ptr<const FiniteSum> sum;
  if (kind == "quadratic")
    objective = read_quadratic(t);
  else if (kind == "logistic_regression")
    objective = sum = read_logistic_regression(t, folder);
  else
    at(t.where("objective"), [&] {
      throw_unknown("objective", kind,
                    std::vector<std::string>{"quadratic", "logistic_regression"});
    });
  const std::string noise = t.text("noise");
  std::shared_ptr<const Problem> problem;
  if (noise == "gaussian") {
    problem = at(t.where(t.has("covariance") ? "covariance" : "sigma"), [&] {
      return std::make_shared<AdditiveNoiseProblem>(objective,
                                                    read_gaussian(t, objective->dimension()));
    });
  } else if (noise == "minibatch") {
    at(t.where("objective"), [&] {
      require(sum != nullptr, "objective of a minibatch problem", "an average over data", kind);
    });
    problem = at(t.where("batch"), [&] {
      return std::make_shared<MinibatchProblem>(sum, static_cast<Index>(t.count("batch")));
    });
  } else {
    at(t.where("noise"), [&] {
      throw_unknown("noise", noise, std::vector<std::string>{"gaussian", "minibatch"});
    });
  }
  t.refuse_unknown_keys();
  return problem;
}

StartPoint read_start(const ConfigTable& root, Index dimension) {
  if (!root.has("start")) return StartPoint(Eigen::VectorXd::Zero(dimension));
  const ConfigTable t = root.table("start");
  StartPoint start = at(t.where("point"), [&] {
    StartPoint point(t.vector("point"));
    require_equal("number of coordinates of point", point.dimension(), dimension);
    return point;
  });
  t.refuse_unknown_keys();
  return start;
}

/// Makes a process from whichever factory its catalogue entry has.
struct ProcessMaker {
  const ConfigTable& t;
  const Simulation& simulation;
  const StartPoint& start;
  std::string name;
  double eta;
  std::uint16_t stream;

  std::shared_ptr<const Process> operator()(const OptimizerFactory& make) const {
    return make({name, simulation.problem, eta, start, stream});
  }
  std::shared_ptr<const Process> operator()(const SdeFactory& make) const {
    const std::uint64_t refine = t.count_or("refine", 1);
    const auto stepper = at(t.where("stepper"), [&] {
      return find_stepper(t.text_or("stepper", std::string(steppers().front()->name())));
    });
    return std::make_shared<SdeProcess>(
        name, make(simulation.problem, eta), stepper,
        SdeGrid{eta, refine, t.count_or("brownian", refine), stream}, start);
  }
  std::shared_ptr<const Process> operator()(const OdeFactory& make) const {
    return std::make_shared<OdeProcess>(name, *make(simulation.problem), start,
                                        simulation.clock.end());
  }
};

std::shared_ptr<const Process> read_process(const ConfigTable& t, const Simulation& simulation,
                                            const StartPoint& start, std::uint64_t place) {
  const CatalogueEntry& entry =
      at(t.where("model"), [&]() -> const CatalogueEntry& { return find_model(t.text("model")); });
  const std::string name = t.text_or("name", entry.name);
  for (const auto& earlier : simulation.processes)
    at(t.where("name"),
       [&] { require(name != earlier->name(), "name of a process", "used once", name); });
  const double eta = t.real_or("eta", simulation.eta);
  at(t.where("eta"), [&] { require_positive("eta", eta); });
  const std::uint64_t stream = t.count_or("stream", place);
  at(t.where("stream"),
     [&] { require(stream < 65'536, "stream", "< 65536", fmt::format("{}", stream)); });
  auto process =
      std::visit(ProcessMaker{t, simulation, start, name, eta, static_cast<std::uint16_t>(stream)},
                 entry.make);
  t.refuse_unknown_keys();
  return process;
}

void read_observe(const ConfigTable& root, Simulation& simulation) {
  simulation.observe_state = simulation.observe_loss = !root.has("observe");
  if (!root.has("observe")) return;
  const std::vector<std::string> valid{"loss", "x"};
  for (const std::string& what : root.texts("observe")) {
    if (what == "loss")
      simulation.observe_loss = true;
    else if (what == "x")
      simulation.observe_state = true;
    else
      throw_unknown("observable", what, valid);
  }
}

/// Results replace the directory of this name, so it must not lead anywhere else.
std::string read_name(const ConfigTable& root, const fs::path& path) {
  const std::string name = root.text_or("name", path.stem().string());
  at(root.where("name"), [&] {
    require(name.find('/') == std::string::npos && name != "." && name != "..", "name",
            "the name of a directory, without \"/\"", fmt::format("\"{}\"", name));
  });
  return name;
}

std::uint64_t read_paths(const ConfigTable& root) {
  const std::uint64_t paths = root.count("paths");
  at(root.where("paths"), [&] { require(paths >= 1, "paths", ">= 1", "0"); });
  return paths;
}

double read_eta(const ConfigTable& root) {
  const double eta = root.real("eta");
  at(root.where("eta"), [&] { require_positive("eta", eta); });
  return eta;
}

}  // namespace

Simulation read_simulation(const fs::path& path) {
  const ConfigTable root = ConfigTable::read(path);
  const ConfigTable problem = root.table("problem");
  const double eta = read_eta(root);
  Simulation simulation{
      read_name(root, path),
      root.count_or("seed", 1),
      read_paths(root),
      eta,
      at(root.where("steps"), [&] { return Clock(eta, root.count("steps")); }),
      root.count_or("records", 100),
      at(problem.where(), [&] { return read_problem(problem, path.parent_path()); }),
      {},
      {},
      false,
      false};
  at(root.where("records"), [&] { RecordTimes::evenly(simulation.clock, simulation.records); });
  const StartPoint start = read_start(root, simulation.problem->dimension());
  for (const ConfigTable& t : root.tables("process")) {
    simulation.processes.push_back(at(t.where(), [&] {
      return read_process(t, simulation, start, simulation.processes.size() + 1);
    }));
    simulation.kinds.push_back(find_model(t.text("model")).kind());
  }
  at(root.where("observe"), [&] { read_observe(root, simulation); });
  root.refuse_unknown_keys();
  return simulation;
}

}  // namespace sdescent::cli
