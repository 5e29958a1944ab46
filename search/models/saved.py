"""Searches that somebody comes back to."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse


class SavedSearch(models.Model):
    """A search that somebody comes back to. ``seen_up_to`` is the newest posting's id at their last look."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DB_CASCADE,
        related_name="saved_searches",
        db_index=False,  # the unique constraint's index begins with it
    )
    name = models.CharField(max_length=100)
    query = models.TextField(help_text="The search as the address of its page has it.")
    seen_up_to = models.BigIntegerField(editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "saved_searches"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint("user", "name", name="saved_searches_user_name_unique")]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name

    @property
    def href(self) -> str:
        return f"{reverse('search:search')}?{self.query}"
