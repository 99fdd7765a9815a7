"""The municipality's hub: a Django project. Imports nothing of the station; the two meet on the wire."""
