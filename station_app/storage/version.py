"""The schema's version, apart from the steps: a start without pending steps need not load what runs them."""

VERSION = 9
