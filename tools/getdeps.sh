#!/usr/bin/env bash
# Obtains the C libraries that distributions lack, lexbor and yyjson, into a private prefix: getdeps.sh PREFIX
#
# Each comes from the pinned source archive of a Python package that carries the whole upstream source, taken with pip
# and checked against the sha256 written here. pip builds nothing: only its metadata step runs, in a venv that holds
# only pinned setuptools and wheel. Both are built as static, position-independent libraries, also where the system has
# one: another lexbor builds another tree, and libretold.a takes both in.
# An archive that already lies in PREFIX/.work/dl is not fetched, so that a machine without network can be handed one.
set -euo pipefail

prefix=$(realpath -m "${1:?usage: getdeps.sh PREFIX}")
jobs=${JOBS:-$(nproc)}
work=$prefix/.work
python=${PYTHON:-python3}
export PIP_DISABLE_PIP_VERSION_CHECK=1 CMAKE_GENERATOR=Ninja
mkdir -p "$work/dl" "$prefix/lib/pkgconfig" "$prefix/include" "$prefix/share/licenses"

say() { printf 'deps: %s\n' "$*"; }

fail() {
    printf 'deps: %s\n' "$@" >&2
    exit 1
}

# Runs pip into a log; tells a wrong hash from a network that isn't there.
pip_or_fail() {
    local what=$1
    shift
    "$work/venv/bin/pip" "$@" >"$work/pip.log" 2>&1 && return
    if grep -q 'DO NOT MATCH THE HASHES' "$work/pip.log"; then
        fail "$what: what was downloaded is not what this project pinned (sha256 differs), so it was not used." \
            "A proxy or mirror may have changed it: try from another network. Details: $work/pip.log"
    fi
    grep '^ERROR' "$work/pip.log" >&2 || tail -n 5 "$work/pip.log" >&2
    fail "$what could not be downloaded. Check the network (and pip's settings for a proxy or mirror), then run this again." \
        "Without network: put selectolax-1.0.2.tar.gz and yyjson-4.0.6.tar.gz into $work/dl"
}

make_venv() {
    [ -f "$work/venv/.ready" ] && return
    rm -rf "$work/venv"
    "$python" -m venv "$work/venv" || fail "$python cannot make a venv: install the package python3-venv"
    cat >"$work/venv.txt" <<'R'
setuptools==80.9.0 --hash=sha256:062d34222ad13e0cc312a4c02d73f059e86a4acbfbdea8f8f76b28c99f306922
wheel==0.45.1 --hash=sha256:708e7481cc80179af0e556bbf0cc00b8444c7321e2700b8d8580231d13017248
R
    pip_or_fail "setuptools and wheel" install -q --no-deps --require-hashes --only-binary :all: -r "$work/venv.txt"
    touch "$work/venv/.ready"
}

# archive NAME VERSION SHA256: the checked archive, unpacked as $work/NAME-VERSION.
archive() {
    local name=$1 version=$2 sha256=$3
    local file=$work/dl/$name-$version.tar.gz
    if [ ! -f "$file" ]; then
        make_venv
        echo "$name==$version --hash=sha256:$sha256" >"$work/$name.txt"
        pip_or_fail "$name $version" download -q --no-deps --no-build-isolation --no-binary :all: --require-hashes \
            -r "$work/$name.txt" -d "$work/dl"
    fi
    if ! echo "$sha256  $file" | sha256sum -c --quiet >/dev/null 2>&1; then
        fail "$file is not what this project pinned (sha256 differs), so it was not used. Remove it and run this again."
    fi
    tar xzf "$file" -C "$work"
}

# pc NAME VERSION LIBS: how pkg-config finds it.
pc() {
    cat >"$prefix/lib/pkgconfig/$1.pc" <<R
prefix=$prefix
Name: $1
Description: $1
Version: $2
Cflags: -I\${prefix}/include
Libs: -L\${prefix}/lib $3
R
}

build_lexbor() {
    local source=$work/selectolax-1.0.2/lexbor
    archive selectolax 1.0.2 f0508ad927aa426425d4aa7a2bb2f8b21c01412534465bd227e241d4d0a6a418
    rm -rf "$work/build-lexbor"
    { cmake -S "$source" -B "$work/build-lexbor" -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DLEXBOR_BUILD_SHARED=OFF -DLEXBOR_BUILD_STATIC=ON -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib &&
        cmake --build "$work/build-lexbor" -j "$jobs" --target install; } >"$work/lexbor.log" 2>&1 ||
        fail "lexbor does not build here: see $work/lexbor.log"
    cp "$source/LICENSE" "$prefix/share/licenses/lexbor"
    cp "$source/NOTICE" "$prefix/share/licenses/lexbor.NOTICE"
    pc lexbor 3.1.0 "-llexbor_static -lm"
    say "lexbor 3.1.0 built"
}

build_yyjson() {
    local source=$work/yyjson-4.0.6
    archive yyjson 4.0.6 fcd4dc15c1e39a30bf9fa85d56903029111506860fc3080ab0d81c6c6dacaa8c
    { cc -O3 -DNDEBUG -fPIC -std=c11 -c "$source/yyjson/yyjson.c" -o "$work/yyjson.o" &&
        ar rcs "$prefix/lib/libyyjson.a" "$work/yyjson.o"; } >"$work/yyjson.log" 2>&1 ||
        fail "yyjson does not build here: see $work/yyjson.log"
    cp "$source/yyjson/yyjson.h" "$prefix/include/"
    cp "$source/LICENSE" "$prefix/share/licenses/yyjson"
    pc yyjson 0.10.0 -lyyjson
    say "yyjson 0.10.0 built"
}

[ -f "$prefix/lib/pkgconfig/lexbor.pc" ] || build_lexbor
[ -f "$prefix/lib/pkgconfig/yyjson.pc" ] || build_yyjson
