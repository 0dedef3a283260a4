#include "models/cifar10.hpp"

#include "io/require.hpp"
#include "io/xz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace sdescent {

using Eigen::Index;

Cifar10 read_cifar10(const std::filesystem::path& path, Index most) {
  constexpr auto record = static_cast<std::size_t>(Cifar10::pixels) + 1;
  const std::string bytes =
      read_unpacked(path, most > 0 ? static_cast<std::size_t>(most) * record : SIZE_MAX);
  require(!bytes.empty() && bytes.size() % record == 0,
          fmt::format("number of bytes of {}", path.string()),
          fmt::format("a multiple of {} and not 0", record), fmt::format("{}", bytes.size()));
  const auto count = static_cast<Index>(bytes.size() / record);
  Cifar10 data{std::vector<std::uint8_t>(static_cast<std::size_t>(count)),
               Cifar10::Pixels(count, Cifar10::pixels)};
  for (Index i = 0; i < count; ++i) {
    const auto* at =
        reinterpret_cast<const std::uint8_t*>(bytes.data()) + static_cast<std::size_t>(i) * record;
    require(*at <= 9, fmt::format("label of image {} of {}", i + 1, path.string()), "<= 9",
            fmt::format("{}", *at));
    data.labels[static_cast<std::size_t>(i)] = *at;
    std::copy(at + 1, at + record, data.images.row(i).data());
  }
  return data;
}

Eigen::VectorXd animals_against_vehicles(const Cifar10& data) {
  Eigen::VectorXd result(data.count());
  for (Index i = 0; i < data.count(); ++i) {
    const int label = data.labels[static_cast<std::size_t>(i)];
    result(i) = label >= 2 && label <= 7 ? 1.0 : -1.0;
  }
  return result;
}

Eigen::MatrixXd pooled_images(const Cifar10& data, Index pool) {
  constexpr Index side = Cifar10::side;
  require(pool >= 1 && side % pool == 0, "pool", "a divisor of 32", fmt::format("{}", pool));
  const Index small = side / pool;
  Eigen::MatrixXd by_image = Eigen::MatrixXd::Zero(Cifar10::colours * small * small, data.count());
  for (Index i = 0; i < data.count(); ++i)
    for (Index p = 0; p < Cifar10::pixels; ++p) {
      const Index colour = p / (side * side), y = p / side % side, x = p % side;
      by_image((colour * small + y / pool) * small + x / pool, i) += data.images(i, p);
    }
  by_image /= 255.0 * static_cast<double>(pool * pool);
  return by_image.transpose();
}

}  // namespace sdescent
