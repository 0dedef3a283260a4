# Writes OUTPUT with the state of the git checkout SOURCE, only when it has changed.
execute_process(COMMAND git describe --always --dirty WORKING_DIRECTORY ${SOURCE}
                OUTPUT_VARIABLE state OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(NOT state)
  set(state unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} CONTENT "#define SDESCENT_GIT_STATE \"${state}\"\n")
