#pragma once
/// \file
/// Files that are either the old ones or the new ones, never half of one.

#include <filesystem>
#include <string_view>

namespace sdescent {

/// Makes `bytes` the content of `path`, whose directory must exist. They go to a hidden temporary
/// beside it, to the disk, and only then under the name: readers, crashes and full disks meet the
/// old content or the new. Any number of threads and processes may write the same path; one of
/// them wins. A symbolic link at `path` is replaced, not followed.
///
/// IoError, with path and reason, if the bytes cannot be written; `path` is then as before and the
/// temporary is gone.
void write_atomically(const std::filesystem::path& path, std::string_view bytes);

}  // namespace sdescent
