#include "cli/markdown.hpp"

#include <algorithm>

namespace sdescent::cli {

std::string cell(std::string text) {
  for (std::size_t i = 0; (i = text.find('|', i)) != std::string::npos; i += 2)
    text.replace(i, 1, "\\|");
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace sdescent::cli
