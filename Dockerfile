# apiloom as a command: docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/work" apiloom check
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml hatch_build.py README.md LICENSE NOTICE constraints.txt ./
COPY generator generator
COPY templates templates
RUN python -m venv /opt/apiloom \
    && /opt/apiloom/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.13-slim
COPY --from=build /opt/apiloom /opt/apiloom
ENV PATH="/opt/apiloom/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    APILOOM_CACHE_DIR=/tmp/apiloom
RUN useradd --create-home apiloom
USER apiloom
WORKDIR /work
ENTRYPOINT ["apiloom"]
