#include "plots/tics.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace sdescent::plots {
namespace {

using Labels = std::vector<std::string>;
using Places = std::vector<double>;

Labels labels(const std::vector<Tic>& tics) {
  Labels out;
  for (const Tic& tic : tics)
    if (!tic.label.empty()) out.push_back(tic.label);
  return out;
}

Places places(const std::vector<Tic>& tics) {
  Places out;
  for (const Tic& tic : tics) out.push_back(tic.at);
  std::sort(out.begin(), out.end());
  return out;
}

TEST_CASE("Linear tics are round and exact", "[plots]") {
  CHECK(places(linear_tics({0, 0.7})) == Places{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7});
  CHECK(labels(linear_tics({0, 3})) == Labels{"0", "0.5", "1.0", "1.5", "2.0", "2.5", "3.0"});
  CHECK(labels(linear_tics({-0.03, 0.04})) ==
        Labels{"−0.03", "−0.02", "−0.01", "0", "0.01", "0.02", "0.03", "0.04"});
  CHECK(labels(linear_tics({120, 70000})) ==
        Labels{"10000", "20000", "30000", "40000", "50000", "60000", "70000"});
}

TEST_CASE("Zero is never negative", "[plots]") {
  CHECK_FALSE(std::signbit(linear_tics({-1e-12, 1}).front().at));
}

TEST_CASE("Linear tics of large or small numbers carry a power of ten", "[plots]") {
  CHECK(labels(linear_tics({0, 3e-5}, 3)) == Labels{"0", "1·10^{−5}", "2·10^{−5}", "3·10^{−5}"});
  CHECK(labels(linear_tics({-2e6, 1e6}, 2)) == Labels{"−2·10^{6}", "0"});
  CHECK(labels(linear_tics({1e5, 1.2e5}, 2)) == Labels{"1.0·10^{5}", "1.1·10^{5}", "1.2·10^{5}"});
  CHECK(labels(linear_tics({100, 100.001}, 1)) == Labels{"100.000", "100.001"});
}

TEST_CASE("There are never more linear tics than there is room for", "[plots]") {
  for (int most = 1; most <= 7; ++most)
    for (double length = 1; length < 11; length += 0.37)
      CHECK(linear_tics({0.3, 0.3 + length}, most).size() <= static_cast<std::size_t>(most) + 1);
}

TEST_CASE("Logarithmic tics are powers of ten with their multiples between them", "[plots]") {
  CHECK(labels(log_tics({5e-5, 0.05})) == Labels{"10^{−4}", "10^{−3}", "10^{−2}"});
  CHECK(places(log_tics({0.1, 10})) ==
        Places{0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("Over many decades only every few powers have labels", "[plots]") {
  const std::vector<Tic> tics = log_tics({1e-12, 1});
  CHECK(tics.size() == 13);
  CHECK(labels(tics) ==
        Labels{"10^{−12}", "10^{−10}", "10^{−8}", "10^{−6}", "10^{−4}", "10^{−2}", "10^{0}"});
  CHECK(labels(log_tics({1e-200, 1e200})).size() <= 8);
}

TEST_CASE("Within a decade other numbers have labels", "[plots]") {
  CHECK(labels(log_tics({0.15, 6})) == Labels{"0.2", "0.5", "1", "2", "5"});
  CHECK(labels(log_tics({2e-6, 8e-6})) == Labels{"2·10^{−6}", "3·10^{−6}", "4·10^{−6}", "5·10^{−6}",
                                                 "6·10^{−6}", "7·10^{−6}", "8·10^{−6}"});
  CHECK(labels(log_tics({2, 5})) == Labels{"2", "3", "4", "5"});
  CHECK(labels(log_tics({1.2, 1.6})) == Labels{"1.2", "1.3", "1.4", "1.5", "1.6"});
}

TEST_CASE("Every logarithmic axis has two labels", "[plots]") {
  for (double min = 1e-3; min < 1; min *= 1.13)
    for (double ratio = 1.01; ratio < 1e5; ratio *= 1.7)
      CHECK(labels(log_tics({min, min * ratio})).size() >= 2);
}

TEST_CASE("Rounding goes outwards to the next tic", "[plots]") {
  const Extent linear = round_linear({0.013, 0.98});
  CHECK(linear.min == 0);
  CHECK(linear.max == 1);
  const Extent on_tics = round_linear({-0.3, 0.3});
  CHECK(on_tics.min == -0.3);
  CHECK(on_tics.max == 0.3);
  const Extent few_decades = round_log({8e-5, 0.025});
  CHECK(few_decades.min == 5e-5);
  CHECK(few_decades.max == 0.05);
  const Extent many_decades = round_log({3e-8, 0.025});
  CHECK(many_decades.min == 1e-8);
  CHECK(many_decades.max == 0.1);
  const Extent powers = round_log({1e-3, 1e2});
  CHECK(powers.min == 1e-3);
  CHECK(powers.max == 1e2);
}

}  // namespace
}  // namespace sdescent::plots
