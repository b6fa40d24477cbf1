"""The system in containers, as deploy/docker/containers.sh makes it, and questions that tests ask it."""

import json
import os
import pathlib
import subprocess
import time

SOURCE = pathlib.Path(__file__).resolve().parents[2]
CONTAINERS = SOURCE / "deploy" / "docker" / "containers.sh"
DATA_SERVICES = ("indicators", "workforce", "politics", "climate")
STORED = (*DATA_SERVICES, "editions")
GATEWAYS = ("gateway-1", "gateway-2")
PORTS = {"indicators": 7401, "workforce": 7402, "politics": 7403, "climate": 7404, "editions": 7400,
         "gateway-1": 7400, "gateway-2": 7400}
HTTP_PORTS = {name: port + 80 for name, port in PORTS.items()}
# What a pod may do.
NARROW = ("--read-only", "--read-only-tmpfs=false", "--cap-drop", "all", "--security-opt", "no-new-privileges",
          "--user", "10001:10001")
SECTIONS_OF = {"indicators": {"INDICATORS", "STATISTICS"}, "workforce": {"WORKFORCE"}, "politics": {"POLITICS"},
               "climate": {"CLIMATE"}}
PATIENCE_SECONDS = 120
# In what all commands are run: PROJECT and CONTAINERS of containers.sh, beside what is set.
variables = {**os.environ}


def run(*command, seconds=PATIENCE_SECONDS, check=True, **more):
    result = subprocess.run([str(part) for part in command], cwd=SOURCE, env=variables, capture_output=True, text=True,
                            timeout=seconds, check=False, **more)
    if check and result.returncode != 0:
        raise AssertionError(f"{command}: exit code {result.returncode}\n{result.stdout[-3000:]}\n"
                             f"{result.stderr[-3000:]}")
    return result


def podman(*arguments, **more):
    return run("podman", *arguments, **more).stdout.strip()


def container(name):
    return f"{variables['PROJECT']}-{name}"


def inspect(name, template):
    return podman("inspect", "--format", template, container(name))


def address(name):
    return inspect(name, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}")


def logs(name):
    """What it has logged, one object for each line."""
    told = run("podman", "logs", container(name))
    return [json.loads(line) for line in (told.stdout + told.stderr).splitlines() if line.startswith("{")]


def tertial(*arguments):
    return run(CONTAINERS, "tertial", *arguments)


def report():
    return json.loads(tertial("report", "--area", "3203", "--period", "2024", "--format", "json").stdout)


def figures():
    """Every figure of the report, a row for each, with nothing of where it was read."""
    return tertial("report", "--area", "3203", "--period", "2024", "--format", "csv").stdout


def image_of(name):
    tag = run("deploy/docker/image.sh", "--tag").stdout.strip()
    return f"{variables.get('IMAGE_PREFIX', 'localhost/')}tertial-{name}:{tag}"


def host_of(name):
    return f"{name.split('-')[0]}.tertial.svc"


def names_of_all():
    """By which containers know one another, as options of podman."""
    return [word for name in (*STORED, *GATEWAYS) for word in ("--add-host", f"{host_of(name)}:{address(name)}")]


def sections(told):
    """{kind: (completeness, revision)}"""
    return {one["section"].removeprefix("SECTION_KIND_"):
            (one["completeness"].removeprefix("COMPLETENESS_"), one.get("readAt", {}).get("revision"))
            for one in told["states"]}


def await_that(condition, what, seconds=PATIENCE_SECONDS):
    end = time.monotonic() + seconds
    while not (seen := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} seconds: {what}")
        time.sleep(0.5)
    return seen
