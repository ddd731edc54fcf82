"""Addresses of this room: listings, reports of sales, and malls side by side."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.sales import (
    campaign_offers,
    campaign_pages,
    compare_pages,
    figure_pages,
    listing_pages,
    report_pages,
    send_pages,
    store_pages,
    waiting_pages,
)

app_name = "sales"
urlpatterns: list[URLPattern | URLResolver] = [
    path("listings/", listing_pages.listing_list, name="listing_list"),
    path("listings/offer/", listing_pages.Offer.as_view(), name="offer"),
    path("listings/<str:ref>/", listing_pages.listing_page, name="listing"),
    path("listings/<str:ref>/pick/", listing_pages.Pick.as_view(), name="pick"),
    path("listings/<str:ref>/decline/", listing_pages.Decline.as_view(), name="decline"),
    path("listings/<str:ref>/order/", listing_pages.Order.as_view(), name="order"),
    path("listings/<str:ref>/list/", listing_pages.List.as_view(), name="list"),
    path("listings/<str:ref>/check/", store_pages.CheckListing.as_view(), name="check"),
    path("listings/<str:ref>/end/", listing_pages.End.as_view(), name="end"),
    path("campaigns/", campaign_pages.campaign_list, name="campaign_list"),
    path("campaigns/write/", campaign_pages.WriteCampaign.as_view(), name="campaign_write"),
    path("campaigns/offer/", campaign_offers.OfferToCampaign.as_view(), name="campaign_offer"),
    path("campaigns/<str:ref>/", campaign_pages.campaign_page, name="campaign"),
    path("campaigns/<str:ref>/change/", campaign_pages.ChangeCampaign.as_view(), name="campaign_change"),
    path("campaigns/<str:ref>/open/", campaign_pages.OpenCampaign.as_view(), name="campaign_open"),
    path("campaigns/<str:ref>/picking/", campaign_pages.BeginPicking.as_view(), name="campaign_picking"),
    path("campaigns/<str:ref>/close/", campaign_pages.CloseCampaign.as_view(), name="campaign_close"),
    path("sales/", report_pages.report_list, name="report_list"),
    path("sales/send/", send_pages.send, name="send"),
    path("sales/ratings/", store_pages.StoreRatings.as_view(), name="ratings"),
    path("sales/waiting/", waiting_pages.waiting_list, name="waiting_list"),
    path("sales/waiting/<int:pk>/match/", waiting_pages.Match.as_view(), name="match"),
    path("sales/waiting/<int:pk>/set-aside/", waiting_pages.SetAsideLines.as_view(), name="set_aside"),
    path("sales/<str:ref>/", report_pages.report_page, name="report"),
    path("malls/compare/", compare_pages.compare, name="compare"),
    path("malls/<str:code>/figures/", figure_pages.mall_figures, name="mall_figures"),
    path("malls/<str:code>/cost/", figure_pages.KeepCost.as_view(), name="cost"),
    path("channels/", figure_pages.channel_list, name="channel_list"),
    path("channels/<str:code>/", figure_pages.channel_figures, name="channel_figures"),
    path("channels/<str:code>/cost/", figure_pages.KeepChannelCost.as_view(), name="channel_cost"),
]
