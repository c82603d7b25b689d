# All rooms in one static archive for the tests and the command line, and the two libraries that are shipped.
add_library(retold_all STATIC ${RETOLD_OBJECTS})
target_link_libraries(retold_all PUBLIC retold_dependencies)
target_include_directories(retold_all PUBLIC ${CMAKE_SOURCE_DIR}/include)

if(RETOLD_LIBRARIES)
  # Shared: exports what is marked RETOLD_API, nothing of lexbor and yyjson.
  add_library(retold_shared SHARED ${RETOLD_OBJECTS})
  set_target_properties(retold_shared PROPERTIES OUTPUT_NAME retold VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_link_libraries(retold_shared PRIVATE retold_dependencies)
  target_link_options(retold_shared PRIVATE -Wl,--exclude-libs,ALL ${RETOLD_LINK_EACH})

  # Static: one object that holds lexbor and yyjson as well, with every name but retold_* made local, so that it lives
  # beside another lexbor in one program. What else it needs is in retold.pc (pkg-config --static).
  set(RETOLD_ARCHIVE ${CMAKE_BINARY_DIR}/libretold.a)
  set(joined ${CMAKE_BINARY_DIR}/retold_joined.o)
  find_library(LEXBOR_ARCHIVE liblexbor_static.a HINTS ${RETOLD_DEPS}/lib REQUIRED)
  find_library(YYJSON_ARCHIVE libyyjson.a HINTS ${RETOLD_DEPS}/lib REQUIRED)
  add_custom_command(OUTPUT ${RETOLD_ARCHIVE}
    COMMAND ${CMAKE_LINKER} -r -o ${joined} ${RETOLD_OBJECTS} ${LEXBOR_ARCHIVE} ${YYJSON_ARCHIVE}
    COMMAND ${CMAKE_OBJCOPY} --wildcard "--keep-global-symbol=retold_*" "--remove-section=.gnu.lto_*" "--remove-section=.gnu.debuglto_*" ${joined}
    COMMAND ${CMAKE_COMMAND} -E rm -f ${RETOLD_ARCHIVE}
    COMMAND ${CMAKE_AR} rcs ${RETOLD_ARCHIVE} ${joined}
    DEPENDS ${RETOLD_OBJECTS} ${LEXBOR_ARCHIVE} ${YYJSON_ARCHIVE}
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(retold_static ALL DEPENDS ${RETOLD_ARCHIVE})
endif()
