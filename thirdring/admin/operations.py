"""The operations about the service itself."""

from kit.http.operation import Operation
from kit.roles import ADMINS
from metrics.calls.queries import ReceiptQuery
from thirdring.admin import door
from thirdring.admin.models import ExaminationOut, SettingsOut, SystemOut

SYSTEM_OPERATIONS = (
    Operation(
        "getSystem",
        "/api/v1/system",
        "Return the state of the links, the journal, the database and the backups",
        door.system,
        roles=ADMINS,
        answer=SystemOut,
    ),
    Operation(
        "listSettings",
        "/api/v1/settings",
        "List the settings in use and where each comes from, without secrets",
        door.settings,
        roles=ADMINS,
        answer=SettingsOut,
    ),
    Operation(
        "beginExamination",
        "/api/v1/doctor",
        "Open an examination of the PBXs, in the background",
        door.begin_examination,
        method="POST",
        roles=ADMINS,
        answer=ExaminationOut,
        status=202,
        problems={409: "One is under way"},
    ),
    Operation(
        "getExamination",
        "/api/v1/doctor",
        "Return how far the examination is, and its findings with the lines to add",
        door.examination,
        query=ReceiptQuery,
        roles=ADMINS,
        answer=ExaminationOut,
    ),
)
