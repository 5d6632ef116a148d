"""The nouns of people: user, organisation, member, access link, token, submission."""

# Django finds models through this module; each noun keeps its own file.
from waymark.people.models.access import AccessLink
from waymark.people.models.member import Member
from waymark.people.models.organisation import Organisation, Series
from waymark.people.models.submission import Submission
from waymark.people.models.token import Token
from waymark.people.models.user import User

__all__ = ["AccessLink", "Member", "Organisation", "Series", "Submission", "Token", "User"]
