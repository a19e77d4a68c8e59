"""Instrumentation of calls: hooks, the log, OpenTelemetry."""
