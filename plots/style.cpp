#include "plots/style.hpp"

#include <array>

namespace sdescent {
namespace {

constexpr std::size_t kPerRole = 4;
constexpr std::array<Marker, kPerRole> kFilled{Marker::disc, Marker::square, Marker::triangle,
                                               Marker::diamond};
constexpr std::array<Marker, kPerRole> kHollow{Marker::circle, Marker::open_square,
                                               Marker::open_triangle, Marker::open_diamond};
constexpr std::array<Dash, 5> kDashes{Dash::solid, Dash::dashed, Dash::dash_dot, Dash::dotted,
                                      Dash::long_dash};

}  // namespace

std::string_view hex(Color color) {
  switch (color) {
    case Color::black:
      return "#000000";
    case Color::orange:
      return "#E69F00";
    case Color::sky_blue:
      return "#56B4E9";
    case Color::green:
      return "#009E73";
    case Color::yellow:
      return "#F0E442";
    case Color::blue:
      return "#0072B2";
    case Color::vermillion:
      return "#D55E00";
    case Color::purple:
      return "#CC79A7";
    case Color::grey:
      break;
  }
  return "#999999";
}

namespace style {

Style optimizer(std::size_t index) {
  constexpr std::array<Color, kPerRole> colors{Color::vermillion, Color::orange, Color::purple,
                                               Color::black};
  const std::size_t i = index % kPerRole;
  return {.color = colors[i], .dash = Dash::solid, .width = 2.6, .marker = kFilled[i]};
}

Style sde(std::size_t index) {
  constexpr std::array<Color, kPerRole> colors{Color::blue, Color::sky_blue, Color::green,
                                               Color::blue};
  constexpr std::array<Dash, kPerRole> dashes{Dash::long_dash, Dash::dash_dot, Dash::dashed,
                                              Dash::dotted};
  const std::size_t i = index % kPerRole;
  return {.color = colors[i], .dash = dashes[i], .width = 2.0, .marker = kHollow[i]};
}

Style theory(std::size_t index) {
  constexpr std::array<Dash, kPerRole> dashes{Dash::dashed, Dash::dash_dot, Dash::dotted,
                                              Dash::long_dash};
  const std::size_t i = index % kPerRole;
  return {.color = Color::black, .dash = dashes[i], .width = 1.5, .marker = kHollow[i]};
}

Style difference(std::size_t index) {
  constexpr std::array<Color, kPerRole> colors{Color::green, Color::purple, Color::sky_blue,
                                               Color::orange};
  const std::size_t i = index % kPerRole;
  return {.color = colors[i], .dash = Dash::solid, .width = 2.0, .marker = kFilled[i]};
}

Style reference() { return {.color = Color::grey, .dash = Dash::dotted, .width = 1.2}; }

Style member(std::size_t index) {
  constexpr std::array<Color, 7> colors{Color::blue,    Color::vermillion, Color::green,
                                        Color::orange,  Color::purple,     Color::black,
                                        Color::sky_blue};
  const std::size_t marker = index % (2 * kPerRole);
  return {.color = colors[index % colors.size()],
          .dash = kDashes[index % kDashes.size()],
          .width = 2.0,
          .marker = marker < kPerRole ? kFilled[marker] : kHollow[marker - kPerRole]};
}

}  // namespace style
}  // namespace sdescent
