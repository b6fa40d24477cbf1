// Reads: a report, a list page by page, and many names at once.
import { call } from './calls.mjs';

const PAGE_SIZE = 50;

// The name of an enum's number without the prefix that all of them have.
export function word(prefix, name) {
  return name.slice(prefix.length);
}

// The value exactly as it was recorded, a decimal in a string; or why there is none. A gap is never a 0.
export function cellText(cell) {
  return cell.content === 'value' ? cell.value : word('MISSING_REASON_', cell.missing);
}

// The same of one period of a series, where there may be no cell at all.
export function periodText({ period, outcome, cell }) {
  return `${period} ${outcome === 'OUTCOME_FOUND' ? cellText(cell) : word('OUTCOME_', outcome)}`;
}

// What was computed, or why it cannot be: a sum over a gap is none.
function computedText({ result, value, unit, notComputable }) {
  return result === 'value' ? `${value} ${unit}` : word('NOT_COMPUTABLE_REASON_', notComputable.reason);
}

export async function showReport(reports, area, period) {
  const query = { area, period, language: 'nb' };
  const { report, etag } = await call(reports, 'getReport', { query });
  console.log(`${report.area.displayNames[0].text} ${report.period}`);
  for (const { section, completeness, reason } of report.states) {
    // A section that is not COMPLETE says why; the others stand all the same.
    console.log(`${word('SECTION_KIND_', section)}: ${word('COMPLETENESS_', completeness)} ${reason}`.trimEnd());
  }
  for (const { focusArea, goals } of report.indicators?.focusAreas ?? []) {
    console.log(focusArea.titles[0].text);
    for (const { indicator, cells, change } of goals.flatMap((goal) => goal.indicators)) {
      const name = indicator.name.replace('indicators/', '');
      const told = cells.map(periodText).join(', ');
      console.log(`  ${name} (${indicator.unit}): ${told}; change ${computedText(change)}`);
    }
  }
  for (const { period: year, total } of report.workforce?.fteTotals ?? []) {
    console.log(`FTEs ${year}: ${computedText(total)}`);
  }
  // Who asks again hands in what it has: an unchanged report is not sent.
  const again = await call(reports, 'getReport', { query, ifNoneMatch: etag });
  console.log(again.report ? 'changed since' : 'unchanged since');
}

// All pages are read at the state that the first one was: what is written meanwhile makes no gap and no double.
export async function listObservations(indicators, area) {
  const request = { parent: `${area}/indicators/-`, pageSize: PAGE_SIZE, pageToken: '' };
  const names = [];
  const revisions = new Set();
  let pages = 0;
  do {
    const page = await call(indicators, 'listObservations', request);
    pages += 1;
    names.push(...page.observations.map(({ name }) => name));
    revisions.add(page.readAt.revision);
    request.pageToken = page.nextPageToken;
    // A page may be short, or empty, before the end: the token alone says that it was the last.
  } while (request.pageToken !== '');
  console.log(`${names.length} observations in ${pages} pages, all read at revision ${[...revisions].join(', ')}`);
  if (names.length > 0) console.log(`from ${names.at(0)}\nto ${names.at(-1)}`);
}

// One answer for each name, in the order asked: what is not there says why, and the others come all the same.
export async function readBatch(indicators, names) {
  const { results } = await call(indicators, 'batchGetObservations', { names });
  for (const { name, outcome, observation } of results) {
    const text = outcome === 'OUTCOME_FOUND' ? ` ${cellText(observation.cell)}` : '';
    console.log(`${name}: ${word('OUTCOME_', outcome)}${text}`);
  }
}
