#!/usr/bin/env python3
"""Each room of src/ includes only the rooms that src/ROOMS lets it stand on; the command line only <retold/...> and libc.

Rooms are listed bottom-up. Only `os` includes the headers of system calls. What a room includes with quotes is written as
"room/file.h", or as "file.h" where it lies in the same folder.
"""
import os
import re

import checking

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
SYSTEM = re.compile(r"sys/.*|unistd\.h|fcntl\.h|dirent\.h|pthread\.h|signal\.h|poll\.h|netdb\.h|ftw\.h|dlfcn\.h")
LIBC = re.compile(
    r"sys/.*|(assert|complex|ctype|errno|fcntl|fenv|float|getopt|inttypes|iso646|limits|locale|math|poll|pthread|setjmp|signal|"
    r"stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|strings|tgmath|threads|time|unistd|wchar|"
    r"wctype|dirent|langinfo|termios)\.h"
)


def read_rooms(text):
    """The rooms with what each may stand on, and what is wrong with the list."""
    rooms, problems = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, _, below = line.partition(":")
        for other in below.split():
            if other not in rooms:
                problems.append("src/ROOMS:%d: %s stands on %s, which is not listed before it" % (number, name, other))
        rooms[name] = set(below.split())
    return rooms, problems


def includes(root, path):
    """(line, opening mark, what is included) of a C file."""
    text = checking.read(root, path)
    return [(text.count("\n", 0, m.start()) + 1, m.group(1), m.group(2)) for m in INCLUDE.finditer(text)]


def wrong_in_room(root, rooms, room, mark, name):
    """Why a file of a room may not include this; None when it may."""
    folder, _, rest = name.partition("/")
    if mark == '"' and not rest:
        return None if os.path.isfile(os.path.join(root, "src", room, name)) else 'write "room/file.h"'
    if folder == "retold":
        folder = rest[: -len(".h")]
        if folder not in rooms:
            return "there is no room %s" % folder
    elif mark == '"':
        if folder not in rooms:
            return "there is no room %s" % folder
    else:
        return "only os makes system calls" if room != "os" and SYSTEM.fullmatch(name) else None
    return None if folder == room or folder in rooms[room] else "%s may not stand on %s" % (room, folder)


def wrong_in_cli(root, mark, name):
    if mark == '"':
        return None if os.path.isfile(os.path.join(root, "cli", name)) else "the command line includes only its own files and <retold/...>"
    return None if name.startswith("retold/") or LIBC.fullmatch(name) else "the command line includes only <retold/...> and libc"


def problems(root):
    rooms, found = read_rooms(checking.read(root, "src/ROOMS"))
    for path in checking.files(root, ("src", "include/retold", "cli"), (".c", ".h", ".cc")):
        parts = path.split(os.sep)
        room = parts[1] if parts[0] == "src" else parts[2][: -len(".h")] if parts[0] == "include" else None
        if room is not None and room not in rooms:
            found.append("%s: %s is not in src/ROOMS" % (path, room))
            continue
        for line, mark, name in includes(root, path):
            why = wrong_in_room(root, rooms, room, mark, name) if room else wrong_in_cli(root, mark, name)
            if why:
                found.append("%s:%d: %s: %s" % (path, line, name, why))
    return found


if __name__ == "__main__":
    checking.report(problems(checking.ROOT), "rooms")
