#include "cli/config_reader.hpp"

#include "io/error.hpp"
#include "io/nearest.hpp"
#include "io/read_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>
#include <set>

namespace sdescent::cli {

/// A table, the file it is in and the keys asked for.
struct ConfigTable::Node {
  std::shared_ptr<const toml::table> root;  // keeps the tree alive
  const toml::table* table;
  std::string file;
  std::set<std::string, std::less<>> asked;

  std::string at(const toml::node& node) const {
    return fmt::format("{}:{}", file, node.source().begin.line);
  }

  [[noreturn]] void fail(const toml::node& node, std::string_view key,
                         std::string_view valid) const {
    throw InvalidInput(fmt::format("{}: {} must be {}", at(node), key, valid));
  }

  const toml::node& get(std::string_view key) {
    asked.emplace(key);
    const toml::node* node = table->get(key);
    if (!node) throw InvalidInput(fmt::format("{}: {} is missing", at(*table), key));
    return *node;
  }

  double number(const toml::node& node, std::string_view key) const {
    const auto value = node.value<double>();
    if (!value || !node.is_number()) fail(node, key, "a number");
    if (!std::isfinite(*value)) fail(node, key, "finite");
    return *value;
  }
};

ConfigTable ConfigTable::read(const std::filesystem::path& path) {
  const std::string text = read_file(path);
  const std::string name = path.string();
  try {
    auto root = std::make_shared<const toml::table>(toml::parse(text, std::string_view(name)));
    return ConfigTable(std::make_shared<Node>(Node{root, root.get(), name, {}}));
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    throw InvalidInput(
        fmt::format("{}:{}:{}: {}", name, begin.line, begin.column, error.description()));
  }
}

bool ConfigTable::has(std::string_view key) const {
  node_->asked.emplace(key);
  return node_->table->contains(key);
}

double ConfigTable::real(std::string_view key) const { return node_->number(node_->get(key), key); }

std::uint64_t ConfigTable::count(std::string_view key) const {
  const toml::node& node = node_->get(key);
  const auto value = node.value_exact<std::int64_t>();
  if (!value || *value < 0) node_->fail(node, key, "a whole number >= 0");
  return static_cast<std::uint64_t>(*value);
}

bool ConfigTable::flag(std::string_view key) const {
  const toml::node& node = node_->get(key);
  const auto value = node.value_exact<bool>();
  if (!value) node_->fail(node, key, "true or false");
  return *value;
}

std::string ConfigTable::text(std::string_view key) const {
  const toml::node& node = node_->get(key);
  const auto value = node.value_exact<std::string>();
  if (!value || value->empty()) node_->fail(node, key, "text in quotes");
  return *value;
}

Eigen::VectorXd ConfigTable::vector(std::string_view key) const {
  const toml::node& node = node_->get(key);
  const toml::array* array = node.as_array();
  if (!array) return Eigen::VectorXd::Constant(1, node_->number(node, key));
  if (array->empty()) node_->fail(node, key, "a list of numbers, not empty");
  Eigen::VectorXd vector(static_cast<Eigen::Index>(array->size()));
  for (std::size_t i = 0; i < array->size(); ++i)
    vector(static_cast<Eigen::Index>(i)) = node_->number((*array)[i], key);
  return vector;
}

Eigen::VectorXd ConfigTable::vector_or_constant(std::string_view key, Eigen::Index size) const {
  const toml::node& node = node_->get(key);
  return node.is_array() ? vector(key) : Eigen::VectorXd::Constant(size, node_->number(node, key));
}

bool ConfigTable::is_matrix(std::string_view key) const {
  const toml::array* array = node_->get(key).as_array();
  return array && !array->empty() && (*array)[0].is_array();
}

Eigen::MatrixXd ConfigTable::matrix(std::string_view key) const {
  const toml::node& node = node_->get(key);
  if (!is_matrix(key)) node_->fail(node, key, "a list of rows [[…], […]]");
  const toml::array& rows = *node.as_array();
  const std::size_t columns = rows[0].as_array()->size();
  Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()),
                         static_cast<Eigen::Index>(columns));
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const toml::array* row = rows[r].as_array();
    if (!row || row->size() != columns)
      node_->fail(rows[r], key, fmt::format("rows of {} numbers", columns));
    for (std::size_t c = 0; c < columns; ++c)
      matrix(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) =
          node_->number((*row)[c], key);
  }
  return matrix;
}

std::vector<std::string> ConfigTable::texts(std::string_view key) const {
  const toml::node& node = node_->get(key);
  const toml::array* array = node.as_array();
  if (!array || array->empty()) node_->fail(node, key, "a list of texts in quotes, not empty");
  std::vector<std::string> texts;
  for (const toml::node& element : *array) {
    const auto value = element.value_exact<std::string>();
    if (!value) node_->fail(element, key, "a list of texts in quotes");
    texts.push_back(*value);
  }
  return texts;
}

ConfigTable ConfigTable::table(std::string_view key) const {
  const toml::node& node = node_->get(key);
  if (!node.is_table()) node_->fail(node, key, "a table");
  return ConfigTable(std::make_shared<Node>(Node{node_->root, node.as_table(), node_->file, {}}));
}

std::vector<ConfigTable> ConfigTable::tables(std::string_view key) const {
  const toml::node& node = node_->get(key);
  if (!node.is_array_of_tables())
    node_->fail(node, key, fmt::format("a list of tables, each headed [[{}]]", key));
  std::vector<ConfigTable> tables;
  for (const toml::node& element : *node.as_array())
    tables.push_back(ConfigTable(
        std::make_shared<Node>(Node{node_->root, element.as_table(), node_->file, {}})));
  return tables;
}

double ConfigTable::real_or(std::string_view key, double otherwise) const {
  return has(key) ? real(key) : otherwise;
}

std::uint64_t ConfigTable::count_or(std::string_view key, std::uint64_t otherwise) const {
  return has(key) ? count(key) : otherwise;
}

std::string ConfigTable::text_or(std::string_view key, std::string otherwise) const {
  return has(key) ? text(key) : std::move(otherwise);
}

void ConfigTable::refuse_unknown_keys() const {
  const std::vector<std::string> valid(node_->asked.begin(), node_->asked.end());
  for (const auto& [key, node] : *node_->table) {
    if (node_->asked.contains(key.str())) continue;
    try {
      throw_unknown("key", key.str(), valid);
    } catch (const InvalidInput& error) {
      throw InvalidInput(fmt::format("{}: {}", node_->at(node), error.what()));
    }
  }
}

std::string ConfigTable::where() const { return node_->at(*node_->table); }

std::string ConfigTable::where(std::string_view key) const {
  const toml::node* node = node_->table->get(key);
  return node ? node_->at(*node) : where();
}

}  // namespace sdescent::cli
