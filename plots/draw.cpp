#include "plots/draw.hpp"

#include "io/atomic_file.hpp"
#include "io/error.hpp"
#include "plots/gnuplot_data.hpp"
#include "plots/gnuplot_script.hpp"
#include "plots/program.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace sdescent {
namespace {

using namespace plots;

std::string_view extension(Format format) {
  switch (format) {
    case Format::svg:
      return "svg";
    case Format::png:
      return "png";
    case Format::pdf:
      break;
  }
  return "pdf";
}

constexpr std::string_view kRemedy =
    "figures need gnuplot 5.4 with its cairo terminals: apt-get install gnuplot-nox "
    "fonts-dejavu-core";

ProgramResult run_gnuplot(const std::string& name, Format format,
                          const std::filesystem::path& directory) {
  const std::string variables = fmt::format("format = '{}'; target = ''", extension(format));
  try {
    // Without --default-settings gnuplot would read start-up files of the user and the system.
    return run_program({"gnuplot", "--default-settings", "-e", variables, name + ".gp"}, directory);
  } catch (const IoError& error) {
    throw IoError(fmt::format("{}; {}", error.what(), kRemedy));
  }
}

/// gnuplot frames its messages with empty lines.
std::string_view trimmed(std::string_view message) {
  constexpr std::string_view space = " \n";
  const std::size_t begin = message.find_first_not_of(space);
  if (begin == std::string_view::npos) return "it said nothing";
  return message.substr(begin, message.find_last_not_of(space) + 1 - begin);
}

/// The picture, from gnuplot's standard output: nothing half drawn ever has a name.
std::string draw_picture(const std::string& name, Format format,
                         const std::filesystem::path& directory) {
  ProgramResult result = run_gnuplot(name, format, directory);
  if (result.status != 0 || result.output.empty())
    throw IoError(fmt::format("gnuplot failed on \"{}\" with status {}: {}; {}",
                              (directory / (name + ".gp")).string(), result.status,
                              trimmed(result.errors), kRemedy));
  return std::move(result.output);
}

/// Cairo dates a PDF with the time of drawing, the only thing that changes from one to the next.
/// Digits for digits, so that the places of objects stay true.
void set_date_to_epoch(std::string& pdf) {
  constexpr std::string_view key = "/CreationDate (D:";
  constexpr std::string_view epoch = "19700101000000";
  const std::size_t found = pdf.rfind(key);
  if (found == std::string::npos || found + key.size() + epoch.size() > pdf.size()) return;
  pdf.replace(found + key.size(), epoch.size(), epoch);
}

}  // namespace

void draw(const Figure& figure, const std::filesystem::path& directory,
          std::span<const Format> formats) {
  const std::string script = gnuplot_script(figure);
  write_atomically(directory / (figure.name + ".dat"), gnuplot_data(figure));
  write_atomically(directory / (figure.name + ".gp"), script);
  for (const Format format : formats) {
    std::string picture = draw_picture(figure.name, format, directory);
    if (format == Format::pdf) set_date_to_epoch(picture);
    write_atomically(directory / fmt::format("{}.{}", figure.name, extension(format)), picture);
  }
}

}  // namespace sdescent
