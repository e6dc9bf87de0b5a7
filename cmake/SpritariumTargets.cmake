# SPDX-FileCopyrightText: The Spritarium authors
# SPDX-License-Identifier: Apache-2.0

# What every target of ours is compiled with.
function(spritarium_hygiene target)
    target_compile_features(${target} PUBLIC cxx_std_20)
    target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic)
    target_compile_definitions(${target} PRIVATE
        QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_CAST_FROM_BYTEARRAY QT_NO_URL_CAST_FROM_STRING
        QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_NO_FOREACH)
    set_target_properties(${target} PROPERTIES
        AUTOMOC ON AUTOUIC ON AUTORCC ON
        AUTOUIC_SEARCH_PATHS ${PROJECT_SOURCE_DIR}/ui)
endfunction()

# One folder = one layer = one static library. spritarium_layer(Domain SOURCES ... LINK ... PRECOMPILE ...)
function(spritarium_layer name)
    cmake_parse_arguments(LAYER "" "" "SOURCES;LINK;PRECOMPILE" ${ARGN})
    set(target Spritarium${name})
    add_library(${target} STATIC ${LAYER_SOURCES})
    add_library(Spritarium::${name} ALIAS ${target})
    target_include_directories(${target} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(${target} PUBLIC ${LAYER_LINK})
    target_precompile_headers(${target} PRIVATE ${LAYER_PRECOMPILE})
    spritarium_hygiene(${target})
endfunction()
