"""Servers on loopback that give out the pages of a data set; they end with this program."""

import atexit
import contextlib
import functools
import grp
import os
import pwd
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / ".build" / "servers"

CONFIGURATION = """
daemon off;
user {user};
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    default_type application/json;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    # The dates of the window, and the page of the cursor.
    map $arg_start_time $start {{ "~^(?<first>[0-9-]{{10}})" $first; }}
    map $arg_end_time $end {{ "~^(?<last>[0-9-]{{10}})" $last; }}
    map $arg_cursor $page {{ "" first; default $arg_cursor; }}
    server {{
        listen 127.0.0.1:{port};
        root {pages};
        location = /v1/usage/events {{ try_files /$start.$end/$page.json =404; }}
    }}
}}
"""


class Unavailable(Exception):
    """A program is not there, and cannot be installed."""


@functools.cache
def plain(pages, may_install=True):
    """nginx with the files of the pages; gives its base URL."""
    program = install("nginx", "nginx-light") if may_install else found("nginx")
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = free_port()
    configuration = FOLDER / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=FOLDER, port=port, pages=pages, user=owner()))
    return started([program, "-e", FOLDER / "nginx.log", "-p", FOLDER, "-c", configuration], port)


@functools.cache
def delaying(pages, milliseconds):
    """A server that answers each request after a delay in milliseconds."""
    port = free_port()
    return started([sys.executable, "-B", HERE / "delaying_server.py", port, pages, milliseconds], port)


def started(command, port):
    process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL)
    atexit.register(end, process)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        time.sleep(0.1)
    raise Unavailable(f"{command[0]} does not serve")


def end(process):
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()


def owner():
    """Whom nginx works as where it is begun by root: the files may be for their owner's eyes only."""
    user = pwd.getpwuid(os.getuid())
    return f"{user.pw_name} {grp.getgrgid(user.pw_gid).gr_name}"


def free_port():
    with socket.socket() as candidate:
        candidate.bind(("127.0.0.1", 0))
        return candidate.getsockname()[1]


def install(program, package):
    """The path of a program, from Debian's package where it is missing and we may install it."""
    with contextlib.suppress(Unavailable):
        return found(program)
    if shutil.which("apt-get"):
        print(f"benchmarks: installing {package}", file=sys.stderr)
        command = ["apt-get", "install", "-y", "--no-install-recommends", package]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return found(program)


def found(program):
    """The path of a program that is there."""
    places = f"{sys.exec_prefix}/bin:/usr/sbin:/usr/bin:/usr/local/bin:/usr/local/go/bin"
    path = shutil.which(program) or shutil.which(program, path=places)
    if path is None:
        raise Unavailable(f"{program} is not installed")
    return path
