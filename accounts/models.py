"""Who you are: the user, who signs in with an e-mail address, and the tokens that act for them."""

import hashlib
import secrets
import zoneinfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower, Now
from django.utils import timezone


class UserManager(BaseUserManager):
    """Makes users; e-mail addresses are kept in lower case, so that one address is one account."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        address = self.normalize_email(email)
        if not address:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=address, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_confirmed(self, email: str, password: str | None = None, **fields) -> "User":
        """An account that the operator makes, and whose address they vouch for."""
        user = self.create_user(email, password, **fields)
        self.vouch_for(user)
        return user

    @transaction.atomic
    def vouch_for(self, user: "User") -> None:
        """The account's address, and no other, counts as confirmed; no message is sent."""
        user.emailaddress_set.all().delete()
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)

    def lock(self, user: "User") -> None:
        """Keep others who lock this account waiting until the transaction ends: so limits of what it has hold."""
        # Not the whole row: what refers to the account may go on being saved.
        self.select_for_update(no_key=True).only("pk").get(pk=user.pk)

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_confirmed(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        return (email or "").strip().lower()

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email=self.normalize_email(email))


def is_time_zone(name: str) -> bool:
    """Whether this is the IANA name of a time zone."""
    return name in zoneinfo.available_timezones()


def validate_time_zone(name: str) -> None:
    """Refuse what is not an IANA time zone.

    :raises ValidationError: with a sentence for people.
    """
    if not is_time_zone(name):
        raise ValidationError("“%(name)s” is not a time zone; write it like Europe/Berlin.", params={"name": name})


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mail address", unique=True, error_messages={"unique": "This address has an account."})
    name = models.CharField("name", max_length=150, blank=True)
    time_zone = models.CharField(
        "time zone",
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="An IANA name: Europe/Berlin.",
    )
    is_staff = models.BooleanField("staff", default=False, help_text="May sign in to the admin.")
    is_active = models.BooleanField("active", default=True, help_text="Take this away instead of deleting an account.")
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        db_table = "users"
        constraints = [models.UniqueConstraint(Lower("email"), name="users_email_lower_unique")]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email)

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] if self.name else self.email

    def has_the_say(self) -> bool:
        """Whether this person decides for all: staff do, and whoever has the product to themselves."""
        return self.is_staff or not User.objects.exclude(pk=self.pk).exists()

    @property
    def initials(self) -> str:
        """One or two letters for the round badge."""
        words = (self.name or self.email.partition("@")[0]).replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words[:1])).upper() or "?"

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; UTC where the stored name is unknown to this system."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo("UTC")


class ApiToken(models.Model):
    """A secret that acts as its user in the API. Only its digest is stored.

    A token has 256 random bits, so a plain SHA-256 is enough: there is nothing to guess.
    """

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    PREFIX = "jt_"  # lets secret scanners and people recognise a token

    user = models.ForeignKey(User, on_delete=models.DB_CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    start = models.CharField(max_length=10, help_text="The first characters, to tell tokens apart.")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.WRITE, db_default=Scope.WRITE)
    expires_at = models.DateTimeField(null=True, blank=True, help_text="Empty: never.")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        db_table = "api_tokens"
        verbose_name = "API token"
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @classmethod
    def make(cls, user: User, name: str, **fields) -> tuple["ApiToken", str]:
        """A new, unsaved token and its secret, which nobody can show again."""
        secret = cls.PREFIX + secrets.token_urlsafe(32)
        return cls(user=user, name=name, start=secret[:8], digest=cls.digest_of(secret), **fields), secret

    @property
    def is_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def can_write(self) -> bool:
        return self.scope == self.Scope.WRITE

    @staticmethod
    def digest_of(secret: str) -> str:
        """The 64 hexadecimal characters that are stored for a secret."""
        return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


class ApiCalls(models.Model):
    """How often somebody called the API since ``began_at``, within a minute (``accounts.api.throttling``)."""

    user = models.OneToOneField(User, on_delete=models.DB_CASCADE, primary_key=True, related_name="+")
    began_at = models.DateTimeField()
    calls = models.IntegerField()

    class Meta:
        db_table = "api_calls"

    def __str__(self) -> str:
        return f"{self.calls} since {self.began_at}"
