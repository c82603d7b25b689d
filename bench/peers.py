"""What the comparisons with other tools share: the peers in a venv of their own, pages to read, CPU and memory of a command."""
import os
import subprocess
import sys
import venv

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PAGES = os.path.join(ROOT, "examples", "pages")

# Each with the module that shows that it is there.
PINNED = {
    "turbohtml==1.15.4": "turbohtml",
    "fastwarc==2.0.1": "fastwarc",
    "resiliparse==2.0.1": "resiliparse",
    "lxml_html_clean==0.4.6": "lxml_html_clean",
    "trafilatura==2.3.1": "trafilatura",
}


def python_with(*packages):
    """The interpreter of build/venv-bench, with these of PINNED in it."""
    folder = os.path.join(ROOT, "build", "venv-bench")
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        venv.create(folder, with_pip=True)
    modules = ", ".join(PINNED[p] for p in packages)
    if subprocess.run([python, "-c", "import " + modules], capture_output=True).returncode:
        subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return python


def pages_of(folders):
    """Paths of all HTML pages below the folders, in a fixed order."""
    for folder in folders:
        for place, names, files in os.walk(folder):
            names.sort()
            yield from (os.path.join(place, name) for name in sorted(files) if name.endswith((".html", ".htm")))


def measured(command, out):
    """CPU seconds, peak megabytes, and rows of a command."""
    with open(out, "wb") as f:
        process = subprocess.Popen(command, stdout=f, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit("%s: status %d" % (" ".join(command[:3]), os.waitstatus_to_exitcode(status)))
    with open(out, "rb") as f:
        rows = sum(1 for _ in f)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, rows


def best_of(sides, rounds, out):
    """The best figures of each side; rounds alternate between the sides, so that a busy machine is busy for all."""
    best = {}
    for _ in range(rounds):
        for name, command in sides.items():
            figures = measured(command, out)
            best[name] = min(best.get(name, figures), figures)
    return best


def tell(best, count, base):
    """A line a side, with its CPU as a ratio to that of `base`."""
    for name, (cpu, peak, rows) in best.items():
        print("%-22s %6d rows %7.2f CPU s %7.2f ms/page %7.0f pages/s %6.0f MB peak %6.2f of %s"
              % (name, rows, cpu, 1e3 * cpu / count, count / cpu, peak, cpu / best[base][0], base))
