// Writes that may be repeated, what refuses them, and a report that shows them.
import { createHash } from 'node:crypto';
import { Refusal, call } from './calls.mjs';
import { cellText, periodText } from './reading.mjs';

// The request id is made of what is written. So whoever does not know whether a write was made, also after a crash,
// repeats it under the same id, and it is made once.
function writeOptions(...parts) {
  const requestId = createHash('sha256').update(parts.join('\n')).digest('hex');
  return { requestId, reason: 'an example of a client' };
}

function observationOf(name, value, etag = '') {
  return { name, period: name.slice(name.lastIndexOf('/') + 1), cell: { value }, etag };
}

function resultText({ at, committed, replayed }) {
  const kind = replayed ? 'a repeat' : committed ? 'committed' : 'nothing stored';
  return `revision ${at.revision}, ${kind}`;
}

// What `action` is refused with.
async function refusalOf(action) {
  const error = await action.then(() => undefined, (thrown) => thrown);
  if (error instanceof Refusal) return error;
  throw error ?? new Error('it was not refused');
}

// Changes the value if the observation is still the version that `etag` names.
function update(indicators, name, value, etag) {
  return call(indicators, 'updateObservation', {
    observation: observationOf(name, value, etag),
    updateMask: { paths: ['cell'] },
    options: writeOptions('update', name, value, etag),
  });
}

// All bad fields of a request are told at once.
async function showRefused(indicators, name) {
  const observation = observationOf(name, '4,7');
  observation.cell.roundedTo = '0,1';
  const options = { validateOnly: true }; // all is checked, nothing stored
  const refusal = await refusalOf(call(indicators, 'updateObservation', { observation, options }));
  console.log(`refused: ${refusal}`);
  for (const { field, description } of refusal.fields) console.log(`  ${field}: ${description}`);
}

// The report of the period that has seen the write: a newer one may do, an older one will not.
async function showInReport(reports, name, { epoch, revision }) {
  const [, area, , indicator, , period] = name.split('/');
  const { report } = await call(reports, 'getReport', {
    query: { area: `areas/${area}`, period },
    minRevisions: [{ service: 'indicators', epoch, revision }],
  });
  const series = report.indicators.focusAreas
    .flatMap(({ goals }) => goals)
    .flatMap(({ indicators }) => indicators)
    .filter((one) => one.indicator.name === `indicators/${indicator}`);
  for (const { cells } of series) console.log(`reported: ${periodText(cells.at(-1))}`);
}

export async function write(indicators, reports, name, value, otherValue) {
  const create = { observation: observationOf(name, value), options: writeOptions('create', name, value) };
  const created = await call(indicators, 'createObservation', create);
  console.log(`created ${cellText(created.observation.cell)}: ${resultText(created.result)}`);
  const again = await call(indicators, 'createObservation', create);
  console.log(`the same request again: ${resultText(again.result)}`);

  const { etag } = created.observation;
  const changed = await update(indicators, name, otherValue, etag);
  console.log(`changed to ${cellText(changed.observation.cell)}: ${resultText(changed.result)}`);
  // Somebody was faster: read what is there, and decide again.
  console.log(`changed by an old etag: ${await refusalOf(update(indicators, name, value, etag))}`);
  const { observation: present } = await call(indicators, 'getObservation', { name });
  console.log(`present: ${cellText(present.cell)}`);

  await showRefused(indicators, name);
  await showInReport(reports, name, changed.result.at);
}
