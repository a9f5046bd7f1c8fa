"""The limit: what `startproject` and one table give, on the same PostgreSQL, Valkey and web server.

It does nothing that the platform has to do, so no page of the platform is expected to be as fast. It
shows what a machine can give at all: a ratio to it says something where a lone figure would not.
"""
