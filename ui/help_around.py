"""What F12 says around the work: sending, who is on duty, settings, enrolment, the guide. Message ids, no logic."""

from station_app.sentences.mark import N_
from ui.help_entry import Entry

AROUND: dict[str, tuple[Entry, ...]] = {
    "sync": (
        Entry(
            N_("What waits"),
            N_("Everything that the municipality has not confirmed yet. It waits as long as needed and is not lost."),
        ),
        Entry(
            N_("Send now"),
            N_("Sending goes on by itself. The button only asks at once, for instance after an outage."),
        ),
        Entry(
            N_("Offline"),
            N_("Check the network cable if you like. Work goes on; close the program and shut down the PC as usual."),
        ),
        Entry(
            N_("Without a network: by USB stick"),
            N_("A shift lead writes what waits to a stick, and takes in the answer from it later. Twice does no harm."),
        ),
        Entry(
            N_("Something to see to"),
            N_("The text says what it is and whom to ask. Nothing is lost by waiting until there is time."),
        ),
        Entry(
            N_("Not connected"),
            N_("The PC needs a one-time code from the municipality. What was registered before is sent afterwards."),
        ),
        Entry(
            N_("Scanning here"),
            N_("Scans lead to the item or the receipt, as everywhere."),
        ),
    ),
    "duty": (
        Entry(
            N_("Say who you are"),
            N_("Press your initials. Whoever has a PIN types it, on the screen or on the keyboard, and presses Enter."),
        ),
        Entry(
            N_("What was begun"),
            N_("An item half described or a handover half done stays as it is, whoever is on duty meanwhile."),
        ),
        Entry(
            N_("Lock"),
            N_("Ctrl+L locks at once. After a while without a key the window locks by itself and says so before."),
        ),
        Entry(
            N_("Wrong PIN"),
            N_("After five wrong ones there is a wait of half a minute. Others can go on duty meanwhile."),
        ),
        Entry(
            N_("Forgotten PIN or lost badge"),
            N_("An administrator gives a new one in the settings. A lost badge then opens nothing any more."),
        ),
        Entry(
            N_("No administrator can sign in"),
            N_(
                "Choose the initials, then “PIN forgotten?”: it shows the command with which whoever looks after this "
                "PC gives a new PIN. That it was done is noted, the PIN is not."
            ),
        ),
        Entry(
            N_("Scanning here"),
            N_(
                "A badge can be scanned here and on every other screen. Nothing else means anything while it is locked."
            ),
        ),
    ),
    "settings": (
        Entry(
            N_("Choices act at once"),
            N_("There is nothing to save. What was filled in on other screens stays."),
        ),
        Entry(
            N_("Text and colours"),
            N_("Text can be twice as large. The dark look spares the eyes in the evening."),
        ),
        Entry(
            N_("Digit keys"),
            N_("With the digit keys switched off, nothing happens by a key that was hit by mistake."),
        ),
        Entry(
            N_("The label is cut off or crooked"),
            N_("Choose the paper that is in the printer, and print a test label."),
        ),
        Entry(
            N_("The printer is not in the list"),
            N_("Check that it is switched on and that the system knows it. Until then, labels are files."),
        ),
        Entry(
            N_("The scanner writes wrong characters"),
            N_("Numbers here have digits only, so the keyboard's language does not matter. Scan a label and compare."),
        ),
    ),
    "enrol": (
        Entry(
            N_("What is needed"),
            N_("The address of the municipality's service, and a one-time code that is not older than 24 hours."),
        ),
        Entry(
            N_("Where the code comes from"),
            N_("From whoever looks after the counters in the municipality. Each PC has its own code."),
        ),
        Entry(
            N_("Labels made before"),
            N_("They stay valid. New numbers only begin with the PC's own number afterwards."),
        ),
        Entry(
            N_("Scanning here"),
            N_("A scan is typed into the field, so a code on paper can be scanned."),
        ),
        Entry(
            N_("It does not work"),
            N_("Go on working without; nothing is lost. Try again when the network or a new code is there."),
        ),
    ),
    "guide": (
        Entry(
            N_("Four short steps"),
            N_("Language, municipality, equipment, first item. Each can be passed over and done later."),
        ),
        Entry(
            N_("Leave the guide"),
            N_("“Skip the guide” leads to registering. The guide can be had again from the help of any screen."),
        ),
        Entry(
            N_("Try without the municipality"),
            N_("All screens work. What is registered is sent once the PC is connected."),
        ),
        Entry(
            N_("Only practising"),
            N_("Press “Practise” below: there, items and actors are invented and nothing is ever sent."),
        ),
        Entry(
            N_("Scanning here"),
            N_("In the step about equipment a scan shows whether the scanner works. Nothing is saved."),
        ),
    ),
}
