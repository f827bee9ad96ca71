"""Make or renew the lock of an engine, or of the broker: every jar with its coordinate, size and SHA-256.

Maven resolves here, once, on the machine of the person who locks; a user's machine only fetches what the lock
names. What is not a jar (main class, arguments, options, configuration) is written by hand in the lock and
kept when the jars are renewed; a new lock takes it from another one with ``--like``.

    python scripts/lock_engine.py neo4j-2026.08.1 org.neo4j.app:neo4j-server:2026.08.1 \\
        org.neo4j:neo4j:2026.08.1 org.neo4j:neo4j-bolt:2026.08.1
    python scripts/lock_engine.py activemq-6.3.1

Without artifacts it takes those that the lock names, which renews it as it is.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

LOCKS = Path(__file__).resolve().parent.parent / "lineage" / "engine" / "locks"

DEPENDENCY = "<dependency><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version></dependency>"
POM = """<project><modelVersion>4.0.0</modelVersion>
<groupId>lineage</groupId><artifactId>lock</artifactId><version>1</version>
<dependencies>{}</dependencies></project>
"""


def main() -> int:
    arguments = _parser().parse_args()
    target = LOCKS / f"{arguments.name}.json"
    source = LOCKS / f"{arguments.like}.json" if arguments.like else target
    if not source.exists():
        print(f"There is no lock {source.name}; name one to start from with --like.", file=sys.stderr)
        return 2
    lock = json.loads(source.read_text(encoding="utf-8"))
    artifacts = arguments.artifacts or lock["artifacts"]
    with tempfile.TemporaryDirectory() as folder:
        jars = resolve(artifacts, Path(folder))
    version = artifacts[0].rpartition(":")[2]
    lock |= {"name": arguments.name, "version": version, "artifacts": artifacts, "jars": jars}
    target.write_text(written(lock), encoding="utf-8")
    print(f"{target.name}: {len(jars)} jars, {sum(jar['size'] for jar in jars) / 2**20:.0f} MiB")
    return 0


def resolve(artifacts: list[str], folder: Path) -> list[dict[str, Any]]:
    """Every jar that the artifacts need at run time, in a stable order."""
    wanted = "".join(DEPENDENCY.format(*map(escape, artifact.split(":"))) for artifact in artifacts)
    (folder / "pom.xml").write_text(POM.format(wanted), encoding="utf-8")
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(folder / "pom.xml")]
    command += ["dependency:copy-dependencies", "-DincludeScope=runtime"]
    command += ["-Dmdep.useRepositoryLayout=true", f"-DoutputDirectory={folder / 'jars'}"]
    subprocess.run(command, check=True)
    return [entry(folder / "jars", path) for path in sorted((folder / "jars").rglob("*.jar"))]


def entry(root: Path, path: Path) -> dict[str, Any]:
    """One jar of the lock, its coordinate read from the repository layout: group/artifact/version/file."""
    *group, artifact, version, file = path.relative_to(root).parts
    tail = file.removeprefix(f"{artifact}-{version}").removesuffix(".jar")
    content = path.read_bytes()
    jar = {"group": ".".join(group), "artifact": artifact, "version": version, "packaging": "jar"}
    if tail:
        jar["classifier"] = tail.removeprefix("-")
    return {**jar, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def written(lock: dict[str, Any]) -> str:
    """The text of the lock: one line per jar, so that a renewal reads well as a difference."""
    jars = ",\n".join(f"    {json.dumps(jar)}" for jar in lock["jars"])
    head = json.dumps({key: value for key, value in lock.items() if key != "jars"}, indent=2)
    return f'{head.removesuffix("}").rstrip()},\n  "jars": [\n{jars}\n  ]\n}}\n'


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Make or renew the lock of an engine.")
    parser.add_argument("name", help="name of the lock, such as neo4j-2026.08.1")
    parser.add_argument("artifacts", nargs="*", metavar="GROUP:ARTIFACT:VERSION")
    parser.add_argument("--like", metavar="NAME", help="lock to take everything but the jars from")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
