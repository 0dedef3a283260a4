#pragma once
/// \file
/// CIFAR-10 in its binary format (A. Krizhevsky, Learning multiple layers of features from tiny
/// images, 2009).

#include <Eigen/Core>

#include <cstdint>
#include <filesystem>
#include <vector>

namespace sdescent {

/// Images of 32 × 32 points in three colours.
struct Cifar10 {
  static constexpr Eigen::Index side = 32, colours = 3, pixels = colours * side * side;
  using Pixels = Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  /// 0 airplane, 1 automobile, 2 bird, 3 cat, 4 deer, 5 dog, 6 frog, 7 horse, 8 ship, 9 truck
  std::vector<std::uint8_t> labels;
  Pixels images;  ///< n × 3072: red, green, blue, each by rows

  Eigen::Index count() const { return images.rows(); }
};

/// The first `most` images of a file of records of 3073 bytes (a label, then the pixels), plain or
/// compressed by xz; all of them for 0. IoError if it cannot be read, InvalidInput, naming the
/// file, if it is no whole number of records, has none, or has a label above 9.
Cifar10 read_cifar10(const std::filesystem::path& path, Eigen::Index most = 0);

/// +1 for animals, −1 for vehicles.
Eigen::VectorXd animals_against_vehicles(const Cifar10& data);

/// The images as numbers in [0, 1], means over blocks of `pool` × `pool` points in each colour: n ×
/// 3(32/pool)². Throws InvalidInput unless `pool` divides 32.
Eigen::MatrixXd pooled_images(const Cifar10& data, Eigen::Index pool);

}  // namespace sdescent
