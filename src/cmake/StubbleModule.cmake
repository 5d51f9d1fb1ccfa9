# stubble_module(<name> [SOURCES ...] [HEADERS ...] [ASSETS <files of assets/>] [USES <lower modules>]
#                [LIBS <outside libraries>] [PRIVATE_LIBS ...])
# One folder = one library. USES is the whole truth about who may include whom: tests/architecture checks it.
# Files are named relative to the module's folder.
function(stubble_module name)
  cmake_parse_arguments(M "" "" "SOURCES;HEADERS;ASSETS;USES;LIBS;PRIVATE_LIBS" ${ARGN})
  set(target stubble_${name})
  list(TRANSFORM M_SOURCES PREPEND ${name}/)
  list(TRANSFORM M_HEADERS PREPEND ${name}/)
  add_library(${target} STATIC ${M_SOURCES})
  add_library(stubble::${name} ALIAS ${target})
  target_sources(${target} PUBLIC FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/src FILES ${M_HEADERS})
  target_compile_features(${target} PUBLIC cxx_std_20)
  # No fused multiply-add behind our back: the same plan gives the same bytes on every machine. The other two switch off
  # side effects nobody reads (errno, floating-point traps) and change no result.
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wshadow -ffp-contract=off
    -fno-math-errno -fno-trapping-math)
  # GCC warns that registers of eight floats are passed differently with and without AVX; ours go to inlined functions only.
  target_compile_options(${target} PUBLIC -Wno-psabi)
  set_target_properties(${target} PROPERTIES VERIFY_INTERFACE_HEADER_SETS ON)
  foreach(lower IN LISTS M_USES)
    if(NOT TARGET stubble_${lower})
      message(FATAL_ERROR "module ${name} uses ${lower}, which is not declared above it (declare modules bottom-up)")
    endif()
    target_link_libraries(${target} PUBLIC stubble_${lower})
  endforeach()
  target_link_libraries(${target} PUBLIC ${M_LIBS} PRIVATE ${M_PRIVATE_LIBS})
  if(M_ASSETS)
    stubble_embed_assets(${target} ${name} ${M_ASSETS})
  endif()
  list(JOIN M_USES "," uses)
  set_property(GLOBAL APPEND PROPERTY STUBBLE_MODULES "${name}:${uses}")
endfunction()

# stubble_write_module_list(<file>): one line "module:used,used" per module, the input of the architecture test.
function(stubble_write_module_list file)
  get_property(modules GLOBAL PROPERTY STUBBLE_MODULES)
  list(JOIN modules "\n" text)
  file(WRITE ${file} "${text}\n")
endfunction()
