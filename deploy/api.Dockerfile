# The server, its worker and its commands: one image, started as `duban serve`, `duban worker` or `duban migrate`.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/duban
WORKDIR /src
COPY requirements.txt ./
RUN /opt/duban/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY backend backend
RUN /opt/duban/bin/pip install --no-deps --no-build-isolation . && /opt/duban/bin/pip uninstall --yes setuptools pip

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /srv/duban duban
COPY --from=build /opt/duban /opt/duban
WORKDIR /srv/duban
# Alembic finds its settings and the migrations beside each other, as in a checkout.
COPY pyproject.toml ./
COPY migrations migrations
ENV PATH=/opt/duban/bin:$PATH PYTHONUNBUFFERED=1 \
    DUBAN_ENVIRONMENT=production DUBAN_HOST=0.0.0.0 DUBAN_PORT=8000 DUBAN_DATA_DIR=/tmp/duban
USER duban
EXPOSE 8000
CMD ["duban", "serve"]
