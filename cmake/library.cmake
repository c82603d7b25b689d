# All rooms in one static archive for the tests, and the library that is shipped.
add_library(retold_all STATIC ${RETOLD_OBJECTS})
target_link_libraries(retold_all PUBLIC retold_dependencies)
target_include_directories(retold_all PUBLIC ${CMAKE_SOURCE_DIR}/include)

if(RETOLD_SHARED)
  add_library(retold_shared SHARED ${RETOLD_OBJECTS})
  set_target_properties(retold_shared PROPERTIES OUTPUT_NAME retold VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
  target_link_libraries(retold_shared PRIVATE retold_dependencies)
  target_link_options(retold_shared PRIVATE -Wl,--exclude-libs,ALL)
endif()
