"""Addresses of this room, from the root: /days-off/, /exchange-rates/, /gate-limits/, /hourly-rates/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.programmes import days_off_pages, exchange_pages, hourly_pages, limit_pages

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("days-off/", days_off_pages.day_off_list, name="days_off"),
    path("days-off/add/", days_off_pages.Add.as_view(), name="day_off_add"),
    path("days-off/<int:pk>/", days_off_pages.Change.as_view(), name="day_off"),
    path("days-off/<int:pk>/take-out/", days_off_pages.TakeOut.as_view(), name="day_off_take_out"),
    path("days-off/<int:pk>/put-back/", days_off_pages.PutBack.as_view(), name="day_off_put_back"),
    path("exchange-rates/", exchange_pages.rate_list, name="exchange_rates"),
    path("exchange-rates/import/", exchange_pages.rate_import, name="exchange_import"),
    path("gate-limits/", limit_pages.limit_list, name="gate_limits"),
    path("gate-limits/add/", limit_pages.AddLimit.as_view(), name="gate_limit_add"),
    path("gate-limits/<int:pk>/", limit_pages.ChangeLimit.as_view(), name="gate_limit"),
    path("hourly-rates/", hourly_pages.rate_list, name="hourly_rates"),
    path("hourly-rates/add/", hourly_pages.AddHourlyRate.as_view(), name="hourly_rate_add"),
]
