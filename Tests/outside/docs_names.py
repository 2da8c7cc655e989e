"""Names in the documentation that are not Laurel's, each with the reason why it may stand there."""

MOST_SKIPS = 8

ALLOWED_OPTIONS: dict[str, str] = {}

ALLOWED_WORDS: dict[str, str] = {}
