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
    && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin lineage
COPY --from=build /opt/lineage /opt/lineage
# HOME is the only place that is written to, and compose makes it a file system in memory
ENV PATH=/opt/lineage/bin:$PATH HOME=/tmp PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LINEAGE_HOST=0.0.0.0
WORKDIR /tmp
USER lineage
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["lineage"]
CMD ["serve"]
