#pragma once
/// \file
/// Every model by name: one line each, shared by configuration files, the contract tests and the
/// documentation.

#include "models/constants.hpp"
#include "models/optimizer.hpp"
#include "models/problem.hpp"
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

/// In the order of the alternatives of CatalogueEntry::make.
enum class ModelKind { optimizer, sde, ode };

struct CatalogueEntry {
  std::string name;
  std::string equation;
  std::string source;  ///< paper handle and equation
  std::variant<OptimizerFactory, SdeFactory, OdeFactory> make;
  Constants constants = {};  ///< with their standard values; an optimizer's SDE has the optimizer's

  ModelKind kind() const { return static_cast<ModelKind>(make.index()); }
};

/// All models, optimizers first.
const std::vector<CatalogueEntry>& catalogue();

/// Throws InvalidInput naming the nearest model when there is none of this name.
const CatalogueEntry& find_model(std::string_view name);

}  // namespace sdescent
