// Records resources that no file of a data set can state.
//
// Reads {service, address, rows} from standard input and imports the rows as one commit.
import { readFileSync } from 'node:fs';
import { connect, importRows } from './client.mjs';

const { service, address, rows } = JSON.parse(readFileSync(0, 'utf8'));
const client = connect(service, address);
const summary = await importRows(client, rows, { caller: 'cli', reason: 'recorded' });
if (!summary.applied) {
  console.error(JSON.stringify(summary));
  process.exitCode = 1;
}
client.close();
