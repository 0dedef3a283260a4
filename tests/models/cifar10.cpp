#include "models/cifar10.hpp"

#include "io/error.hpp"
#include "tests/support/temporary_directory.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>

namespace sdescent {
namespace {

/// Two images: a bird, pixel p of value p mod 251; a truck, all 255.
std::string two_images() {
  std::string bytes(2 * 3073, '\xff');
  bytes[0] = 2;
  for (std::size_t p = 0; p < 3072; ++p) bytes[p + 1] = static_cast<char>(p % 251);
  bytes[3073] = 9;
  return bytes;
}

Cifar10 read(const std::string& bytes, Eigen::Index most = 0) {
  const TemporaryDirectory directory;
  const auto path = directory.path() / "data.bin";
  std::ofstream(path, std::ios::binary) << bytes;
  return read_cifar10(path, most);
}

TEST_CASE("records of CIFAR-10 are a label and the pixels of three colours", "[models]") {
  const Cifar10 data = read(two_images());
  REQUIRE(data.count() == 2);
  CHECK(data.labels == std::vector<std::uint8_t>{2, 9});
  CHECK(data.images(0, 0) == 0);
  CHECK(data.images(0, 1024) == 1024 % 251);
  CHECK(data.images(1, 3071) == 255);
  CHECK(animals_against_vehicles(data) == Eigen::VectorXd{{1.0, -1.0}});
  CHECK(read(two_images(), 1).count() == 1);
}

TEST_CASE("pixels are averaged over blocks of one colour", "[models]") {
  const Cifar10 data = read(two_images());
  const Eigen::MatrixXd one = pooled_images(data, 1), four = pooled_images(data, 4);
  CHECK(one(0, 1030) == Approx((1030 % 251) / 255.0).epsilon(1e-15));
  REQUIRE(four.cols() == 3 * 64);
  CHECK(four.row(1) == Eigen::RowVectorXd::Ones(192));
  // Green, second block of the first row: columns 4–7, rows 0–3.
  double sum = 0;
  for (int y = 0; y < 4; ++y)
    for (int x = 4; x < 8; ++x) sum += (1024 + 32 * y + x) % 251;
  CHECK(four(0, 64 + 1) == Approx(sum / (16 * 255.0)).epsilon(1e-14));
  CHECK_THROWS_WITH(pooled_images(data, 3), "pool must be a divisor of 32, got 3");
}

TEST_CASE("bad files of CIFAR-10 are refused", "[models]") {
  CHECK_THROWS_WITH(read("abc"), Catch::Contains("a multiple of 3073 and not 0, got 3"));
  CHECK_THROWS_AS(read(""), InvalidInput);
  std::string bytes = two_images();
  bytes[3073] = 10;
  CHECK_THROWS_WITH(read(bytes), Catch::Contains("label of image 2"));
}

}  // namespace
}  // namespace sdescent
