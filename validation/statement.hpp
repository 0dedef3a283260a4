#pragma once
/// \file
/// What a paper states, whether or not an experiment tests it.

#include "validation/citation.hpp"
#include "validation/experiment.hpp"

#include <string>

namespace sdescent {

/// A numbered statement, a figure or a table of a paper.
struct Statement {
  /// Its names and equations, those of its proof among them, spelt as references are
  /// (validation/citation.hpp): "Lemma 3.4, C.21; (4), (5), (52)–(64)". An informal statement and
  /// the formal one are one.
  std::string where;
  std::string says;      ///< in one line
  std::string left_out;  ///< what of it no experiment tests, and why; "" if nothing is
};

/// All that an experiment and its claims cite: it tests the statements that this overlaps.
Citation cited_by(const Experiment& experiment);

}  // namespace sdescent
