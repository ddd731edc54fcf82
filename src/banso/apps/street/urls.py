"""Addresses of this room, below /street/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.street import comparing, entering, finding, keeping, sheet, showing

app_name = "street"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", finding.find, name="find"),
    path("order/", finding.order, name="order"),
    path("enter/", entering.ask, name="ask"),
    path("enter/sent/", entering.link_sent, name="link_sent"),
    path("profile/", entering.profile, name="profile"),
    path("recommend/", entering.recommend, name="recommend"),
    path("shortlist/", keeping.shortlist, name="shortlist"),
    path("products/<str:ref>/", showing.product, name="product"),
    path("compare/", comparing.compare, name="compare"),
    path("products/<str:ref>/compare/", comparing.add, name="compare_add"),
    path("compare/drop/", comparing.drop, name="compare_drop"),
    path("products/<str:ref>/sheet/", sheet.sheet, name="sheet"),
    path("products/<str:ref>/pictures/<str:name>-<int:size>.webp", showing.picture, name="picture"),
    path("products/<str:ref>/keep/", keeping.keep, name="keep"),
    path("products/<str:ref>/drop/", keeping.drop, name="drop"),
    path("products/<str:ref>/note/", keeping.note, name="note"),
]
