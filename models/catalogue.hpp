#pragma once
/// \file
/// Every model by name: one line each, shared by configuration files, the contract tests and the
/// documentation.

#include "models/constants.hpp"
#include "models/optimizer.hpp"
#include "models/problem.hpp"
#include "models/risk_equation.hpp"
#include "models/risk_modes.hpp"
#include "models/streaming_regression.hpp"
#include "solvers/ode.hpp"
#include "solvers/process.hpp"
#include "solvers/sde_model.hpp"

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace sdescent {

/// The constants are the entry's, set or not.
using OptimizerFactory =
    std::function<std::shared_ptr<const Process>(OptimizerSettings, const Constants&)>;
using SdeFactory = std::function<std::shared_ptr<const SdeModel>(
    std::shared_ptr<const Problem>, double eta, const Schedule&, const Constants&)>;
using OdeFactory =
    std::function<std::shared_ptr<const OdeModel>(std::shared_ptr<const Problem>, const Schedule&)>;

/// On the clock t = k/d, streaming regression alone.
using HomogenizedSdeFactory = std::function<std::shared_ptr<const SdeModel>(
    std::shared_ptr<const StreamingRegression>, LearningRate)>;

/// A risk curve: its equation, and its modes for a start v = θ_0 − θ*.
struct RiskModel {
  std::shared_ptr<const RiskEquation> equation;
  RiskModes (*modes)(const FeatureCovariance&, const Eigen::VectorXd& v);
};
/// On the clock t = k/d.
using RiskFactory = std::function<RiskModel(const StreamingRegression&, LearningRate)>;

/// In the order of the alternatives of CatalogueEntry::make.
enum class ModelKind { optimizer, sde, ode, homogenized_sde, risk };

struct CatalogueEntry {
  std::string name;
  std::string equation;
  std::string source;  ///< paper handle and equation
  std::variant<OptimizerFactory, SdeFactory, OdeFactory, HomogenizedSdeFactory, RiskFactory> make;
  Constants constants = {};  ///< with their standard values; an optimizer's SDE has the optimizer's

  bool streaming_sde = false;  ///< an SDE of streaming regression alone, on the clock t = kη

  /// Whether it is a model of streaming regression alone.
  bool needs_streaming_regression() const {
    return streaming_sde || kind() == ModelKind::homogenized_sde || kind() == ModelKind::risk;
  }

  ModelKind kind() const { return static_cast<ModelKind>(make.index()); }
};

/// All models, optimizers first.
const std::vector<CatalogueEntry>& catalogue();

/// The problem as streaming regression; throws InvalidInput, calling the model `name`, if it is
/// none.
std::shared_ptr<const StreamingRegression> streaming_regression(
    std::string_view name, const std::shared_ptr<const Problem>& problem);

/// Throws InvalidInput naming the nearest model when there is none of this name.
const CatalogueEntry& find_model(std::string_view name);

}  // namespace sdescent
