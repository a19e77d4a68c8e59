"""What a program can observe of its calls: hooks, the log, OpenTelemetry."""
