"""sowgen: contract packages as code, for electronics makers and their contract manufacturers."""

__version__ = "0.1.0"
