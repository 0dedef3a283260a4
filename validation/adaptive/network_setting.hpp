#pragma once
/// \file
/// The network of adaptive's figures 1, 10, 11 and 13: ten dense layers of 20 ReLU units and binary
/// cross-entropy on the Breast Cancer data, whose full gradient gets Gaussian noise.

#include "models/dense_network.hpp"
#include "models/problem.hpp"
#include "validation/parameters.hpp"

#include <memory>
#include <vector>

namespace sdescent::adaptive {

/// What all rows have in common. Times are t = kη.
struct NetworkSetting {
  std::shared_ptr<const DenseNetwork> network;
  Eigen::VectorXd x0;
  double eta, sigma;
  double t0;              ///< when the SDEs begin; 0 for SignSGD, which has no moments
  Eigen::ArrayXd starts;  ///< t₀ whose effect is drawn; none for SignSGD
  std::uint64_t paths, start_paths, steps, records, refine;

  double end() const { return eta * static_cast<double>(steps); }
};

/// The numbers in which rows differ.
struct NetworkDefaults {
  double eta, sigma;
  CountByEffort steps, paths;
  double t0;  ///< 0: no parameters for starts
  Eigen::ArrayXd starts;
  std::string origin;  ///< "adaptive F.3"
};

std::vector<Parameter> network_parameters(const NetworkDefaults& defaults);

/// Reads the data. Throws IoError when they are missing, and InvalidInput unless the starts are
/// multiples of η before the end and there is a step for each record after t₀.
NetworkSetting network_setting(const ParameterValues& parameters);

/// Gradients ∇f + Z, Z ~ N(0, σ²I).
std::shared_ptr<const Problem> network_problem(const NetworkSetting& setting, double sigma);

/// Steps until the time t, a multiple of η.
std::uint64_t steps_until(const NetworkSetting& setting, double t);

}  // namespace sdescent::adaptive
