// A client of Tertial. The guide that it belongs to is clients/README.md.
import { parseArgs } from 'node:util';
import { Refusal } from './calls.mjs';
import { Connection, contracts } from './connection.mjs';
import { listObservations, readBatch, showReport } from './reading.mjs';
import { NoToken, Watch } from './watching.mjs';
import { write } from './writing.mjs';

const FLAGS = ['gateway', 'indicators', 'certificate', 'key', 'ca'];
const USAGE = `Usage: node main.mjs ${FLAGS.map((flag) => `--${flag} …`).join(' ')} COMMAND
  report AREA PERIOD
  list AREA
  batch NAME…
  write NAME VALUE OTHER_VALUE EVENT
  watch AREA TOKEN_FILE`;

const COMMANDS = {
  report: ({ reports }, area, period) => showReport(reports.client(), area, period),
  list: ({ indicators }, area) => listObservations(indicators.client(), area),
  batch: ({ indicators }, ...names) => readBatch(indicators.client(), names),
  write: ({ indicators, reports }, ...places) => write(indicators.client(), reports.client(), ...places),
  watch: ({ changes }, area, tokenFile) => new Watch(changes, area, tokenFile).run(),
};
const PLACES = { report: 2, list: 1, batch: undefined, write: 4, watch: 2 };

function given() {
  try {
    const { values, positionals: [command, ...places] } = parseArgs({
      options: Object.fromEntries(FLAGS.map((flag) => [flag, { type: 'string' }])), allowPositionals: true,
    });
    const enough = command in PLACES && places.length === (PLACES[command] ?? Math.max(1, places.length));
    if (enough && FLAGS.every((flag) => values[flag])) return { values, command, places };
  } catch (error) {
    console.error(error.message);
  }
  console.error(USAGE);
  return process.exit(2);
}

const { values, command, places } = given();
const { tertial } = contracts;
const clients = {
  reports: new Connection(tertial.gateway.v1.ReportService, values.gateway, values),
  indicators: new Connection(tertial.indicators.v1.IndicatorsService, values.indicators, values),
  changes: new Connection(tertial.changes.v1.ChangeService, values.indicators, values),
};
try {
  await COMMANDS[command](clients, ...places);
} catch (error) {
  const ofFile = error.syscall !== undefined || error instanceof NoToken;
  if (!(error instanceof Refusal) && !ofFile) throw error;
  console.error(ofFile ? error.message : `${error}: ${error.message}`);
  process.exitCode = 1;
}
Object.values(clients).forEach((client) => client.close());
