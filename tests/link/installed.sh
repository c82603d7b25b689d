#!/usr/bin/env bash
# Installs into a folder and builds examples/small.c against both libraries, as pkg-config says: installed.sh BUILD SOURCE
set -euo pipefail
build=$1 source=$2
prefix=$build/installed
rm -rf "$prefix"
cmake --install "$build" --prefix "$prefix" >/dev/null
pc=$(dirname "$(find "$prefix" -name retold.pc)")
export PKG_CONFIG_PATH=$pc
flags=(-std=c17 -Wall -Wextra -Wpedantic -Werror)
libdir=$(pkg-config --variable=libdir retold)
page=$source/examples/pages/ferry-harbour-courier-exact-copy.html

# shellcheck disable=SC2046 # flags are words
"${CC:-cc}" "${flags[@]}" -o "$prefix/small_shared" "$source/examples/small.c" $(pkg-config --cflags --libs retold)
LD_LIBRARY_PATH=$libdir "$prefix/small_shared" "$page" >"$prefix/shared.out"

# Beside the shared library the linker would take that one: a folder with only the static library in it.
mkdir "$prefix/only_static"
cp "$libdir/libretold.a" "$prefix/only_static"
# shellcheck disable=SC2046 # flags are words
"${CC:-cc}" "${flags[@]}" -o "$prefix/small_static" "$source/examples/small.c" -L"$prefix/only_static" \
    $(pkg-config --cflags --libs --static retold | sed "s|-L$libdir ||")
"$prefix/small_static" "$page" >"$prefix/static.out"

if ldd "$prefix/small_static" | grep -q libretold; then
    echo "small_static uses the shared library" >&2
    exit 1
fi
cmp "$prefix/shared.out" "$prefix/static.out"
grep -q Ellermouth "$prefix/shared.out"
"$prefix/bin/retold" --version
