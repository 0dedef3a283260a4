#pragma once
/// \file
/// What an experiment declares. Everything here is known without running it.

#include "validation/claim.hpp"
#include "validation/parameters.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sdescent {

class Session;

/// A wrong model planted on purpose: with it, the claims it names must not get the verdict expected
/// of them. Runs on seeds of its own.
struct Control {
  std::string name;                ///< of --control
  std::string change;              ///< what is made wrong
  std::vector<std::string> turns;  ///< ids of the claims it turns
  Effort effort;                   ///< least effort at which it is promised to turn them
};

/// One experiment: a declaration and a function that measures. Adding one is a file in
/// validation/<paper>/ and a line in validation/experiments.cpp.
struct Experiment {
  std::string id;         ///< "<paper>/<name>"
  std::string title;      ///< one line
  std::string reference;  ///< where in the paper
  std::string statement;  ///< what is claimed and how it is tested
  std::vector<Parameter> parameters;
  std::vector<Claim> claims;
  std::vector<Control> controls;
  /// Measures every claim. Throws InvalidInput before any work when parameters do not fit together.
  std::function<void(Session&)> measure;

  std::string paper() const { return id.substr(0, id.find('/')); }
};

}  // namespace sdescent
