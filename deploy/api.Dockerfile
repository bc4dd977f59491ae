# The server, its worker and its commands: one image, started as `duban serve`, `duban worker` or `duban migrate`.
# The code lies in /srv/duban as in a checkout, because the migrations and their settings are found beside it.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/duban
WORKDIR /srv/duban
COPY requirements.txt ./
RUN /opt/duban/bin/pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY migrations migrations
COPY backend backend
RUN /opt/duban/bin/pip install --no-deps --no-build-isolation --editable . \
    && /opt/duban/bin/pip uninstall --yes setuptools pip \
    && /opt/duban/bin/python -m compileall -q backend migrations

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --home-dir /srv/duban duban
COPY --from=build /opt/duban /opt/duban
COPY --from=build /srv/duban /srv/duban
WORKDIR /srv/duban
ENV PATH=/opt/duban/bin:$PATH PYTHONUNBUFFERED=1 \
    DUBAN_ENVIRONMENT=production DUBAN_HOST=0.0.0.0 DUBAN_PORT=8000 DUBAN_DATA_DIR=/tmp/duban
USER duban
EXPOSE 8000
CMD ["duban", "serve"]
