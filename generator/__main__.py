"""`python -m generator`: the command `apiloom`, without its console script."""

from generator.cli import main

if __name__ == "__main__":
    main()
