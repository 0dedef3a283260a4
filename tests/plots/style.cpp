#include "plots/style.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>
#include <utility>

namespace sdescent {
namespace {

using Look = std::pair<Color, Dash>;

Look look(const Style& style) { return {style.color, style.dash}; }

TEST_CASE("Roles look as the project's figures do", "[plots]") {
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(style::optimizer(i).dash == Dash::solid);
    CHECK(style::sde(i).dash != Dash::solid);
    CHECK(style::theory(i).dash != Dash::solid);
    CHECK(style::theory(i).color == Color::black);
    CHECK(style::difference(i).dash == Dash::solid);
  }
  CHECK(style::theory().dash == Dash::dashed);
}

TEST_CASE("Optimizers, SDEs and theory share no look, nor do members of a role", "[plots]") {
  std::set<Look> looks;
  for (std::size_t i = 0; i < 4; ++i) {
    looks.insert(look(style::optimizer(i)));
    looks.insert(look(style::sde(i)));
    looks.insert(look(style::theory(i)));
  }
  CHECK(looks.size() == 12);
}

TEST_CASE("The first 35 members of a family differ in colour or dash", "[plots]") {
  std::set<Look> looks;
  for (std::size_t i = 0; i < 35; ++i) looks.insert(look(style::member(i)));
  CHECK(looks.size() == 35);
}

TEST_CASE("Every colour has its own code", "[plots]") {
  std::set<std::string> codes;
  for (const Color color :
       {Color::black, Color::orange, Color::sky_blue, Color::green, Color::yellow, Color::blue,
        Color::vermillion, Color::purple, Color::grey})
    codes.insert(std::string(hex(color)));
  CHECK(codes.size() == 9);
  CHECK(codes.count("#0072B2") == 1);
  for (const std::string& code : codes) CHECK(code.size() == 7);
}

}  // namespace
}  // namespace sdescent
