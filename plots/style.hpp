#pragma once
/// \file
/// How a series is drawn, and the styles each role wears in every figure of the project.

#include <cstddef>
#include <string_view>

namespace sdescent {

/// The palette of Okabe and Ito, told apart with every common colour blindness, and a grey for
/// reference lines. Yellow is too light for lines on white; keep it for bands.
enum class Color {
  black,
  orange,
  sky_blue,
  green,
  yellow,
  blue,
  vermillion,
  purple,
  grey,
};

/// Stroke patterns that stay distinct in black and white.
enum class Dash { solid, dashed, dotted, dash_dot, long_dash };

/// Symbols of points; the last four are hollow.
enum class Marker {
  disc,
  square,
  triangle,
  diamond,
  circle,
  open_square,
  open_triangle,
  open_diamond,
};

/// The look of one series. A line uses colour, dash and width; a band colour and opacity; points
/// colour and marker (their error bars also the width).
struct Style {
  Color color = Color::black;
  Dash dash = Dash::solid;
  double width = 2.0;  ///< Of the stroke; 1 is about 1.4 pixels of the PNG. > 0.
  Marker marker = Marker::disc;
  double opacity = 0.18;  ///< Of a band's fill, in (0, 1].
};

/// "#rrggbb".
std::string_view hex(Color color);

/// Styles by role. An index tells apart members of one role (several optimizers); any index is
/// valid, the first four look different from each other. A line, a band and points that belong
/// together take the same style.
namespace style {

/// A discrete optimizer: solid, in the warm colours. Drawn wider than the others, so that it shows
/// on both sides of a curve that lies on it.
Style optimizer(std::size_t index = 0);

/// An SDE: broken lines in the cold colours.
Style sde(std::size_t index = 0);

/// An ODE, a closed form, a bound: black, thin, dashed.
Style theory(std::size_t index = 0);

/// The difference or ratio of two curves: solid, in the colours the pairs above leave free.
Style difference(std::size_t index = 0);

/// Lines to compare with (zero, a threshold): grey, thin, dotted.
Style reference();

/// Members of a family without roles (one curve per step size): the seven colours that carry a
/// line on white, five dashes and eight markers in turn, so that 280 look different.
Style member(std::size_t index);

}  // namespace style
}  // namespace sdescent
