"""The roles a person may hold."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Who somebody is to the organisation."""

    FIRM_MEMBER = "firm_member", _("Firm member")
    OFFICE_STAFF = "office_staff", _("Office staff")
    OFFICE_MANAGER = "office_manager", _("Office manager")
    REVIEWER = "reviewer", _("Reviewer")
    DECIDER = "decider", _("Decider")
    EXPERT = "expert", _("Expert")
    PARTNER_MEMBER = "partner_member", _("Partner-body member")
    PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
    EVALUATOR = "evaluator", _("Evaluator")
    AUDITOR = "auditor", _("Auditor")
    ACCOUNTANT = "accountant", _("Accountant")
    ADMINISTRATOR = "administrator", _("Administrator")
    BUYER = "buyer", _("Buyer")
    MALL_OPERATOR = "mall_operator", _("Mall operator")
