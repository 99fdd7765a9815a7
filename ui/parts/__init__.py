"""Pieces of screens that know the trade: choosing a category, a weight, photos, a reason; making labels."""
