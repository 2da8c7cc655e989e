"""The list of bugs that are put in on purpose fits the code as it is."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_every_bug_of_the_list_can_be_put_in():
    """Who changes a line that one of them replaces changes the list too."""
    check = subprocess.run(
        [ROOT / "scripts" / "mutate", "--check"], capture_output=True, text=True, check=False
    )
    assert (check.returncode, check.stderr) == (0, "")
