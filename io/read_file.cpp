#include "io/read_file.hpp"

#include "io/os_error.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <memory>

namespace sdescent {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::string read_file(const std::filesystem::path& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  if (!file) throw_errno("read", path);
  std::string bytes;
  std::array<char, 1 << 16> chunk;
  while (const std::size_t count = std::fread(chunk.data(), 1, chunk.size(), file.get()))
    bytes.append(chunk.data(), count);
  if (std::ferror(file.get()) != 0) throw_errno("read", path);
  return bytes;
}

}  // namespace sdescent
