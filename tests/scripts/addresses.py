"""Says where the course can be opened without an installation, from the line of pyproject.toml that names it.

python -m tests.scripts.addresses
"""

import sys

from tests.checking.addresses import Unknown, addresses, repository


def main():
    """Returns the exit status: 0, or 1 while the course is not published."""
    try:
        places = addresses(repository())
    except Unknown as error:
        print(error, file=sys.stderr)
        return 1
    for place, address in places.items():
        print(f"{place}: {address}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
