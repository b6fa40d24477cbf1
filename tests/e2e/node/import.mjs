// Imports a file of rows, each line one in protobuf's JSON, as one commit.
//
// Reads {service, address, file} from standard input.
import { readFileSync } from 'node:fs';
import { connect, importRows } from './client.mjs';

const { service, address, file } = JSON.parse(readFileSync(0, 'utf8'));
const rows = readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line));
const client = connect(service, address);
const summary = await importRows(client, rows, { caller: 'cli', reason: 'generated' });
if (!summary.applied) {
  console.error(JSON.stringify(summary).slice(0, 3000));
  process.exitCode = 1;
}
client.close();
