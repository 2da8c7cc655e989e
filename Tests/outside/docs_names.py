"""Names in the documentation that are not Laurel's, each with the reason why it may stand there."""

MOST_SKIPS = 18

ALLOWED_OPTIONS: dict[str, str] = {}

ALLOWED_WORDS: dict[str, str] = {
    "app_live_": "made of the scope and the environment",
    "app_sandbox_": "made of the scope and the environment",
    "cp": "a command of the system",
    "fetch": "a function of browsers and Node",
    "get_v1_users_id_streak": "made of the method and the path of a call",
    "hat": "a reward in an example",
    "jq": "a program that reads JSON",
    "kilometres": "a metric in an example",
    "laurel_database_size_bytes": "made of its parts; a test of the outside suites reads it",
    "live_": "made of the environment",
    "mjs": "the end of a file's name",
    "passfile": "a parameter of libpq",
    "pg_basebackup": "a program of PostgreSQL",
    "sandbox_": "made of the environment",
    "setup": "a file in an example",
    "streak_count": "a column of somebody's own table",
    "sh": "a kind of block",
    "sslmode": "a parameter of libpq",
    "sslrootcert": "a parameter of libpq",
    "strcmp": "a function of C",
    "timestamptz": "a type of PostgreSQL",
}
