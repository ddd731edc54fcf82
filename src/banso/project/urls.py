"""All addresses, by room."""

from django.urls import URLPattern, URLResolver, include, path

from banso.api.surface import urls
from banso.web.errors import bad_request, not_found, permission_denied, server_error
from banso.web.views import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("language/", include("django.conf.urls.i18n")),
    path("account/", include("allauth.urls")),
    path("api/v1/", urls),
    # These rooms spell their addresses out from the root ...
    path("", include("banso.apps.today.urls")),
    path("", include("banso.apps.accounts.urls")),
    path("", include("banso.apps.directory.urls")),
    path("", include("banso.apps.programmes.urls")),
    path("", include("banso.apps.intake.urls")),
    path("", include("banso.apps.casework.urls")),
    # ... the others lie under their one address.
    path("applications/", include("banso.apps.selection.urls")),
    path("policies/", include("banso.apps.policies.urls")),
    path("documents/", include("banso.apps.documents.urls")),
    path("notices/", include("banso.apps.notices.urls")),
    path("new-exporters/", include("banso.apps.new_exporters.urls")),
    path("matching/", include("banso.apps.matching.urls")),
    path("catalogue/", include("banso.apps.catalogue.urls")),
    path("providers/", include("banso.apps.providers.urls")),
    path("buyers/", include("banso.apps.buyers.urls")),
    # Its own address, and below that of Japan Street for buyers.
    path("", include("banso.apps.inquiries.urls")),
    path("", include("banso.apps.meetings.urls")),
    path("", include("banso.apps.orders.urls")),
    path("street/", include("banso.apps.street.urls")),
    path("fees/", include("banso.apps.fees.urls")),
    path("transfers/", include("banso.apps.transfers.urls")),
    path("years/", include("banso.apps.years.urls")),
    path("corrections/", include("banso.apps.corrections.urls")),
    path("entries/", include("banso.apps.behalf.urls")),
    path("privacy/", include("banso.apps.privacy.urls")),
    path("imports/", include("banso.apps.imports.urls")),
    path("search/", include("banso.apps.search.urls")),
    # Before the malls, whose addresses are codes.
    path("", include("banso.apps.sales.urls")),
    path("", include("banso.apps.malls.urls")),
    path("products/", include("banso.apps.products.urls")),
    path("surveys/", include("banso.apps.surveys.urls")),
    path("q/", include("banso.apps.surveys.code_urls")),
    path("snapshots/", include("banso.apps.snapshots.urls")),
    path("evidence/", include("banso.apps.evidence.urls")),
    path("journal/", include("banso.apps.journal.urls")),
    path("jobs/", include("banso.apps.jobs.urls")),
]

handler400 = bad_request
handler403 = permission_denied
handler404 = not_found
handler500 = server_error
