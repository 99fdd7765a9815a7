"""Where something belongs that is made later than what stands around it: for who hears the window, and for Tab."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stand_after(made: QWidget, sibling: QWidget | None) -> None:
    """Have `made` read aloud and reached by Tab behind a sibling and all that is in it; None: first in its parent.

    Qt puts what is made last at the end of both orders.
    """
    parent = made.parentWidget()
    if parent is None:
        return
    others = [child for child in parent.children() if isinstance(child, QWidget) and child is not made]
    place = 0 if sibling is None else others.index(sibling) + 1
    if place < len(others):
        made.stackUnder(others[place])
    _reach(_chain(made), behind=parent if sibling is None else _chain(sibling)[-1])


def _chain(widget: QWidget) -> list[QWidget]:
    """A widget and all in it, as Tab comes by."""
    chain = [widget]
    while (following := chain[-1].nextInFocusChain()) is not None and widget.isAncestorOf(following):
        chain.append(following)
    return chain


def _reach(chain: list[QWidget], behind: QWidget) -> None:
    policies = {each: each.focusPolicy() for each in (behind, *chain)}
    # Qt takes nothing into the order that cannot have the focus.
    for each in policies:
        each.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for each in chain:
        QWidget.setTabOrder(behind, each)
        behind = each
    for each, policy in policies.items():
        each.setFocusPolicy(policy)
