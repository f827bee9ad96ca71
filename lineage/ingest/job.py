"""The job of a processed dataset: which run it was, of which application, and how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lineage.ingest.facts import Said, name
from lineage.ingest.parameters import boolean
from lineage.model.message import Application, JobStatus, Run

_STATUS: Mapping[str, JobStatus] = {
    "success": "completed",
    "succeeded": "completed",
    "finished": "completed",
    "completed": "completed",
    "error": "failed",
    "failed": "failed",
    "running": "running",
    "started": "running",
    "aborted": "aborted",
    "cancelled": "aborted",
}


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What a message says of the run that made the dataset; `namespace` empty is the investigation's.

    `status` None leaves it to the parameters.
    """

    run_id: str
    namespace: str = ""
    status: JobStatus | None = None
    arguments: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)


def run_of(
    job: JobFacts | None, said: Mapping[str, Said], parameter: str | None, *, namespace: str, has_inputs: bool
) -> Run | None:
    """Name the run: said outright, or by the configured parameter of a dataset that has inputs.

    Raw data may carry that parameter too, because beamlines tag acquisitions with the id of their workflow;
    it does not make them the output of a job.
    """
    if job:
        return Run(job.namespace or namespace, job.run_id)
    if not parameter or not has_inputs or parameter not in said or said[parameter].is_blank:
        return None
    return Run(namespace, name(said[parameter], parameter))


def application_of(said: Mapping[str, Said]) -> Application | None:
    """Return the program that the parameters name.

    The parameter ``software`` is not asked: it names the client that sent the message.
    """
    program = said.get("Process_program")
    if program is None or program.is_blank:
        return None
    version = said.get("Process_version", Said(""))
    return Application(name(program, "Process_program"), name(version, "Process_version"))


def status_of(job: JobFacts | None, said: Mapping[str, Said], complete: Said | None) -> JobStatus:
    """Return how the job ended: said outright, by ``Workflow_status``, or by a dataset that is complete."""
    if job and job.status:
        return job.status
    word = said.get("Workflow_status")
    if word and not word.is_blank:
        return _STATUS.get(word.text.strip().lower(), "unknown")
    return "completed" if complete and boolean(complete.text) else "unknown"
