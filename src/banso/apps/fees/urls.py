"""Addresses of the room: /fees/."""

from django.urls import URLPattern, path

from banso.apps.fees import (
    account_pages,
    bank_pages,
    invoice_acts,
    invoice_pages,
    pages,
    quote_acts,
    quote_pages,
    rate_pages,
)

app_name = "fees"
urlpatterns: list[URLPattern] = [
    path("", pages.prices, name="prices"),
    path("firms/<str:ref>/", pages.firm, name="firm"),
    path("rates/", rate_pages.rate_list, name="rates"),
    path("rates/cost/add/", rate_pages.AddCostRate.as_view(), name="cost_rate_add"),
    path("rates/tax/add/", rate_pages.AddTaxRate.as_view(), name="tax_rate_add"),
    path("rates/rounding/add/", rate_pages.SetRounding.as_view(), name="rounding_set"),
    path("quotes/", quote_pages.quote_list, name="quote_list"),
    path("quotes/new/<str:kind>/<str:ref>/", quote_acts.WriteQuote.as_view(), name="quote_write"),
    path("quotes/<str:ref>/", quote_pages.quote, name="quote"),
    path("quotes/<str:ref>/change/", quote_acts.ChangeQuote.as_view(), name="quote_change"),
    path("quotes/<str:ref>/revise/", quote_acts.ReviseQuote.as_view(), name="quote_revise"),
    path("quotes/<str:ref>/send/", quote_acts.OfferQuote.as_view(), name="quote_offer"),
    path("quotes/<str:ref>/withdraw/", quote_acts.WithdrawQuote.as_view(), name="quote_withdraw"),
    path("quotes/<str:ref>/accept/", quote_acts.AcceptQuote.as_view(), name="quote_accept"),
    path("quotes/<str:ref>/decline/", quote_acts.DeclineQuote.as_view(), name="quote_decline"),
    path("quotes/<str:ref>/put-off/", quote_acts.MoveStart.as_view(), name="quote_move"),
    path("quotes/<str:ref>/cancel/", quote_acts.CancelQuote.as_view(), name="quote_cancel"),
    path("quotes/<str:ref>/start/", quote_acts.StartService.as_view(), name="quote_start"),
    path("quotes/<str:ref>/invoice/", quote_acts.InvoiceQuote.as_view(), name="quote_invoice"),
    path("invoices/", invoice_pages.invoice_list, name="invoice_list"),
    path("invoices/<str:ref>/", invoice_pages.invoice, name="invoice"),
    path("invoices/<str:ref>/waiver/", invoice_acts.AskWaiver.as_view(), name="waiver_ask"),
    path("invoices/<str:ref>/credit/", invoice_acts.AskCredit.as_view(), name="credit_ask"),
    path("invoices/<str:ref>/payment/", invoice_acts.RecordPayment.as_view(), name="payment_record"),
    path("invoices/<str:ref>/parts/<int:number>/", invoice_acts.PutOff.as_view(), name="put_off"),
    path("accounts/", account_pages.accounts, name="accounts"),
    path("accounts/bank/", bank_pages.bank_file, name="bank_file"),
    path("accounts/lines/<int:pk>/", bank_pages.MatchLine.as_view(), name="line_match"),
    path("accounts/credits/<int:pk>/", invoice_acts.DecideCredit.as_view(), name="credit_decide"),
    path("accounts/refunds/<int:pk>/", invoice_acts.DecideRefund.as_view(), name="refund_decide"),
    path("payments/<str:ref>/", account_pages.payment, name="payment"),
    path("payments/<str:ref>/refund/", invoice_acts.AskRefund.as_view(), name="refund_ask"),
    path("payments/<str:ref>/lay/", invoice_acts.LayPayment.as_view(), name="payment_lay"),
]
