from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from houtskool.accounts.roles import Role


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in; known by e-mail address. Roles say what they may do."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=200, blank=True)
    is_active = models.BooleanField(_("kan aanmelden"), default=True)
    date_joined = models.DateTimeField(_("sinds"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        ordering = ("name", "email")

    def __str__(self) -> str:
        return self.name or self.email

    @cached_property
    def roles(self) -> frozenset[Role]:
        return frozenset(Role(grant.role) for grant in self.grants.all())

    def holds(self, *roles: Role) -> bool:
        """Whether the user holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


class RoleGrant(models.Model):
    """A role that a user holds; one person may hold several."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("gebruiker"))
    role = models.CharField(_("rol"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("rollen")
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="a_role_once_per_user")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
