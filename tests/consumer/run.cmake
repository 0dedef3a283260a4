# Installs the build BUILD to a prefix, builds the consumer project against it and runs the examples.
# Needs BUILD, SOURCE, WORK, COMPILER.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result OUTPUT_VARIABLE output
                  ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${ARGV}\nfailed (${result}):\n${output}")
  endif()
  message("${output}")
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
file(READ ${SOURCE}/README.md readme)
foreach(name library weak_error)
  file(READ ${SOURCE}/examples/${name}.cpp example)
  string(FIND "${readme}" "${example}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "README.md does not hold examples/${name}.cpp as it is")
  endif()
endforeach()
run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer -B ${WORK}/build -G Ninja
    -DCMAKE_PREFIX_PATH=${WORK}/prefix -DCMAKE_CXX_COMPILER=${COMPILER}
    -DCMAKE_BUILD_TYPE=Release -DEXAMPLES=${SOURCE}/examples
    -DINSTALLED_INCLUDE=${WORK}/prefix/include)
run(${CMAKE_COMMAND} --build ${WORK}/build)
run(${WORK}/build/library)
run(${WORK}/build/weak_error)
run(${WORK}/prefix/bin/sdescent info)
