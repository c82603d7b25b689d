#!/usr/bin/env python3
"""Every public function has a comment with `:param x:` for each parameter and `:return:` unless it gives nothing back;
every function that a room's own header shows to other rooms has a comment."""
import os
import re

import checking


def public(path, function):
    """What the comment of a public function lacks."""
    if not function.comment or not function.comment.startswith("/**"):
        yield "%s:%d: %s() has no /** comment" % (path, function.line, function.name)
        return
    told = re.findall(r":param (\w+):", function.comment)
    for name in function.parameters:
        if name not in told:
            yield "%s:%d: %s() does not explain its parameter %s" % (path, function.line, function.name, name)
    for name in told:
        if name not in function.parameters:
            yield "%s:%d: %s() explains %s, which it doesn't have" % (path, function.line, function.name, name)
    if (function.returns == "void") == (":return:" in function.comment):
        word = "has a :return: but gives nothing back" if function.returns == "void" else "has no :return:"
        yield "%s:%d: %s() %s" % (path, function.line, function.name, word)


def problems(root):
    found = []
    for path in checking.files(root, ("include/retold",), (".h",)):
        for function in checking.functions(checking.read(root, path)):
            found += public(path, function)
    for path in checking.files(root, ("src",), (".h",)):
        room, name = path.split(os.sep)[1:3]
        if name == room + ".h":
            for function in checking.functions(checking.read(root, path)):
                if not function.comment:
                    found.append("%s:%d: %s() has no comment" % (path, function.line, function.name))
    return found


if __name__ == "__main__":
    checking.report(problems(checking.ROOT), "comments")
