"""Tests that look at the demo organisations, which are loaded once for all of them."""
