# Options for our own code only: consumers of the installed library inherit none of them.
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(sdescent_options INTERFACE)
target_compile_options(sdescent_options INTERFACE
  -Wall -Wextra -Wconversion -Wshadow
  # No errno, no traps: lets the compiler vectorise. NaN checks keep working; -ffast-math is never used.
  -fno-math-errno -fno-trapping-math
  # Same bits whatever the compiler would like to fuse.
  -ffp-contract=off)
# Warnings are errors with the compilers we build with; a newer one must not stop a user by a new one.
if((CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13) OR
   (CMAKE_CXX_COMPILER_ID STREQUAL Clang AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 15))
  target_compile_options(sdescent_options INTERFACE -Werror)
endif()
if(SDESCENT_SANITIZE)
  # Global, so that every object and every library built here is instrumented alike.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer -D_GLIBCXX_ASSERTIONS)
  add_link_options(-fsanitize=address,undefined)
endif()
