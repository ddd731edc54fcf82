"""Addresses of this room, below /providers/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.providers import applying, link_pages, listing_pages, pages, referral_pages

app_name = "providers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.provider_list, name="provider_list"),
    path("needs/<int:pk>/", pages.need_list, name="need_list"),
    path("needs/<int:pk>/refer/<str:ref>/", referral_pages.Refer.as_view(), name="refer"),
    path("referrals/", referral_pages.referral_list, name="referral_list"),
    path("referrals/<int:pk>/", referral_pages.referral, name="referral"),
    path("referrals/<int:pk>/report/", referral_pages.Report.as_view(), name="referral_report"),
    path("referrals/<int:pk>/ask/<str:side>/", referral_pages.AskAgain.as_view(), name="referral_ask"),
    path("referrals/<int:pk>/close/", referral_pages.Close.as_view(), name="referral_close"),
    path("change/", link_pages.ask_link, name="change_ask"),
    path("change/sent/", link_pages.link_sent, name="change_sent"),
    path("thanks/", link_pages.thanks, name="thanks"),
    path("l/<str:token>/", link_pages.link, name="link"),
    path("apply/", applying.apply, name="apply"),
    path("apply/sent/", applying.sent, name="apply_sent"),
    path("apply/<str:token>/", applying.confirm, name="confirm"),
    path("listings/", listing_pages.listing_list, name="listing_list"),
    path("listings/enter/", listing_pages.Enter.as_view(), name="listing_enter"),
    path("listings/<str:ref>/", listing_pages.listing, name="listing"),
    path("listings/<str:ref>/change/", listing_pages.Change.as_view(), name="listing_change"),
    path("listings/<str:ref>/publish/", listing_pages.Publish.as_view(), name="listing_publish"),
    path("listings/<str:ref>/refuse/", listing_pages.Refuse.as_view(), name="listing_refuse"),
    path("listings/<str:ref>/end/", listing_pages.End.as_view(), name="listing_end"),
]
