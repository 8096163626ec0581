# CMake toolchain: 64-bit Windows from Debian's mingw-w64 (the posix-threads compiler, which ICU's std::mutex needs).
# The static libraries come from .ci/windows-deps.sh; nothing of the machine's own /usr/include is ever looked at.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(CMAKE_C_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_CXX_COMPILER x86_64-w64-mingw32-g++-posix)
set(CMAKE_ASM_COMPILER x86_64-w64-mingw32-gcc-posix)
set(CMAKE_RC_COMPILER x86_64-w64-mingw32-windres)
set(CMAKE_AR x86_64-w64-mingw32-gcc-ar-posix)
set(CMAKE_RANLIB x86_64-w64-mingw32-gcc-ranlib-posix)

if(DEFINED ENV{SEKISHO_WINDOWS_DEPS})
  set(sekisho_windows_deps "$ENV{SEKISHO_WINDOWS_DEPS}")
elseif(DEFINED ENV{XDG_CACHE_HOME})
  set(sekisho_windows_deps "$ENV{XDG_CACHE_HOME}/sekisho/windows-x86_64")
else()
  set(sekisho_windows_deps "$ENV{HOME}/.cache/sekisho/windows-x86_64")
endif()

set(CMAKE_FIND_ROOT_PATH "${sekisho_windows_deps}" /usr/x86_64-w64-mingw32)
set(CMAKE_PREFIX_PATH "${sekisho_windows_deps}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# pkg-config must neither see the machine's own libraries nor put a sysroot before the paths.
set(ENV{PKG_CONFIG_LIBDIR} "${sekisho_windows_deps}/lib/pkgconfig")
set(ENV{PKG_CONFIG_PATH} "")
set(ENV{PKG_CONFIG_SYSROOT_DIR} "")

# A Windows program of ours carries everything but the system's own DLLs.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-L${sekisho_windows_deps}/lib -static -Wl,--gc-sections,--dynamicbase,--nxcompat,--high-entropy-va")
# Formats are checked by the Linux build: here gcc takes "printf" for Microsoft's old one, which is not what is called.
set(CMAKE_C_FLAGS_INIT "-Wno-format -D__USE_MINGW_ANSI_STDIO=1 -D_WIN32_WINNT=0x0A00 -DU_STATIC_IMPLEMENTATION -DLIBXML_STATIC -DLIBARCHIVE_STATIC -DLZMA_API_STATIC -DPSL_STATIC")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT}")
# What the static libraries need behind them, in the order that the linker wants.
set(CMAKE_C_STANDARD_LIBRARIES "-llzma -lbz2 -lz -lstdc++ -lssp -lws2_32 -lbcrypt -ladvapi32 -luser32 -lkernel32" CACHE STRING "")
set(CMAKE_CXX_STANDARD_LIBRARIES "-llzma -lbz2 -lz -lssp -lws2_32 -lbcrypt -ladvapi32 -luser32 -lkernel32" CACHE STRING "")
set(CMAKE_SHARED_LINKER_FLAGS_INIT "-L${sekisho_windows_deps}/lib -static")
set(CMAKE_CROSSCOMPILING_EMULATOR /usr/bin/wine)
