# The service with everything it needs, and the kernel compiled. Needs no network, no root and no
# writable disk but /tmp:
#
#   docker build --tag chuyenmuc .
#   docker run --read-only --tmpfs /tmp --volume "$PWD/models:/models:ro" --publish 8000:8000 chuyenmuc

FROM python:3.13-slim AS build

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/chuyenmuc
ENV PATH=/opt/chuyenmuc/bin:$PATH

WORKDIR /src
COPY requirements.txt ./
RUN pip install --only-binary :all: --require-hashes --requirement requirements.txt

COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY data data
COPY model model
COPY training training
COPY serve serve
# -P: machine code is kept by where its source lies, which is not this folder.
RUN pip install --no-deps --no-build-isolation . \
    && NUMBA_CACHE_DIR=/opt/chuyenmuc/kernel python -P -m model \
    && find /opt/chuyenmuc/lib -type d -name tests -prune -exec rm -r {} +


FROM python:3.13-slim

RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin chuyenmuc \
    && install --directory --owner 10001 /state
COPY --from=build /opt/chuyenmuc /opt/chuyenmuc

ENV PATH=/opt/chuyenmuc/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    NUMBA_CACHE_DIR=/tmp/kernel \
    CHUYENMUC_HOST=0.0.0.0 \
    CHUYENMUC_LOG_FORMAT=json \
    CHUYENMUC_MODELS=/models
USER 10001
WORKDIR /tmp
EXPOSE 8000

HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/livez', timeout=2)"]

# Machine code is read only from where it could be written to: it is copied to /tmp. A processor
# unlike that of the build has the kernel compiled there instead.
ENTRYPOINT ["sh", "-c", "cp -R /opt/chuyenmuc/kernel /tmp/ && exec chuyenmuc \"$@\"", "chuyenmuc"]
CMD ["serve"]
