"""Widgets that know nothing of items or handovers, or only how to draw them."""
