#include "io/xz.hpp"

#include "io/error.hpp"
#include "io/read_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <lzma.h>
#include <string_view>

namespace sdescent {
namespace {

constexpr std::string_view magic{
    "\xFD"
    "7zXZ\0",
    6};

/// A decoder of liblzma, ended with its scope.
class Decoder {
 public:
  explicit Decoder(const std::filesystem::path& path) : path_(path) {
    check(lzma_stream_decoder(&stream_, std::numeric_limits<std::uint64_t>::max(),
                              LZMA_CONCATENATED));
  }
  ~Decoder() { lzma_end(&stream_); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  std::string unpack(std::string_view packed, std::size_t most) {
    stream_.next_in = reinterpret_cast<const std::uint8_t*>(packed.data());
    stream_.avail_in = packed.size();
    std::string bytes;
    for (lzma_ret state = LZMA_OK; state != LZMA_STREAM_END && bytes.size() < most;) {
      const std::size_t done = bytes.size();
      bytes.resize(std::max<std::size_t>(2 * done, std::size_t{1} << 20));
      stream_.next_out = reinterpret_cast<std::uint8_t*>(bytes.data() + done);
      stream_.avail_out = bytes.size() - done;
      state = lzma_code(&stream_, LZMA_FINISH);
      if (state != LZMA_STREAM_END) check(state);
      bytes.resize(bytes.size() - stream_.avail_out);
    }
    return bytes;
  }

 private:
  void check(lzma_ret state) const {
    if (state != LZMA_OK)
      throw IoError(fmt::format("cannot unpack {}: liblzma returned {} (damaged or cut off?)",
                                path_.string(), static_cast<int>(state)));
  }

  std::filesystem::path path_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
};

}  // namespace

std::string read_unpacked(const std::filesystem::path& path, std::size_t most) {
  std::string bytes = read_file(path);
  if (bytes.starts_with(magic)) bytes = Decoder(path).unpack(bytes, most);
  if (bytes.size() > most) bytes.resize(most);
  return bytes;
}

}  // namespace sdescent
