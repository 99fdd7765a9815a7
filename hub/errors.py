"""The words for what a person can mend at the hub: a sentence and a remedy per code, in the reader's language."""

from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as t  # the name by which build/texts.py finds a text

from domain.refused import Refused
from hub.reservations.words import RESERVATIONS, VERDICTS


class Words(NamedTuple):
    """What went wrong, and what to do about it."""

    error: str
    remedy: str


_WORDS = {
    "hub_not_initialised": Words(
        t("There is no hub in the folder %(folder)s."),
        t("Run `ombruk-hub --data-dir FOLDER init`, or name the folder in which the hub is."),
    ),
    "hub_already_initialised": Words(
        t("There is a hub in the folder %(folder)s already."),
        t("Use it as it is, or choose an empty folder."),
    ),
    "hub_needs_upgrade": Words(
        t("The hub's tables are those of an older program."),
        t("Make a backup, then run `ombruk-hub upgrade`."),
    ),
    "quarantine_unknown": Words(
        t("No event that must be looked at has the id %(id)s."),
        t("List them with `ombruk-hub quarantine`."),
    ),
    "quarantine_impossible": Words(
        t("The event %(id)s cannot count: %(reason)s"),
        t("Only an event whose key was revoked can be let through, and only if it fits what is there. Or dismiss it."),
    ),
    "quarantine_not_yet": Words(
        t("The event %(id)s still cannot be applied."),
        t("Try again after an upgrade, or when what it rests on has come. Or dismiss it."),
    ),
    "reason_missing": Words(
        t("The reason is missing."),
        t("Write in a few words why the event is dismissed."),
    ),
    "hub_newer": Words(
        t("The hub's tables are those of a newer program. Nothing was changed."),
        t("Install the newer program again, or go back to a backup."),
    ),
    "database_unreachable": Words(
        t("The database cannot be opened: %(said)s"),
        t("Check that it is running, that DATABASE_URL is right and that the folder can be written to."),
    ),
    "certificate_unusable": Words(
        t("The certificate and its key cannot be used: %(said)s"),
        t("Give both as PEM files: the certificate with its chain, and its own key without a password."),
    ),
    "hub_url_not_https": Words(
        t("The hub's public address is not known, or does not begin with https://."),
        t("Set OMBRUK_HUB_URL to the address for which the certificate is, such as https://ombruk.example.no."),
    ),
    "database_damaged": Words(
        t("The database is damaged, or the file is no database."),
        t("Keep the file as it is, and put a backup back with `ombruk-hub restore` into an empty folder."),
    ),
    "database_read_only": Words(
        t("The database cannot be written to."),
        t("See whether the disk became read-only, who may write in the folder, or which server DATABASE_URL names."),
    ),
    "blobs_setting_wrong": Words(
        t("OMBRUK_BLOBS is no address of a bucket."),
        t("Write it as s3://BUCKET/PREFIX, without keys, or leave it out to keep files in the hub's folder."),
    ),
    "files_unreachable": Words(
        t("The storage of files does not answer as it should: %(said)s"),
        t("Check OMBRUK_BLOBS, that the bucket is there, and AWS_… (which hold for both places of a move)."),
    ),
    "hub_closed": Words(
        t("This hub is closed since %(moment)s: it was moved, or a move of it did not end."),
        t("Work with it at its new place, or give the same `ombruk-hub move` again. See docs/hub.md before `reopen`."),
    ),
    "hub_not_closed": Words(
        t("This hub is not closed."),
        t("Nothing needs to be done."),
    ),
    "move_source_broken": Words(
        t("This hub is not right in itself, so it is not moved."),
        t("See what is wrong with `ombruk-hub verify`."),
    ),
    "move_place_used": Words(
        t("There is something at the new place already: in %(folder)s, in its database or in its bucket."),
        t("Choose an empty folder, an empty database and an empty prefix. Nothing is overwritten."),
    ),
    "move_not_right": Words(
        t("What is at the new place is not what is here: %(what)s"),
        t("The hub stays here and goes on. Give the same command again, or choose another place."),
    ),
    "hub_serving": Words(
        t("The hub is being served, and this cannot be done meanwhile."),
        t("Stop `ombruk-hub serve` on every machine, and try again."),
    ),
    "hub_worked_on": Words(
        t("Another command works on this hub and must be alone."),
        t("Wait until it has ended, and try again."),
    ),
    "tables_in_use": Words(
        t("The tables are in use by something that takes long, such as a backup or a check."),
        t("Wait until it has ended, and try again. Nothing was changed."),
    ),
    "hub_secret_missing": Words(
        t("This machine has no secret for the hub."),
        t("Set OMBRUK_HUB_SECRET to what the file secret holds where the hub was made; all machines need the same."),
    ),
    "hub_key_other": Words(
        t("The signing key is not that of this hub."),
        t("Set OMBRUK_HUB_KEY to what hub-key.json holds where the hub was made, or take it from a backup."),
    ),
    "disk_full": Words(
        t("The disk is full, or it fails. What was begun was not finished."),
        t("Make room, or choose another disk, and try again."),
    ),
    "place_unusable": Words(
        t("%(place)s cannot be used."),
        t("Check that the folder is there and may be written to by this user, or choose another."),
    ),
    "hub_key_broken": Words(
        t("The hub's signing key cannot be read."),
        t("Take hub-key.json from a backup, or set OMBRUK_HUB_KEY right. Counters trust no other key."),
    ),
    "folder_is_backup": Words(
        t("The folder %(folder)s is a backup, or one was not put back to its end."),
        t("Put the backup back into an empty folder: `ombruk-hub --data-dir NEW restore BACKUP`."),
    ),
    "backup_broken": Words(
        t("The backup in %(folder)s is not whole: %(what)s is missing or was altered."),
        t("Nothing was changed. Use another backup."),
    ),
    "backup_of_other_database": Words(
        t("The backup was made of a hub on %(database)s."),
        t("Set DATABASE_URL to such a database, or leave it out for SQLite."),
    ),
    "restore_place_used": Words(
        t("There is something in %(folder)s or in the database already."),
        t("Choose an empty folder with --data-dir, and an empty database. Nothing is overwritten."),
    ),
    "pg_restore_failed": Words(
        t("The database could not be put back with pg_restore."),
        t("Install PostgreSQL's client programs in the server's version, and see the message above."),
    ),
    "port_taken": Words(
        t("Port %(port)s is in use by another program."),
        t("Choose another port. If a hub was killed just now, what is left of it ends in a moment: try again."),
    ),
    "station_exists": Words(
        t("%(municipality)s has a station called %(station)s already."),
        t("Use it, or choose another name."),
    ),
    "station_unknown": Words(
        t("There is no station called %(station)s."),
        t("See the names with `ombruk-hub stations`, or add it with `ombruk-hub add-station`."),
    ),
    "station_ambiguous": Words(
        t("Several municipalities have a station called %(station)s."),
        t("Give one of them another name."),
    ),
    "device_unknown": Words(
        t("There is no device with the number %(device)s."),
        t("The number is shown at the counter under synchronisation."),
    ),
    "device_already_revoked": Words(
        t("The key of device %(device)s is revoked already."),
        t("To let the device in again, make a new code with `ombruk-hub add-device`."),
    ),
    "no_device_number_left": Words(
        t("All 89999 device numbers are given out."),
        t("Numbers are never given twice; use a second hub."),
    ),
    "actor_exists": Words(
        t("An actor with the organisation number %(orgnr)s is registered already."),
        t("Add an agreement for it with `ombruk-hub add-agreement`."),
    ),
    "actor_unknown": Words(
        t("No actor has the organisation number %(orgnr)s."),
        t("Add it with `ombruk-hub add-actor`."),
    ),
    "orgnr_wrong": Words(
        t("%(orgnr)s is no Norwegian organisation number."),
        t("It has nine digits, of which the last is a check digit; look it up in Enhetsregisteret."),
    ),
    "dates_reversed": Words(
        t("The agreement would end (%(last)s) before it begins (%(first)s)."),
        t("Give the first day with --from and the last day with --to."),
    ),
    "category_unknown": Words(
        t("There is no category with the code %(category)s."),
        t("Use codes of the catalogue, separated by commas, or `all`."),
    ),
    "nothing_covered": Words(
        t("The agreement would cover nothing."),
        t("Name at least one category and one station, or `all`."),
    ),
    "agreement_unknown": Words(
        t("There is no agreement %(agreement)s."),
        t("Its id was printed when it was added."),
    ),
    "agreement_already_suspended": Words(
        t("The agreement %(agreement)s is suspended already."),
        t("Nothing needs to be done."),
    ),
    "user_exists": Words(
        t("There is a user called %(user)s already."),
        t("Choose another name."),
    ),
    "password_weak": Words(
        t("The password is too easy to guess, or shorter than twelve characters."),
        t("Choose a longer one, or leave it out to have one made."),
    ),
    "backup_folder_used": Words(
        t("There is a backup in %(folder)s already."),
        t("Choose another folder; a backup is never overwritten."),
    ),
    "pg_dump_failed": Words(
        t("The database could not be copied with pg_dump."),
        t("Install PostgreSQL's client programs in the server's version, and see the message above."),
    ),
    "text_missing": Words(
        t("The field %(field)s is empty."),
        t("Write something in it."),
    ),
    "text_too_long": Words(
        t("The field %(field)s has %(length)s characters; it can hold %(limit)s."),
        t("Make it shorter."),
    ),
    "text_hidden_characters": Words(
        t("The field %(field)s holds invisible characters."),
        t("Type it anew instead of pasting it."),
    ),
    "stick_missing": Words(
        t("There is no folder %(folder)s."),
        t("Put the stick in, and give the folder in which it appears."),
    ),
    "stick_empty": Words(
        t("Nothing in %(folder)s comes from a counter."),
        t("Give the folder that `ombruk-station export-batches` was given, not one inside it."),
    ),
    "stick_other_hub": Words(
        t("What is in %(folder)s is for another hub."),
        t("Take the stick to the hub at which the counter is enrolled. Nothing was changed."),
    ),
    "stick_file_unreadable": Words(
        t("Could not read %(file)s on the stick: %(what)s"),
        t("Put the stick in again and read it once more, or export at the counter again to another stick."),
    ),
    "stick_file_unwritable": Words(
        t("%(file)s cannot be written to the stick: %(what)s"),
        t("What was read is kept here. Make room on the stick and run the same again; it gives the same answers."),
    ),
    "stick_file_damaged": Words(
        t("%(file)s on the stick is damaged, or it is not what its name says."),
        t("Nothing was taken from it. Export at the counter again; it writes damaged files anew."),
    ),
    "stick_not_signed": Words(
        t("%(file)s is not signed by the counter that it is said to come from."),
        t("Nothing was taken from it. Find out where the stick has been."),
    ),
    "stick_device_unknown": Words(
        t("The counter of %(file)s is not enrolled here."),
        t("Enrol it again with a new code; it keeps everything until then."),
    ),
    "stick_gap": Words(
        t("Events before those in %(file)s are missing here."),
        t("Import the earlier stick first. If there is none, export with `--all` at the counter."),
    ),
    "stick_fork": Words(
        t("%(file)s does not agree with what this hub holds of the counter, whose store was probably copied."),
        t("Nothing was taken from it. Let the counter synchronise over the network once, then export again."),
    ),
    "stick_file_not_taken": Words(
        t("%(file)s was not taken: %(what)s"),
        t("Run the same again; if it stays so, see `ombruk-station verify` at the counter."),
    ),
    **{code: Words(*said) for code, said in RESERVATIONS.items()},
}


def words(refused: Refused) -> Words:
    """The sentence and the remedy in the active language. A code without words is a bug and shows itself."""
    found = _WORDS[refused.code]
    facts = {name: gettext(VERDICTS[value]) if value in VERDICTS else value for name, value in refused.facts.items()}
    return Words(gettext(found.error) % facts, gettext(found.remedy))


def codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_WORDS)
