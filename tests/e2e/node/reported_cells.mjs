// The recorded cells of a report as JSON, and what SDMX calls their gaps and flags: counted here
// independently of the program that writes them out.

const PRECEDENCE = 'BOMLHQJSDKWIFEPNUVGA';

const REASONS = {
  NOT_MEASURED: 'L', PENDING: 'O', NOT_YET_DEFINED: 'M', CANNOT_EXIST: 'M', DATA_LACKING: 'O',
  SUPPRESSED: 'Q', INCLUDED_ELSEWHERE: 'K',
};

const FLAGS = {
  BREAK_IN_SERIES: 'B', DEROGATION: 'J', SPECIAL_EVENT: 'S', DEFINITION_DIFFERS: 'D', INCLUDES_OTHER: 'W',
  IMPUTED: 'I', FORECAST: 'F', ESTIMATED: 'E', PROVISIONAL: 'P', NOT_SIGNIFICANT: 'N', LOW_RELIABILITY: 'U',
  UNVALIDATED: 'V', EXPERIMENTAL: 'G',
};

const reasonOf = (cell) => (cell.missing ?? '').replace('MISSING_REASON_', '');

// The code of a cell by precedence; '' where there is no cell, or no code for what it holds.
export function statusOf(cell) {
  if (cell === undefined) return '';
  const codes = (cell.flags ?? []).map((flag) => FLAGS[flag.replace('FLAG_', '')]).filter(Boolean);
  if (cell.value !== undefined) codes.push('A');
  if (REASONS[reasonOf(cell)] !== undefined) codes.push(REASONS[reasonOf(cell)]);
  return codes.sort((a, b) => PRECEDENCE.indexOf(a) - PRECEDENCE.indexOf(b))[0] ?? '';
}

const recorded = (period, cell, outcome) => ({
  period,
  cell,
  value: cell?.value ?? '',
  missing: cell === undefined ? outcome.replace('OUTCOME_', '') : reasonOf(cell),
});

// Every cell of a period anywhere below `node`.
function periodCells(node) {
  if (Array.isArray(node)) return node.flatMap(periodCells);
  if (node === null || typeof node !== 'object') return [];
  if (node.period !== undefined && node.outcome !== undefined) {
    return [recorded(node.period, node.cell, node.outcome)];
  }
  return Object.values(node).flatMap(periodCells);
}

// Every recorded cell of a section: {period, value, missing, cell}. `section` is "WORKFORCE".
export function recordedCells(report, section) {
  const content = report[section.toLowerCase()];
  if (section === 'POLITICS') {
    return content.activities.flatMap(({ activity, outcome }) => [activity?.meetings, activity?.cases]
      .map((cell) => recorded(content.period, cell, outcome)));
  }
  const cells = periodCells(content);
  if (section !== 'CLIMATE') return cells;
  const measures = content.actionAreas.flatMap((area) => area.measures).filter((one) => one.quantity);
  return cells.concat(measures.map((one) => recorded(one.toPeriod ?? content.period, one.quantity)));
}
