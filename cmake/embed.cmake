# acapctl_embed(TARGET SYMBOL FILE): compile FILE into TARGET as
#   namespace acapctl::data { extern const std::string_view SYMBOL; }
# The declaration is written by hand where it is used.
function(acapctl_embed target symbol file)
  get_filename_component(path "${file}" ABSOLUTE)
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} "-DINPUT=${path}" "-DOUTPUT=${output}" "-DSYMBOL=${symbol}"
            -P "${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake"
    DEPENDS "${path}" "${PROJECT_SOURCE_DIR}/cmake/embed_file.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# acapctl_embed_tree(TARGET SYMBOL DIRECTORY): compile all files below DIRECTORY into TARGET as
#   namespace acapctl::data { extern const std::span<const EmbeddedFile> SYMBOL; }
function(acapctl_embed_tree target symbol directory)
  get_filename_component(path "${directory}" ABSOLUTE)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${path}/*")
  set(output "${CMAKE_CURRENT_BINARY_DIR}/embedded_${symbol}.cpp")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND ${CMAKE_COMMAND} "-DINPUT=${path}" "-DOUTPUT=${output}" "-DSYMBOL=${symbol}"
            -P "${PROJECT_SOURCE_DIR}/cmake/embed_tree.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/embed_tree.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()
