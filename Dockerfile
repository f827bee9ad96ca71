# The service without the embedded engine: it is given a Neo4j (see docker-compose.yml).
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
RUN python -m venv /opt/lineage
COPY requirements/run.txt requirements/run.txt
RUN /opt/lineage/bin/pip install --require-hashes --only-binary=:all: -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY lineage lineage
COPY cypher cypher
# what built the project does not go into the image
RUN /opt/lineage/bin/pip install --no-deps --no-build-isolation . \
    && /opt/lineage/bin/pip uninstall --yes hatchling packaging pathspec pluggy tomlkit trove-classifiers pip

FROM python:3.12-slim-bookworm
RUN pip uninstall --yes --root-user-action=ignore pip \
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin lineage \
    && install --directory --mode=0700 --owner=lineage --group=lineage /journal
COPY --from=build /opt/lineage /opt/lineage
# HOME and the journal are the only places that are written to; compose makes the one a file system in memory, the other a
# volume, which is the user's because the folder in the image is
ENV PATH=/opt/lineage/bin:$PATH HOME=/tmp LINEAGE_JOURNAL_DIR=/journal PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LINEAGE_HOST=0.0.0.0
WORKDIR /tmp
USER lineage
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["lineage"]
CMD ["serve"]
