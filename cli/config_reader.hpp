#pragma once
/// \file
/// Checked reading of a TOML file: every value has a type, and a key nobody asked for is an error.

#include <Eigen/Core>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sdescent::cli {

/// One table of a configuration file. All functions throw InvalidInput, as `<file>:<line>: …`, for
/// a missing key or a value of another type; numbers must be finite.
class ConfigTable {
 public:
  /// Reads a file. IoError when it cannot be read, InvalidInput with line and column when it is not
  /// TOML.
  static ConfigTable read(const std::filesystem::path& path);

  bool has(std::string_view key) const;

  double real(std::string_view key) const;
  std::uint64_t count(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::string text(std::string_view key) const;
  /// [1, 2]; a single number counts as a vector of one.
  Eigen::VectorXd vector(std::string_view key) const;
  /// `size` numbers: a list of any length (to be checked), or one number for all.
  Eigen::VectorXd vector_or_constant(std::string_view key, Eigen::Index size) const;
  /// Rows [[1, 0], [0, 2]] of equal length.
  Eigen::MatrixXd matrix(std::string_view key) const;
  bool is_matrix(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;
  ConfigTable table(std::string_view key) const;
  /// [[key]] … in order; at least one.
  std::vector<ConfigTable> tables(std::string_view key) const;

  double real_or(std::string_view key, double otherwise) const;
  std::uint64_t count_or(std::string_view key, std::uint64_t otherwise) const;
  std::string text_or(std::string_view key, std::string otherwise) const;

  /// Throws for a key that was never asked for, naming the nearest of those that were.
  void refuse_unknown_keys() const;

  /// "<file>:<line>" of the table.
  std::string where() const;
  /// That of a key, or of the table if it lacks the key.
  std::string where(std::string_view key) const;

 private:
  struct Node;
  explicit ConfigTable(std::shared_ptr<Node> node) : node_(std::move(node)) {}
  std::shared_ptr<Node> node_;
};

}  // namespace sdescent::cli
