"""What is wrong with the catalogue's files. They are read by catalogue_files.py and catalogue_reading.py."""


class CatalogueError(Exception):
    """A fault in the catalogue's files: for whoever deploys them, not for the counter.

    `file` is the name without folder, `line` counts from 1 as an editor does (0 = the file as a whole),
    `what` says what is wrong there.
    """

    def __init__(self, file: str, line: int, what: str) -> None:
        super().__init__(file, line, what)
        self.file = file
        self.line = line
        self.what = what

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"
