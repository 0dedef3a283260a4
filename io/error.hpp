#pragma once
/// \file
/// The errors sdescent reports to its user. Each says what was wrong, with the value found and what
/// would have been valid; the command line turns the type into its exit code.

#include <stdexcept>

namespace sdescent {

/// Base of every error meant for the user.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An argument, a key or a value in a file is not valid; nothing was computed (exit 2).
class InvalidInput : public Error {
 public:
  using Error::Error;
};

/// A computation left the finite numbers or could not reach its accuracy (exit 3).
class NumericalFailure : public Error {
 public:
  using Error::Error;
};

/// A file could not be read or written, or a program could not be started (exit 4).
class IoError : public Error {
 public:
  using Error::Error;
};

/// The user stopped the run; nothing half written is left (exit 130).
class Interrupted : public Error {
 public:
  using Error::Error;
};

}  // namespace sdescent
