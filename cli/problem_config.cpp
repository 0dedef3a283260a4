#include "cli/problem_config.hpp"

#include "cli/at_place.hpp"
#include "cli/data_file.hpp"
#include "cli/noise_config.hpp"
#include "cli/regression_config.hpp"
#include "io/nearest.hpp"
#include "io/require.hpp"
#include "models/data_table.hpp"
#include "models/embedded_saddle.hpp"
#include "models/logistic_regression.hpp"
#include "models/minibatch.hpp"
#include "models/quadratic.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace sdescent::cli {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Objective> read_quadratic(const ConfigTable& t) {
  return at(t.where("hessian"), [&]() -> std::shared_ptr<const Objective> {
    if (t.is_matrix("hessian")) return std::make_shared<DenseQuadratic>(t.matrix("hessian"));
    return std::make_shared<DiagonalQuadratic>(t.vector("hessian"));
  });
}

std::shared_ptr<const Objective> read_embedded_saddle(const ConfigTable& t) {
  return at(t.where("hessian"), [&] {
    return std::make_shared<EmbeddedSaddle>(t.vector("hessian"), t.real("quartic"),
                                            t.real("cubic"));
  });
}

std::shared_ptr<const FiniteSum> read_logistic_regression(const ConfigTable& t,
                                                          const fs::path& folder) {
  DataTable table = at(t.where("data"), [&] {
    return read_data_table(data_file(t.text("data"), folder), t.count_or("skip_lines", 0));
  });
  if (!t.has("standardise") || t.flag("standardise")) standardise(table);
  return std::make_shared<LogisticRegression>(table, t.real_or("ridge", 0.0));
}

std::shared_ptr<const Objective> read_objective(const ConfigTable& t, const fs::path& folder) {
  const std::string kind = t.text("objective");
  if (kind == "quadratic") return read_quadratic(t);
  if (kind == "embedded_saddle") return read_embedded_saddle(t);
  if (kind == "logistic_regression") return read_logistic_regression(t, folder);
  return at(t.where("objective"), [&]() -> std::shared_ptr<const Objective> {
    throw_unknown("objective", kind,
                  std::vector<std::string>{"quadratic", "embedded_saddle", "logistic_regression",
                                           "linear_regression"});
  });
}

std::shared_ptr<const Problem> read_minibatch(const ConfigTable& t,
                                              const std::shared_ptr<const Objective>& objective) {
  const auto sum = std::dynamic_pointer_cast<const FiniteSum>(objective);
  at(t.where("objective"), [&] {
    require(sum != nullptr, "objective of a minibatch problem", "an average over data",
            t.text("objective"));
  });
  return at(t.where("batch"), [&] {
    return std::make_shared<MinibatchProblem>(sum, static_cast<Index>(t.count("batch")));
  });
}

std::shared_ptr<const Problem> read_additive(const std::shared_ptr<const Objective>& objective,
                                             const std::shared_ptr<const AdditiveNoise>& noise,
                                             const ConfigTable& t) {
  const std::string draw = t.text_or("signs", "noise");
  return at(t.where("signs"), [&] {
    const std::vector<std::string> names{"noise", "threshold"};
    if (std::find(names.begin(), names.end(), draw) == names.end())
      throw_unknown("way to draw signs", draw, names);
    return std::make_shared<AdditiveNoiseProblem>(
        objective, noise, draw == names[0] ? SignDraw::noise : SignDraw::threshold);
  });
}

void require_noise_name(const std::string& noise) {
  std::vector<std::string> names = additive_noise_names();
  names.push_back("minibatch");
  if (std::find(names.begin(), names.end(), noise) == names.end())
    throw_unknown("noise", noise, names);
}

}  // namespace

std::shared_ptr<const Problem> read_problem(const ConfigTable& t, const fs::path& folder) {
  if (t.text("objective") == "linear_regression") {
    const auto problem = read_linear_regression(t, folder);
    t.refuse_unknown_keys();
    return problem;
  }
  const std::shared_ptr<const Objective> objective = read_objective(t, folder);
  const std::string noise = t.text("noise");
  at(t.where("noise"), [&] { require_noise_name(noise); });
  std::shared_ptr<const Problem> problem;
  if (noise == "minibatch")
    problem = read_minibatch(t, objective);
  else
    problem =
        read_additive(objective, read_additive_noise(noise, t, objective->dimension(), folder), t);
  t.refuse_unknown_keys();
  return problem;
}

}  // namespace sdescent::cli
