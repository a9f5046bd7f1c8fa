# The platform's image: web, worker, beat and migrate are the same image with another command.
# Versions and hashes come from requirements-image.lock: requirements.lock without what only a developer needs.

FROM python:3.11-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gettext \
 && rm -rf /var/lib/apt/lists/*
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements-image.lock .
RUN pip install --require-hashes -r requirements-image.lock
WORKDIR /app
COPY . .
# Nothing here is secret: collecting files needs settings, not their values.
RUN export DJANGO_SETTINGS_MODULE=somosnlp.settings.production SECRET_KEY=build OUTBOX_KEYS=build \
      ALLOWED_HOSTS=build SITE_URL=https://build STATIC_ROOT=/app/staticfiles \
 && python manage.py compilemessages --ignore .venv \
 && python manage.py collectstatic --noinput
# The user below may not write here: without this every start would compile each module of ours anew.
RUN python -m compileall -q .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin somosnlp
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=somosnlp.settings.production \
    STATIC_ROOT=/app/staticfiles \
    MEDIA_ROOT=/app/media
COPY --from=build /venv /venv
COPY --from=build /app /app
# A volume mounted here begins with this owner.
RUN install --directory --owner somosnlp /app/media
WORKDIR /app
USER somosnlp
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers", "somosnlp.wsgi:application"]
