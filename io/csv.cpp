#include "io/csv.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"
#include "io/require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace sdescent {
namespace {

using Fields = std::vector<std::string>;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Nothing if the field is not a number, infinity if the number is out of the range of a double.
std::optional<double> parse_number(std::string_view field) {
  if (field.starts_with('+') && !field.starts_with("+-")) field.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error == std::errc::invalid_argument || end != field.data() + field.size()) return {};
  if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
  return value;
}

/// The lines of a file, with the place for messages.
class Lines {
 public:
  Lines(const std::filesystem::path& path, std::string_view text)
      : file_(path.string()), rest_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (rest_.starts_with(byte_order_mark)) rest_.remove_prefix(byte_order_mark.size());
    const std::size_t last = rest_.find_last_not_of(" \t\r\n");
    rest_ = rest_.substr(0, last == std::string_view::npos ? 0 : last + 1);
  }

  bool at_end() const { return rest_.empty(); }

  /// The next line, or the failure to find what was `expected` there.
  std::string_view next(std::string_view expected) {
    ++number_;
    if (at_end()) fail(expected, "the end of the file");
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(line.size() + 1, rest_.size()));
    return line;
  }

  [[noreturn]] void fail(std::string_view expected, std::string_view got) const {
    throw InvalidInput(fmt::format("{}:{}: expected {}, got {}", file_, number_, expected, got));
  }

 private:
  std::string file_;
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// Takes a quoted field off the front of `rest`, with the blanks after it.
std::string take_quoted(std::string_view& rest, const Lines& lines) {
  std::string field;
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] != '"') {
      field += rest[i];
    } else if (i + 1 < rest.size() && rest[i + 1] == '"') {
      field += rest[i++];
    } else {
      rest = trimmed(rest.substr(i + 1));
      return field;
    }
  }
  lines.fail("a closing quote", rest);
}

std::string take_field(std::string_view& rest, const Lines& lines) {
  if (rest.starts_with('"')) return take_quoted(rest, lines);
  const std::string_view field = rest.substr(0, rest.find(','));
  rest.remove_prefix(field.size());
  return std::string(trimmed(field));
}

Fields split(std::string_view line, const Lines& lines) {
  Fields fields;
  std::string_view rest = trimmed(line);
  while (true) {
    fields.push_back(take_field(rest, lines));
    if (rest.empty()) return fields;
    if (!rest.starts_with(',')) lines.fail("a comma after a quoted field", rest);
    rest = trimmed(rest.substr(1));
  }
}

bool are_names(const Fields& fields) {
  return std::any_of(fields.begin(), fields.end(),
                     [](const std::string& field) { return !parse_number(field); });
}

void append_row(const Fields& fields, std::size_t columns, const Lines& lines,
                std::vector<double>& values) {
  if (fields.size() != columns)
    lines.fail(fmt::format("{} fields", columns), fmt::format("{}", fields.size()));
  for (const std::string& field : fields) {
    const std::optional<double> value = parse_number(field);
    if (!value || !std::isfinite(*value))
      lines.fail("a finite number", fmt::format("\"{}\"", field));
    values.push_back(*value);
  }
}

std::string quoted_if_needed(const std::string& name) {
  require(name.find_first_of("\r\n") == std::string::npos, "a column name", "on one line", name);
  const bool is_plain = name.find_first_of(",\"") == std::string::npos && trimmed(name) == name;
  if (is_plain && !name.empty()) return name;
  std::string quoted = "\"";
  for (const char letter : name) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
  return quoted + '"';
}

}  // namespace

CsvTable read_csv(const std::filesystem::path& path, std::size_t skip_lines) {
  const std::string text = read_file(path);
  Lines lines(path, text);
  for (std::size_t i = 0; i < skip_lines; ++i) lines.next("a line to skip");

  constexpr std::string_view row = "a row of numbers";
  CsvTable table;
  std::vector<double> values;
  Fields fields = split(lines.next(row), lines);
  const std::size_t columns = fields.size();
  if (are_names(fields)) {
    table.names = std::move(fields);
    fields = split(lines.next(row), lines);
  }
  append_row(fields, columns, lines, values);
  while (!lines.at_end()) append_row(split(lines.next(row), lines), columns, lines, values);

  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  table.values =
      Eigen::Map<const RowMajor>(values.data(), static_cast<Eigen::Index>(values.size() / columns),
                                 static_cast<Eigen::Index>(columns));
  return table;
}

std::string to_csv(std::span<const std::string> names, Eigen::Ref<const Eigen::MatrixXd> values) {
  require_equal("the number of column names", std::ssize(names), values.cols());
  std::string text;
  for (const std::string& name : names) text += quoted_if_needed(name) + ',';
  if (!text.empty()) text.back() = '\n';
  const auto end = std::back_inserter(text);
  for (Eigen::Index row = 0; row < values.rows(); ++row)
    for (Eigen::Index column = 0; column < values.cols(); ++column) {
      const double value = values(row, column);
      // The sign of a NaN depends on the compiler; the text must not.
      fmt::format_to(end, "{}{}",
                     std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value,
                     column + 1 < values.cols() ? ',' : '\n');
    }
  return text;
}

}  // namespace sdescent
