"""What `make run`, `make test` and `make bench` need: PostgreSQL and Valkey from wheels, one supervisor.

Only the local and the test settings import it. A deployment brings its own DATABASE_URL and REDIS_URL.
"""
