"""Cross-border thematic review action-plan tracker."""

__version__ = "0.1.0"
