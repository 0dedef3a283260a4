#pragma once
/// \file
/// Where in a configuration file something was refused.

#include "io/error.hpp"

#include <fmt/format.h>

#include <string>

namespace sdescent::cli {

/// Runs f; what it refuses is reported with its place "<file>:<line>", unless it names one closer.
template <class F>
decltype(auto) at(const std::string& place, F f) {
  try {
    return f();
  } catch (const InvalidInput& error) {
    const std::string what = error.what();
    if (what.starts_with(place.substr(0, place.rfind(':') + 1))) throw;
    throw InvalidInput(fmt::format("{}: {}", place, what));
  }
}

}  // namespace sdescent::cli
