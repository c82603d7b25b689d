"""What the checks share: which files there are, how C text is read, and how a result is told."""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
C_FOLDERS = ("src", "cli", "include", "fuzz", "tests", "examples", "bench")


def files(root, folders, endings):
    """Files under these folders of root, as paths relative to it."""
    found = []
    for folder in folders:
        for where, _, names in os.walk(os.path.join(root, folder)):
            found += [os.path.relpath(os.path.join(where, n), root) for n in names if n.endswith(endings)]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf8", errors="replace") as f:
        return f.read()


def tracked(root):
    """What git tracks or would track; without git all files but hidden ones and the build folder."""
    git = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True)
    if git.returncode == 0:
        return sorted(p for p in git.stdout.decode().split("\0") if p and os.path.isfile(os.path.join(root, p)))
    top = [n for n in os.listdir(root) if not n.startswith(".") and n != "build"]
    return sorted([n for n in top if os.path.isfile(os.path.join(root, n))] + files(root, top, ("",)))


def report(problems, what):
    """Prints the problems or what was checked; exit status 1 when there are any."""
    for problem in problems:
        print(problem)
    print("%s: %s" % (what, "%d to mend" % len(problems) if problems else "ok"))
    sys.exit(1 if problems else 0)


class Function:
    """A function as a header declares it."""

    def __init__(self, name, returns, parameters, comment, line):
        self.name, self.returns, self.parameters, self.comment, self.line = name, returns, parameters, comment, line


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|^[ \t]*#(?:\\\n|[^\n])*|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|\n|.', re.S | re.M)
FOR_CXX = re.compile(r"^#ifdef __cplusplus\n.*?^#endif", re.S | re.M)
ATTRIBUTE = re.compile(r"__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)|\b(RETOLD_API|RETOLD_MUST_USE|_Noreturn|static|inline|extern)\b")


def functions(text):
    """Functions declared at the top level of a header, each with the comment over it.

    One comment serves the declarations that follow it without a blank line between.
    """
    text = FOR_CXX.sub(lambda m: "\n" * m.group().count("\n"), text)
    found, current, comment, line, depth, begun, blank = [], "", None, 1, 0, 1, 0
    for match in TOKEN.finditer(text):
        token = match.group()
        outside = depth == 0 and not current.strip()
        if token.startswith(("/*", "//")):
            if outside:
                comment, blank = token, 0
        elif token.lstrip().startswith("#"):
            comment = None if outside else comment
        elif token == "\n":
            blank += 1
            if outside and blank > 1:
                comment = None
            current += " " if depth == 0 else ""
        else:
            if outside and not token.isspace():
                begun = line
            if not token.isspace():
                blank = 0
            if token == "{":
                depth += 1
            elif token == "}":
                depth -= 1
            if depth == 0 and (token == ";" or token == "}" and is_function(current)):
                found += declared(current, comment, begun)
                current = ""
            elif depth == 0 and token != "}":
                current += token
        line += token.count("\n")
    return found


def is_function(text):
    return bool(re.search(r"\)\s*$", ATTRIBUTE.sub(" ", text))) and not re.match(r"\s*(typedef|struct|enum|union)\b[^(]*$", text)


def declared(text, comment, line):
    """The function that a declaration declares, as a list of none or one."""
    text = ATTRIBUTE.sub(" ", text).strip()
    match = re.match(r"([^(=]*?)\b(\w+)\s*\((.*)\)$", text, re.S)
    if text.startswith("typedef") or not match or not match.group(1).strip():
        return []
    returns, name, inside = match.group(1).strip(), match.group(2), match.group(3)
    return [Function(name, returns, [n for n in map(parameter, split(inside)) if n], comment, line)]


def split(text):
    """Cuts at commas that stand in no brackets."""
    parts, depth = [""], 0
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return [p.strip() for p in parts]


def parameter(text):
    """Name of one parameter; empty for void and `...`."""
    pointer = re.match(r"[^(]*\(\s*\*\s*(\w+)\s*\)", text)
    if pointer:
        return pointer.group(1)
    name = re.search(r"(\w+)\s*(\[[^\]]*\]\s*)*$", text)
    return name.group(1) if name and text != "void" else ""
