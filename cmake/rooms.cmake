# Each folder of src/ is a room and an OBJECT library of its own; data/ is compiled into `base`.
file(GLOB room_folders LIST_DIRECTORIES true CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/*)
set(RETOLD_OBJECTS "")
foreach(folder ${room_folders})
  if(IS_DIRECTORY ${folder})
    get_filename_component(room ${folder} NAME)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.c ${folder}/*.cc)
    if(sources)
      add_library(room_${room} OBJECT ${sources})
      target_include_directories(room_${room} PRIVATE ${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)
      target_compile_definitions(room_${room} PRIVATE RETOLD_VERSION="${PROJECT_VERSION}")
      target_compile_options(room_${room} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-fno-exceptions> $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
      target_link_libraries(room_${room} PRIVATE retold_dependencies)
      list(APPEND RETOLD_OBJECTS $<TARGET_OBJECTS:room_${room}>)
    endif()
  endif()
endforeach()

file(GLOB data_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/data/*.txt)
set(data_source ${CMAKE_BINARY_DIR}/data_files.c)
add_custom_command(OUTPUT ${data_source}
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed.py ${data_source} ${data_files}
  DEPENDS ${data_files} ${CMAKE_SOURCE_DIR}/tools/embed.py VERBATIM)
target_sources(room_base PRIVATE ${data_source})
