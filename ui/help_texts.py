"""What F12 says about each screen: keys, what a scan does here, what to do when something fails. Message ids, no logic.

A screen that is not named here does not pass the tests.
"""

import msgspec

from station_app.sentences.mark import N_


class Entry(msgspec.Struct, frozen=True):
    """One piece of help: what it is about, and two or three plain sentences."""

    about: str
    words: str


EVERYWHERE = (
    Entry(
        N_("On every screen"),
        N_(
            "F1 registers, F3 shows the shelf, F4 hands over, F5 shows the history, F6 the sending, F9 the settings. "
            "With a staff list, F11 asks who is on duty. "
            "Ctrl+Z takes back what the strip at the bottom has just said."
        ),
    ),
    Entry(
        N_("Without a network"),
        N_("Everything works as usual. What was done is kept on this PC and is sent by itself later."),
    ),
)
"""Stands below the help of each screen."""

HELP: dict[str, tuple[Entry, ...]] = {
    "register": (
        Entry(
            N_("An item in three steps"),
            N_("F2 takes a photo, a digit chooses what it is, Enter saves and makes the label."),
        ),
        Entry(
            N_("Find a category"),
            N_("Type the first letters of what it is called: “sofa”, “drill”. Esc leads back to the groups."),
        ),
        Entry(
            N_("Weight"),
            N_(
                "Type kilograms, such as 4.2. Without a weight the category's usual one is used, and it is marked so. "
                "What lies on a scale is filled in from there."
            ),
        ),
        Entry(
            N_("Scanning here"),
            N_("The number of an item opens that item. What is filled in here stays."),
        ),
        Entry(
            N_("Turn an item away"),
            N_(
                "Press “Turn an item away”, choose what it is and why. The program says where it goes instead, and the "
                "refusal is counted."
            ),
        ),
        Entry(
            N_("The label does not come"),
            N_("The item is saved all the same. Print the label again from the shelf, or write the number on tape."),
        ),
        Entry(
            N_("The camera does not work"),
            N_("Register without a picture, or choose a picture from a file. The plug can be pulled and put back."),
        ),
    ),
    "shelf": (
        Entry(
            N_("Search"),
            N_("Type a number, a word or a category; the list answers at once. Ctrl+F leads to the search field."),
        ),
        Entry(
            N_("Scanning here"),
            N_("The number of an item opens it beside the list, whatever is being searched for."),
        ),
        Entry(
            N_("Look at an item"),
            N_("The arrow keys go through the list, Enter opens. What happened to the item stands below its picture."),
        ),
        Entry(
            N_("Change or discard"),
            N_("Both are noted with who did it and when; the earlier words stay in the history of the item."),
        ),
        Entry(
            N_("A label is lost or damaged"),
            N_("Open the item and print the label again. The number stays the same; throw the old label away."),
        ),
        Entry(
            N_("An item is not found"),
            N_("Choose “All” above the list: it may have been handed over or discarded. Check the digits."),
        ),
    ),
    "handover": (
        Entry(
            N_("Four steps on one screen"),
            N_("Choose the actor, scan the items, have it signed (F8), accept (Ctrl+Enter). The receipt comes then."),
        ),
        Entry(
            N_("Scanning here"),
            N_("Each item becomes a line. The same item twice does no harm: it stays one line."),
        ),
        Entry(
            N_("A line is red"),
            N_(
                "The line says why: no agreement, another category, already handed over. Remove the line, or choose "
                "what is asked for. Nothing else needs to be done again."
            ),
        ),
        Entry(
            N_("Electricals and data"),
            N_(
                "Electricals need an agreement that covers them; nobody can override that. For a PC or a telephone, "
                "say first whether data were wiped or the storage removed."
            ),
        ),
        Entry(
            N_("An item is reserved"),
            N_(
                "The municipality keeps it for an actor until the moment that the line names; that actor gets it as "
                "usual. A shift lead may let another have it, with a reason; the municipality is told."
            ),
        ),
        Entry(
            N_("Signing"),
            N_("With finger, pen or mouse in the box. Whoever does not want to, signs on paper; both are valid."),
        ),
        Entry(
            N_("It was a mistake"),
            N_("Reverse the handover under F5. The items are on the shelf again, and both receipts are kept."),
        ),
        Entry(
            N_("The receipt does not come out"),
            N_("The handover is saved. Print the receipt again under F5, now or tomorrow."),
        ),
    ),
    "history": (
        Entry(
            N_("Find a receipt"),
            N_("Type the number, the actor or the organisation number, or scan the bar code of the receipt."),
        ),
        Entry(
            N_("Print again"),
            N_("It is the very same file as the first time, to the last dot."),
        ),
        Entry(
            N_("Reverse a handover"),
            N_("Choose it, give a reason, save. It gets a receipt of its own; nothing is deleted."),
        ),
        Entry(
            N_("Scanning here"),
            N_("A receipt's number opens that receipt. An item's number opens the item."),
        ),
        Entry(
            N_("Signed on paper"),
            N_("A sheet that was signed belongs to its receipt. What is missing can be found here."),
        ),
        Entry(
            N_("A receipt is not in the list"),
            N_("It was perhaps made on another PC. The municipality sees the receipts of all of them."),
        ),
    ),
    "printing": (
        Entry(
            N_("Something was not printed"),
            N_("The text says why and what to do. The item is saved, whatever the printer does."),
        ),
        Entry(
            N_("Try again"),
            N_("It is printed before all that waits. When a printer answers again, the rest follows by itself."),
        ),
        Entry(
            N_("The printer broke off"),
            N_("Nobody knows whether paper came out. Look first; then try again, or give up when it is there."),
        ),
        Entry(
            N_("Give up"),
            N_("The paper is not needed after all. Undo brings it back; an item without a label stays in the list."),
        ),
        Entry(
            N_("Working without a label"),
            N_("Write the number on tape. The label can be printed when the printer is well."),
        ),
        Entry(
            N_("Scanning here"),
            N_("Scans lead to the item or the receipt, as everywhere."),
        ),
    ),
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
