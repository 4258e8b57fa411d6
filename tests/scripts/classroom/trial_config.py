"""The same class server for a trial: in a folder, on free ports, without accounts. Only these lines differ."""

import os

load_subconfig(os.path.abspath(f"{__file__}/../jupyterhub_config.py"))  # noqa: F821  JupyterHub provides it
c = get_config()  # noqa: F821

public, hub, proxy = (f"http://127.0.0.1:{port}" for port in os.environ["TRIAL_PORTS"].split())
c.JupyterHub.bind_url = public
c.JupyterHub.hub_bind_url = hub
c.ConfigurableHTTPProxy.api_url = proxy

# No accounts on this machine: all servers run with the rights of who tries, each in a home of its own.
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = os.environ["TRIAL_HOMES"] + "/{username}"
if os.geteuid() == 0:
    c.Spawner.args = [*c.Spawner.args, "--allow-root"]

# Nobody logs in: the script comes with a token, and is let into everything.
c.JupyterHub.authenticator_class = "null"
c.JupyterHub.services = [{"name": "trial", "api_token": os.environ["TRIAL_TOKEN"]}]
c.JupyterHub.load_roles = [
    {"name": "trial", "services": ["trial"], "scopes": ["admin:users", "admin:servers", "access:servers"]}
]
