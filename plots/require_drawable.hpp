#pragma once
/// \file
/// What a figure must be before it can be drawn.

#include "plots/figure.hpp"

#include <cstddef>
#include <string>

namespace sdescent {

/// Throws InvalidInput, with panel, series, row and value, unless the figure can be drawn as it
/// stands: a valid name, at least one panel and in each a series, columns as Panel demands, values
/// on a logarithmic axis > 0 and at least 1e-200 (a band's lower edge, the end of an error bar and
/// a rule too: what to show there instead is the caller's decision), ends of axes in this range and
/// in order, styles in range, text in UTF-8 without control characters.
void require_drawable(const Figure& figure);

namespace plots {

/// Throws InvalidInput unless the columns of `series` are as Panel demands; `name` is what the
/// message calls it.
void require_columns(const std::string& name, const Series& series);

/// What messages call a panel: `panel "<title>"`, without a title `panel <number>`, counted from 1.
std::string panel_name(const Panel& panel, std::size_t number);

/// What messages call a series of it: `<panel>, series "<label>"`, without a label by its number.
std::string series_name(const std::string& panel, const Series& series, std::size_t number);

}  // namespace plots
}  // namespace sdescent
