# `cmake --install`: the program, the library sdescent::sdescent and its headers, for
# find_package(sdescent CONFIG).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS sdescent_main RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS sdescent sdescent_options EXPORT sdescent
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT sdescent NAMESPACE sdescent:: FILE sdescentTargets.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sdescent)
configure_package_config_file(cmake/sdescentConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/sdescentConfig.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sdescent)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/sdescentConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sdescentConfig.cmake
              ${PROJECT_BINARY_DIR}/sdescentConfigVersion.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/sdescent)

# Headers are <sdescent/solvers/run.hpp> to consumers.
configure_file(cmake/install_headers.cmake.in ${PROJECT_BINARY_DIR}/install_headers.cmake @ONLY)
install(SCRIPT ${PROJECT_BINARY_DIR}/install_headers.cmake)
