"""What F12 says where things are taken in, found, handed over and printed, and where that is looked up. Message ids."""

from station_app.sentences.mark import N_
from ui.help_entry import Entry

AT_WORK: dict[str, tuple[Entry, ...]] = {
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
}
