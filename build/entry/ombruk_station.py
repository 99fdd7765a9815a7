"""Starts the command line in a packaged program."""

from station_app.cli import main

if __name__ == "__main__":
    main()
