#pragma once
/// \file
/// The key of a panel: what it lists and where it covers nothing.

#include "plots/figure.hpp"
#include "plots/scale.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sdescent::plots {

/// A labelled series and its label in lines.
struct KeyEntry {
  std::size_t series;
  std::vector<std::string> lines;
};

/// A decided key.
struct KeyLayout {
  KeyPlace place = KeyPlace::none;  ///< Never `automatic`; `none` if no series has a label.
  std::vector<KeyEntry> entries = {};
  int columns = 1;  ///< More than one only below the panel.

  /// Lines in one column.
  int rows() const;
  /// Of the space it needs, in pixels.
  double height() const;
};

/// The key of a panel whose axes are `x` and `y` and enclose `width` x `height` pixels.
KeyLayout lay_out_key(const Panel& panel, const Scale& x, const Scale& y, double width,
                      double height);

}  // namespace sdescent::plots
