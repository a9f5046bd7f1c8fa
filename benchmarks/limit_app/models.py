"""A table to read a row of, one to join it with, and one to write to."""

from django.db import models


class Track(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "limit_app"

    def __str__(self) -> str:
        return self.name


class Talk(models.Model):
    track = models.ForeignKey(Track, models.CASCADE)
    title = models.CharField(max_length=200)
    speaker = models.CharField(max_length=100)
    state = models.CharField(max_length=12)
    text = models.TextField()
    starts_at = models.DateTimeField()

    class Meta:
        app_label = "limit_app"

    def __str__(self) -> str:
        return self.title


class Entry(models.Model):
    """What the form writes."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "limit_app"

    def __str__(self) -> str:
        return self.name
