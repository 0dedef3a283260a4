#pragma once
/// \file
/// Random features: what conditions the covariance of real data.

#include <Eigen/Core>

#include <cstdint>
#include <string_view>

namespace sdescent {

/// The function applied to every random projection. Equations (273), (274) of `exact` do not say
/// which in our copy.
enum class Nonlinearity { tanh, relu, identity };

/// Throws InvalidInput for anything but tanh, relu, identity.
Nonlinearity parse_nonlinearity(std::string_view name);

/// p × d independent normals of variance 1/p, a function of (p, d, seed) alone: projections of
/// features of variance 1 have variance about 1. Throws InvalidInput unless p, d >= 1.
Eigen::MatrixXd random_weights(Eigen::Index features, Eigen::Index dimension, std::uint64_t seed);

/// f(XW) by entry (exact (273)). Throws InvalidInput unless the sizes fit.
Eigen::MatrixXd random_features(const Eigen::MatrixXd& x, const Eigen::MatrixXd& weights,
                                Nonlinearity f);

/// X plus independent N(0, deviation²) in every entry, drawn once (exact (274)): adds deviation² to
/// every eigenvalue of the covariance. Throws InvalidInput unless the deviation is >= 0.
Eigen::MatrixXd with_feature_noise(Eigen::MatrixXd x, double deviation, std::uint64_t seed);

}  // namespace sdescent
