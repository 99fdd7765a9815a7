"""The words for what a person can mend at the hub: a sentence and a remedy per code, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop

from domain.refused import Refused


class Words(NamedTuple):
    """What went wrong, and what to do about it."""

    error: str
    remedy: str


_WORDS = {
    "hub_not_initialised": Words(
        gettext_noop("There is no hub in the folder %(folder)s."),
        gettext_noop("Run `ombruk-hub --data-dir FOLDER init`, or name the folder in which the hub is."),
    ),
    "hub_already_initialised": Words(
        gettext_noop("There is a hub in the folder %(folder)s already."),
        gettext_noop("Use it as it is, or choose an empty folder."),
    ),
    "hub_needs_upgrade": Words(
        gettext_noop("The hub's tables are those of an older program."),
        gettext_noop("Make a backup, then run `ombruk-hub upgrade`."),
    ),
    "hub_newer": Words(
        gettext_noop("The hub's tables are those of a newer program. Nothing was changed."),
        gettext_noop("Install the newer program again, or go back to a backup."),
    ),
    "database_unreachable": Words(
        gettext_noop("The database cannot be opened."),
        gettext_noop("Check that it is running, that DATABASE_URL is right and that the folder can be written to."),
    ),
    "port_taken": Words(
        gettext_noop("Port %(port)s is in use by another program."),
        gettext_noop("Choose another port, or 0 for any free one."),
    ),
    "station_exists": Words(
        gettext_noop("%(municipality)s has a station called %(station)s already."),
        gettext_noop("Use it, or choose another name."),
    ),
    "station_unknown": Words(
        gettext_noop("There is no station called %(station)s."),
        gettext_noop("See the names with `ombruk-hub stations`, or add it with `ombruk-hub add-station`."),
    ),
    "station_ambiguous": Words(
        gettext_noop("Several municipalities have a station called %(station)s."),
        gettext_noop("Give one of them another name."),
    ),
    "device_unknown": Words(
        gettext_noop("There is no device with the number %(device)s."),
        gettext_noop("The number is shown at the counter under synchronisation."),
    ),
    "device_already_revoked": Words(
        gettext_noop("The key of device %(device)s is revoked already."),
        gettext_noop("To let the device in again, make a new code with `ombruk-hub add-device`."),
    ),
    "no_device_number_left": Words(
        gettext_noop("All 89999 device numbers are given out."),
        gettext_noop("Numbers are never given twice; use a second hub."),
    ),
    "actor_exists": Words(
        gettext_noop("An actor with the organisation number %(orgnr)s is registered already."),
        gettext_noop("Add an agreement for it with `ombruk-hub add-agreement`."),
    ),
    "actor_unknown": Words(
        gettext_noop("No actor has the organisation number %(orgnr)s."),
        gettext_noop("Add it with `ombruk-hub add-actor`."),
    ),
    "orgnr_wrong": Words(
        gettext_noop("%(orgnr)s is no Norwegian organisation number."),
        gettext_noop("It has nine digits, of which the last is a check digit; look it up in Enhetsregisteret."),
    ),
    "dates_reversed": Words(
        gettext_noop("The agreement would end (%(last)s) before it begins (%(first)s)."),
        gettext_noop("Give the first day with --from and the last day with --to."),
    ),
    "category_unknown": Words(
        gettext_noop("There is no category with the code %(category)s."),
        gettext_noop("Use codes of the catalogue, separated by commas, or `all`."),
    ),
    "nothing_covered": Words(
        gettext_noop("The agreement would cover nothing."),
        gettext_noop("Name at least one category and one station, or `all`."),
    ),
    "agreement_unknown": Words(
        gettext_noop("There is no agreement %(agreement)s."),
        gettext_noop("Its id was printed when it was added."),
    ),
    "agreement_already_suspended": Words(
        gettext_noop("The agreement %(agreement)s is suspended already."),
        gettext_noop("Nothing needs to be done."),
    ),
    "user_exists": Words(
        gettext_noop("There is a user called %(user)s already."),
        gettext_noop("Choose another name."),
    ),
    "password_weak": Words(
        gettext_noop("The password is too easy to guess, or shorter than twelve characters."),
        gettext_noop("Choose a longer one, or leave it out to have one made."),
    ),
    "backup_folder_used": Words(
        gettext_noop("There is a backup in %(folder)s already."),
        gettext_noop("Choose another folder; a backup is never overwritten."),
    ),
    "pg_dump_failed": Words(
        gettext_noop("The database could not be copied with pg_dump."),
        gettext_noop("Install PostgreSQL's client programs in the server's version, and see the message above."),
    ),
    "text_missing": Words(
        gettext_noop("The field %(field)s is empty."),
        gettext_noop("Write something in it."),
    ),
    "text_too_long": Words(
        gettext_noop("The field %(field)s has %(length)s characters; it can hold %(limit)s."),
        gettext_noop("Make it shorter."),
    ),
    "text_hidden_characters": Words(
        gettext_noop("The field %(field)s holds invisible characters."),
        gettext_noop("Type it anew instead of pasting it."),
    ),
}


def words(refused: Refused) -> Words:
    """The sentence and the remedy in the active language. A code without words is a bug and shows itself."""
    found = _WORDS[refused.code]
    return Words(gettext(found.error) % refused.facts, gettext(found.remedy))


def codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_WORDS)
