"""Each bound and each span, as it was decided: what a stranger may send, what is kept, how long things last.

What stands beside them in the code says why. Whoever changes one changes it here as well.
"""

import pytest

import kit.amounts
import kit.instants
import kit.markdown
import kit.pinyin
import kit.sheets.files
import kit.sheets.headers
import kit.sheets.markup
import kit.sheets.merges
import kit.sheets.separated
import kit.sheets.values
import kit.sheets.workbook
import kit.sheets.worksheet
import kit.sheets.zipped
import metrics.calls.pending
import metrics.calls.receipt
import metrics.calls.rows
import metrics.objectives.periods
import metrics.objectives.ticket_cases
import metrics.prometheus.bounds
import telephony.agents.memory
import telephony.agents.presence
import telephony.agi.greeting
import telephony.agi.wording
import telephony.ami.frames
import telephony.calls.channels
import telephony.calls.recovery
import telephony.calls.steps.row_legs
import telephony.calls.steps.row_moves
import telephony.calls.wait
import telephony.cel.frames
import telephony.cel.gap
import telephony.cel.heard
import telephony.cel.log_lines
import telephony.cel.order
import telephony.cel.rows
import telephony.cel.table
import telephony.clock
import telephony.masking
import telephony.numbers
import telephony.phone_spans
import telephony.phones.dials
import telephony.phones.gate
import telephony.rescues
import thirdring.backup.manifest
import thirdring.pipeline.derivation
import thirdring.relay.pace
import thirdring.relay.robots
import thirdring.relay.wording
import ticketing.callbacks.policy
import ticketing.callbacks.rate
import ticketing.callbacks.sightings
import ticketing.clocks.hours
import ticketing.clocks.terms
import ticketing.clocks.workdays
import ticketing.complaint_links.link
import ticketing.files.file
import ticketing.files.kinds
import ticketing.households.gathering
import ticketing.households.phones
import ticketing.households.place_cells
import ticketing.households.sheet_rows
import ticketing.inspections.forms
import ticketing.inspections.patrol
import ticketing.presence.presence
import ticketing.readings.reading
import ticketing.readings.sheet
import ticketing.surveys.answers
import ticketing.surveys.satisfaction
import ticketing.surveys.sheet
import ticketing.surveys.survey
import ticketing.tickets.numbers
import ticketing.work_links.link

MODULES = (
    kit.amounts,
    kit.instants,
    kit.markdown,
    kit.pinyin,
    kit.sheets.files,
    kit.sheets.headers,
    kit.sheets.markup,
    kit.sheets.merges,
    kit.sheets.separated,
    kit.sheets.values,
    kit.sheets.workbook,
    kit.sheets.worksheet,
    kit.sheets.zipped,
    metrics.calls.pending,
    metrics.calls.receipt,
    metrics.calls.rows,
    metrics.objectives.periods,
    metrics.objectives.ticket_cases,
    metrics.prometheus.bounds,
    telephony.agents.memory,
    telephony.agents.presence,
    telephony.agi.greeting,
    telephony.agi.wording,
    telephony.ami.frames,
    telephony.calls.channels,
    telephony.calls.recovery,
    telephony.calls.steps.row_legs,
    telephony.calls.steps.row_moves,
    telephony.calls.wait,
    telephony.cel.frames,
    telephony.cel.gap,
    telephony.cel.heard,
    telephony.cel.log_lines,
    telephony.cel.order,
    telephony.cel.rows,
    telephony.cel.table,
    telephony.clock,
    telephony.masking,
    telephony.numbers,
    telephony.phone_spans,
    telephony.phones.dials,
    telephony.phones.gate,
    telephony.rescues,
    thirdring.backup.manifest,
    thirdring.pipeline.derivation,
    thirdring.relay.pace,
    thirdring.relay.robots,
    thirdring.relay.wording,
    ticketing.callbacks.policy,
    ticketing.callbacks.rate,
    ticketing.callbacks.sightings,
    ticketing.clocks.hours,
    ticketing.clocks.terms,
    ticketing.clocks.workdays,
    ticketing.complaint_links.link,
    ticketing.files.file,
    ticketing.files.kinds,
    ticketing.households.gathering,
    ticketing.households.phones,
    ticketing.households.place_cells,
    ticketing.households.sheet_rows,
    ticketing.inspections.forms,
    ticketing.inspections.patrol,
    ticketing.presence.presence,
    ticketing.readings.reading,
    ticketing.readings.sheet,
    ticketing.surveys.answers,
    ticketing.surveys.satisfaction,
    ticketing.surveys.sheet,
    ticketing.surveys.survey,
    ticketing.tickets.numbers,
    ticketing.work_links.link,
)
BOUNDS = """
kit.amounts _DIGITS 20
kit.instants SECOND_US 1_000_000
kit.instants MINUTE_US 60_000_000
kit.instants HOUR_US 3_600_000_000
kit.instants DAY_US 86_400_000_000
kit.markdown COLUMNS_MAX 120
kit.pinyin _READINGS_MOST 2
kit.pinyin _RUN_MOST 16
kit.pinyin _SPELLED_MOST 8
kit.pinyin _SENTENCE_MOST 40
kit.pinyin _FOLDED_MOST 3
kit.pinyin _SURNAME_MOST 2
kit.sheets.files _SNIFFED 65_536
kit.sheets.files _FILE_MEGABYTES_MAX 256
kit.sheets.files _ROWS_MAX 500_000
kit.sheets.headers _LOOKED_AT_LINES 20
kit.sheets.markup _ALWAYS_ELEMENTS 60_000
kit.sheets.markup _ELEMENTS_FOR_EACH_BYTE 1.2
kit.sheets.markup _DEPTH_MAX 64
kit.sheets.markup _NAMES_MAX 2_000
kit.sheets.markup _TAG_BYTES_MAX 262_144
kit.sheets.merges COLUMNS_MAX 1_024
kit.sheets.merges _MERGES_MAX 1_000_000
kit.sheets.separated _SNIFFED 65_536
kit.sheets.separated _SNIFFED_LINES 20
kit.sheets.separated _LINE_LETTERS_MAX 1_000_000
kit.sheets.values _FORMAT_LETTERS_MAX 255
kit.sheets.workbook _RELATIONS_MAX 10_000
kit.sheets.worksheet CELL_LETTERS_MAX 32_767
kit.sheets.worksheet _CELLS_MAX 20_000_000
kit.sheets.worksheet _STRING_BYTES_MAX 64_000_000
kit.sheets.worksheet _STRING_BYTES_FOR_EACH 12
kit.sheets.worksheet _ROW_MAX 1_048_576
kit.sheets.worksheet _NUMBER_DIGITS 9
kit.sheets.zipped CHUNK_BYTES 65_536
kit.sheets.zipped _UNPACKED_BYTES_MAX 1_000_000_000
kit.sheets.zipped _ALWAYS_UNPACKED_BYTES 24_000_000
kit.sheets.zipped _UNPACKED_FOR_EACH_BYTE 40
kit.sheets.zipped _DIRECTORY_BYTES_MAX 1_000_000
kit.sheets.zipped _ENCRYPTED 1
metrics.calls.pending CALLS_MAX 20_000
metrics.calls.receipt TOGETHER_US 500_000
kit.instants LATEST_US 4_102_444_799_999_999
metrics.calls.rows _INTEGER_MAX 2_147_483_647
metrics.calls.rows _TEXT_CHARACTERS 200
metrics.objectives.periods _SETTLE_US 900_000_000
metrics.objectives.ticket_cases SATISFIED 4
metrics.prometheus.bounds SECOND_US 1_000_000
telephony.agents.memory SILENT_AT_MOST_US 300_000_000
telephony.agents.memory _SECOND_US 1_000_000
telephony.agents.presence _SECOND_US 1_000_000
telephony.agents.presence _SECONDS_DIGITS 11
telephony.agi.greeting _BYTES_MAX 65_536
telephony.agi.greeting _LINES_MAX 512
telephony.agi.wording LINE_BYTES_MAX 2_000
telephony.ami.frames MAX_FRAME_BYTES 1_048_576
telephony.ami.frames _MAX_LEARNED 1_000
telephony.calls.channels _LOCALS_MAX 5
telephony.calls.channels _GONE_MAX 2_000
telephony.calls.recovery GAVE_UP_US 200_000
telephony.calls.steps.row_legs FORWARDED_US 300_000
telephony.calls.steps.row_legs SILENT_US 250_000
telephony.calls.steps.row_moves REFUSED_US 1_000_000
telephony.calls.wait GAVE_UP_AFTER_US 1_000_000
telephony.calls.wait _RANG_OUT_US 200_000
telephony.cel.frames CERTAIN_US 250_000
telephony.cel.frames WHOLE_SECOND_US 1_250_000
telephony.cel.gap BEFORE_US 300_000
telephony.cel.gap LONGEST_US 259_200_000_000
telephony.cel.heard HANGUPS_MAX 5_000
telephony.cel.log_lines _QUARTER_US 900_000_000
telephony.cel.log_lines _LINE_BYTES_MAX 1_024
telephony.cel.order WINDOW_US 1_000_000
telephony.cel.order LEAVING_US 150_000
telephony.cel.order _ENDS_LATER_US 5_000
telephony.cel.rows _LINE_BYTES_MAX 4_096
telephony.cel.table WHOLE_SECOND_US 1_000_000
telephony.cel.table _QUARTER_US 900_000_000
telephony.cel.table _AHEAD_MAX_US 54_000_000_000
telephony.cel.table _APART_US 2_000_000
telephony.cel.table _WAITING_MAX 5_000
telephony.cel.table _TEXT_MAX 4_096
telephony.clock BOUND_US 1_500_000
telephony.clock SAME_US 1_000_000
telephony.clock REORDER_US 500_000
telephony.clock FOLLOW_AFTER 3
telephony.clock _SECOND_US 1_000_000
telephony.clock _SLACK_US 5_000_000
telephony.clock _DELAY_MAX_US 2_592_000_000_000
telephony.clock _IMPOSSIBLE_US 4_102_444_800_000_000
telephony.masking _HEAD 3
telephony.masking _TAIL 4
telephony.masking _HIDDEN_MIN 4
telephony.numbers SHORT_DIGITS_MAX 6
telephony.phone_spans LONG_DIGITS_MIN 7
telephony.phone_spans _E164_DIGITS_MAX 15
telephony.phone_spans _DIGITS_MAX 22
telephony.phone_spans _FIRST_GROUP_MIN 3
telephony.phone_spans _WINDOW_GROUPS_MAX 13
telephony.phone_spans _BEFORE_MAX 16
telephony.phone_spans _COMPACT_DATE_DIGITS 8
telephony.phones.dials AT_ONCE 3
telephony.phones.gate LARGEST_BYTES 16_384
telephony.rescues _OVER_MAX 2_000
thirdring.backup.manifest FORMAT 1
thirdring.backup.manifest _UNPACKED 8
thirdring.backup.manifest _NEW_CLUSTER_BYTES 67_108_864
thirdring.backup.manifest _TO_BEGIN_BYTES 67_108_864
thirdring.pipeline.derivation REPLAY_EVENTS_MAX 2_000_000
thirdring.relay.pace MINUTE_US 60_000_000
thirdring.relay.robots _BUSY -1
thirdring.relay.wording BYTES_MAX 4_096
thirdring.relay.wording TITLE_CHARACTERS_MAX 60
ticketing.callbacks.policy _HOURS_AHEAD_MAX 72
ticketing.callbacks.rate RULE_VERSION 2
ticketing.callbacks.sightings _DIGITS_MAX 20
ticketing.callbacks.sightings _ID_DIGITS_MAX 18
ticketing.clocks.hours _DAYS_AHEAD_MAX 3_700
ticketing.clocks.terms _CLOSED_DAYS 30
ticketing.clocks.terms _A_WEEK_FOR_AN_HOUR 168
ticketing.clocks.workdays _FRIDAY 4
ticketing.clocks.workdays _SEARCH_DAYS 400
ticketing.complaint_links.link LASTS_US 1_209_600_000_000
ticketing.complaint_links.link REMARK_MAX 1_000
ticketing.files.file OWN_FOR_US 86_400_000_000
ticketing.files.kinds HEAD_BYTES 64
ticketing.households.gathering _PROGRESS_EVERY 1_000
ticketing.households.gathering _SHOWN 20
ticketing.households.phones _RUN_DIGITS_MIN 7
ticketing.households.place_cells _LENGTH_MAX 200
ticketing.households.sheet_rows _LENGTH_MAX 60
ticketing.inspections.forms APPEARANCE 1
ticketing.inspections.forms GREENING_CLEANING 18
ticketing.inspections.patrol SECONDS_APART_US 10_000_000
ticketing.inspections.patrol PACE_POINTS 3
ticketing.inspections.patrol PACE_US 60_000_000
ticketing.inspections.patrol LATE_US 300_000_000
ticketing.inspections.patrol AHEAD_US 60_000_000
ticketing.inspections.patrol SAME_CODE_US 1_800_000_000
ticketing.presence.presence LEASE_US 20_000_000
ticketing.presence.presence KEPT_MAX 500
ticketing.readings.reading DIGITS_MAX 11
ticketing.readings.reading DECIMALS_MAX 4
ticketing.readings.reading SERIES_MAX 60
ticketing.readings.reading UNIT_MAX 20
ticketing.readings.reading EVIDENCE_MAX 400
ticketing.readings.sheet _LENGTH_MAX 60
ticketing.surveys.answers COMMENT_MAX 1_000
ticketing.surveys.satisfaction RULE_VERSION 1
ticketing.surveys.sheet BALLOT_MAX 60
ticketing.surveys.sheet _ID_DIGITS_MAX 15
ticketing.surveys.survey QUESTIONS_MAX 30
ticketing.surveys.survey CHOICES_MAX 10
ticketing.tickets.numbers _PADDED 4
ticketing.work_links.link AFTER_US 86_400_000_000
"""


@pytest.mark.parametrize("line", BOUNDS.strip().splitlines())
def test_each_bound_is_what_was_decided(line: str) -> None:
    module, name, decided = line.split()
    (known,) = (vars(one)[name] for one in MODULES if one.__name__ == module)
    assert known == float(decided)
