"""English, for people in Norway: with the month's name, since 12/01 is read in two ways."""

SHORT_DATETIME_FORMAT = "j M Y H:i"
