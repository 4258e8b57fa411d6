"""JupyterHub for a class on one machine with Linux. The README beside this file says how it is started.

sudo COURSE_REPOSITORY=https://... /opt/class/bin/jupyterhub -f jupyterhub_config.py
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlencode

c = get_config()  # noqa: F821  JupyterHub provides it

REPOSITORY = os.environ["COURSE_REPOSITORY"]  # an address that git can clone; what the teacher pushes there arrives
BRANCH = os.environ.get("COURSE_BRANCH", "main")
FOLDER = "gradients-by-hand"  # in each student's home
FIRST = "notebooks/00_start_here.ipynb"
GIGABYTES = 1  # of memory for a student
CORES = 1
STATE = os.environ.get("CLASS_STATE", "/var/lib/class")  # the hub's own files, for root alone

# Who may enter: members of the group "class" of this machine, with the password that they have on it.
c.JupyterHub.authenticator_class = "pam"
c.LocalAuthenticator.allowed_groups = {"class"}

# Where: on this machine alone. For a room, put 0.0.0.0 here, and a certificate: passwords travel on this line.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = "/etc/ssl/class.pem", "/etc/ssl/class.key"
c.ConfigurableHTTPProxy.command = [str(Path(__file__).with_name("node_modules") / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = f"{STATE}/proxy.pid"
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = f"{STATE}/cookie_secret"

# Each student gets a server of their own, which runs with their own rights. All use the environment of this Python,
# which belongs to root: nobody can change it for the others.
c.JupyterHub.spawner_class = "localprocess"
programs = Path(sys.executable).parent

# All come in the same minute, and a machine with few cores starts one after the other.
c.Spawner.start_timeout = c.Spawner.http_timeout = 300

# JupyterHub only tells a server of these two limits. Its spawner for systemd makes Linux keep them; this one does not.
c.Spawner.mem_limit = f"{GIGABYTES}G"
c.Spawner.cpu_limit = CORES
# So Linux is asked here: no process of a student may hold more data than this. It is a limit for each kernel.
c.Spawner.cmd = ["prlimit", f"--data={GIGABYTES * 2**30}", str(programs / "jupyterhub-singleuser")]
c.Spawner.environment = {
    # The arrays of the course are small: a second thread does not pay, and all students share the cores.
    "OPENBLAS_NUM_THREADS": str(CORES),
    "OMP_NUM_THREADS": str(CORES),
    # Terminals and ! find the Python of the course, too.
    "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
}
# The kernel of a notebook that was closed half an hour ago gives its memory back.
c.Spawner.args = ["--MappingKernelManager.cull_idle_timeout=1800"]

# Who enters gets the newest course first. What they have written stays: nbgitpuller takes the student's side.
pull = {
    "repo": REPOSITORY,
    "branch": BRANCH,
    "targetpath": FOLDER,
    "urlpath": f"lab/tree/{FOLDER}/{FIRST}",
}
c.Spawner.default_url = "/git-pull?" + urlencode(pull)
