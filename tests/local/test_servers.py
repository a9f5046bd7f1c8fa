"""The servers themselves: what they are, and that they come back after a kill -9."""

from django.db import connection


def test_connection_answers(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower('ÁÑÜ'), current_setting('idle_in_transaction_session_timeout')")
        assert cursor.fetchone() == ("áñü", "1min")
