"""派工单: the work order of a ticket, for the workman and the resident's signature. And 放行条: the release note of
goods that leave the estate. Pure."""

from kit.refusals import RefusedError
from ticketing.papers.paper import Box, Paper, Words
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import Priority
from ticketing.tickets.models import TicketOut

GOODS = 8
"""Empty rows for what is carried out."""


def work_order(ticket: TicketOut, rules: SiteRules, words: Words) -> Paper:
    _ = words.say
    category = rules.category(ticket.category)
    return Paper(
        words.language,
        _("Work order"),
        ticket.number,
        [
            (_("Accepted at"), words.at(ticket.opened_at)),
            (_("Category"), category.zh if words.language == "zh" else category.en),
            (_("Place"), ticket.place or ""),
            (_("Priority"), _priority(ticket.priority, words)),
            (_("Contact"), ticket.contact),
            (_("Phone number"), ticket.phone),
            (_("Workman"), ticket.assignee or ticket.trade or ""),
            (_("To be done by"), words.at(ticket.due_at)),
            (_("Arrived at"), ""),
            (_("Finished at"), words.at(ticket.resolved_at)),
        ],
        [
            Box(_("What it is about"), ticket.title, 1),
            Box(_("What was done"), ticket.resolution, 0 if ticket.resolution else 4),
            Box(_("Material and cost"), "", 3),
            Box(_("The resident is: □ satisfied  □ not satisfied, because"), "", 2),
        ],
        [_("Dispatched by"), _("Workman"), _("Resident")],
        colon=_(": "),
        date=_("Date"),
    )


def release_note(ticket: TicketOut, rules: SiteRules, words: Words) -> Paper:
    """Raises RefusedError: goods are released by the tickets of their own procedure."""
    _ = words.say
    if rules.category(ticket.category).procedure != "goods_removal":
        raise RefusedError("a release note belongs to a ticket whose procedure is goods_removal")
    return Paper(
        words.language,
        _("Release note for goods"),
        ticket.number,
        [
            (_("Applied at"), words.at(ticket.opened_at)),
            (_("Place"), ticket.place or ""),
            (_("Applicant"), ticket.contact),
            (_("Phone number"), ticket.phone),
            (_("Carrier and identity card"), ""),
            (_("Vehicle"), ""),
            (_("Valid until"), ""),
            (_("Left at"), ""),
        ],
        [Box(_("Remarks"), ticket.title, 1)],
        [_("Owner or occupant"), _("Issued by"), _("Released at the gate by")],
        columns=[_("No."), _("Goods"), _("Quantity"), _("Remarks")],
        widths=[12, 0, 24, 50],
        rows=[[str(place), "", "", ""] for place in range(1, GOODS + 1)],
        colon=_(": "),
        date=_("Date"),
    )


def _priority(priority: Priority, words: Words) -> str:
    _ = words.say
    if priority is Priority.CRITICAL:
        return _("critical")
    return _("urgent") if priority is Priority.URGENT else _("normal")
