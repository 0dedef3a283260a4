# The vector kernels are compiled once for each instruction set, and one is chosen when a program
# starts. Nothing else is compiled for more than the baseline: code of a wide unit that reached a
# narrow machine through an inline function would crash it.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set_source_files_properties(solvers/kernels/avx2.cpp PROPERTIES COMPILE_OPTIONS "-mavx2;-mfma")
  set_source_files_properties(solvers/kernels/avx512.cpp PROPERTIES
    COMPILE_OPTIONS "-mavx512f;-mavx512dq;-mavx512vl;-mfma;-mprefer-vector-width=512")
  set_source_files_properties(solvers/kernels/dispatch.cpp PROPERTIES
    COMPILE_DEFINITIONS SDESCENT_X86)
else()
  set_source_files_properties(solvers/kernels/avx2.cpp solvers/kernels/avx512.cpp
    PROPERTIES HEADER_FILE_ONLY ON)
endif()
