"""Addresses: the stations' side under /api/v1, people's pages beside it."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path
from django.views.generic import RedirectView

from hub.reports.deciding import DecidePage
from hub.reports.views import StaffPage
from hub.reservations.pages import ThingPage, ThingsPage, ToldView

handler500 = "hub.away.page"
urlpatterns = [
    path("", RedirectView.as_view(pattern_name="staff")),
    path("login/", LoginView.as_view(template_name="login.html"), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("staff/", StaffPage.as_view(), name="staff"),
    path("staff/set-aside/<int:number>/", DecidePage.as_view(), name="decide"),
    path("staff/things/", ThingsPage.as_view(), name="things"),
    path("staff/things/<str:number>/", ThingPage.as_view(), name="thing"),
    path("staff/reservations/<int:reservation>/told/", ToldView.as_view(), name="told"),
    path("api/v1/", include("hub.ingest.urls")),
]
