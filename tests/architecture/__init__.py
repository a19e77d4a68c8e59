"""Tests of the house itself: its plan, its templates, its promises about bytes."""
