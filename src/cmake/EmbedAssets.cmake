# stubble_embed_assets(<target> <module> <files>): compiles a copy of files of assets/ into the target, so that the
# program is one file. stubble::<module>_asset("spectra/skin_lut_mc.csv") returns the text.
function(stubble_embed_assets target module)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${module}_assets.cpp)
  set(files ${ARGN})
  list(TRANSFORM files PREPEND ${PROJECT_SOURCE_DIR}/assets/)
  set(script ${PROJECT_SOURCE_DIR}/src/cmake/WriteEmbeddedAssets.cmake)
  add_custom_command(OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DOUT=${out} -DMODULE=${module} -DROOT=${PROJECT_SOURCE_DIR}/assets "-DFILES=${ARGN}" -P ${script}
    DEPENDS ${files} ${script} VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
