"""Pages for the municipality's staff."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from hub import certificate
from hub.ingest import pictures
from hub.ingest.aside import to_look_at
from hub.ingest.models import NeededBlob, StoredBlob
from hub.reports.figures import figures, named
from hub.reports.stations import QUIET, overview, set_aside
from hub.reservations.lists import broken, with_receivers

_MINUTE = timedelta(minutes=1)
_SHOWN = 100
"""Events set aside that the page lists; the command line lists all."""


class StaffPage(LoginRequiredMixin, TemplateView):
    """The figures, the stations, and what a person must look at."""

    template_name = "staff.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything the page shows."""
        stored = StoredBlob.objects.values("sha256")
        return {
            **super().get_context_data(**kwargs),
            "sums": named(figures()),
            "stations": overview(),
            "quiet_minutes": -(-QUIET // _MINUTE),
            "certificate_until": certificate.ends_soon(),
            "broken": with_receivers(broken()[:_SHOWN]),
            "told": self.request.GET.get("told", ""),
            "decided": self.request.GET.get("decided", ""),
            "set_aside": set_aside(_SHOWN),
            "set_aside_count": to_look_at().count(),
            "broken_pictures": pictures.broken().count(),
            "waiting_files": NeededBlob.objects.exclude(sha256__in=stored).count(),
        }
