# Every library that retold stands on. lexbor and yyjson come from the private prefix (tools/getdeps.sh), the rest from the system.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Python3 REQUIRED COMPONENTS Interpreter)

if(NOT DEFINED RETOLD_DEPS)
  set(RETOLD_DEPS "${CMAKE_SOURCE_DIR}/build/deps")
endif()
list(APPEND CMAKE_PREFIX_PATH "${RETOLD_DEPS}")
set(ENV{PKG_CONFIG_PATH} "${RETOLD_DEPS}/lib/pkgconfig:$ENV{PKG_CONFIG_PATH}")

pkg_check_modules(LEXBOR REQUIRED IMPORTED_TARGET lexbor>=3.1)
pkg_check_modules(YYJSON REQUIRED IMPORTED_TARGET yyjson>=0.10)
set(RETOLD_SYSTEM_MODULES sqlite3 libxxhash libutf8proc zlib libdeflate libzstd libbrotlidec uchardet nettle)
foreach(module ${RETOLD_SYSTEM_MODULES})
  string(MAKE_C_IDENTIFIER ${module} name)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${module})
  list(APPEND RETOLD_SYSTEM_TARGETS PkgConfig::${name})
endforeach()

find_path(CLD2_INCLUDE cld2/public/compact_lang_det.h REQUIRED)
find_library(CLD2_LIBRARY cld2 REQUIRED)

add_library(retold_dependencies INTERFACE)
target_link_libraries(retold_dependencies INTERFACE PkgConfig::LEXBOR PkgConfig::YYJSON ${RETOLD_SYSTEM_TARGETS} ${CLD2_LIBRARY} Threads::Threads m)
target_include_directories(retold_dependencies SYSTEM INTERFACE ${CLD2_INCLUDE})
