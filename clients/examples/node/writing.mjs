// Writes that may be repeated, what refuses them, and a report that shows them.
import { createHash } from 'node:crypto';
import { Refusal, call } from './calls.mjs';
import { cellText, periodText } from './reading.mjs';

// The request id is made of what the write is for: the event, and the version that it changes. So whoever does not know
// whether it was made, also after a crash, repeats it under the same id, and it is made once. Of values alone it must
// not be made: the same value written again for another reason would be taken for a repeat, and not be stored.
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
function update(indicators, name, value, etag, event) {
  return call(indicators, 'updateObservation', {
    observation: observationOf(name, value, etag),
    updateMask: { paths: ['cell'] },
    options: writeOptions(event, 'update', name, etag),
  });
}

// The same; where somebody was faster, what is there is read, and decided again, once.
async function change(indicators, name, value, etag, event) {
  try {
    return await update(indicators, name, value, etag, event);
  } catch (refusal) {
    if (refusal.reason !== 'ETAG_MISMATCH') throw refusal;
    const { observation: present } = await call(indicators, 'getObservation', { name });
    // What to do now is for the application to say. This one wants its value all the same: another write, under another
    // etag and so another id.
    console.log(`${refusal}: ${cellText(present.cell)} is there`);
    return update(indicators, name, value, present.etag, event);
  }
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
  const series = (report.indicators?.focusAreas ?? [])
    .flatMap(({ goals }) => goals)
    .flatMap(({ indicators }) => indicators)
    .filter((one) => one.indicator.name === `indicators/${indicator}` && one.cells.length > 0);
  for (const { cells } of series) console.log(`reported: ${periodText(cells.at(-1))}`);
}

// `event`: the id of what this is written for, of a message, a form or a run of a job. It is the same whenever that is
// dealt with again, and another one for what happens later.
export async function write(indicators, reports, name, value, otherValue, event) {
  const create = { observation: observationOf(name, value), options: writeOptions(event, 'create', name) };
  const created = await call(indicators, 'createObservation', create);
  console.log(`created ${cellText(created.observation.cell)}: ${resultText(created.result)}`);
  const again = await call(indicators, 'createObservation', create);
  console.log(`the same request again: ${resultText(again.result)}`);
  const changed = await change(indicators, name, otherValue, created.observation.etag, event);
  console.log(`changed to ${cellText(changed.observation.cell)}: ${resultText(changed.result)}`);

  await showRefused(indicators, name);
  await showInReport(reports, name, changed.result.at);
}
