// States something else about single cells: gets each resource, sets one field, and imports it.
//
// Reads a JSON array of {service, address, kind, name, field, cell} from standard input, where kind
// is the resource as a row names it ("workforceFigure"), and cell is {value} or {missing}.
import { readFileSync } from 'node:fs';
import { call, connect, importRows } from './client.mjs';

const CALLER = 'cli';

for (const { service, address, kind, name, field, cell } of JSON.parse(readFileSync(0, 'utf8'))) {
  const client = connect(service, address);
  const method = `get${kind[0].toUpperCase()}${kind.slice(1)}`;
  const resource = (await call(client, method, { name }, { caller: CALLER }))[kind];
  resource.etag = ''; // an imported row replaces what is there, whatever version that is
  resource[field] = { ...cell, flags: resource[field].flags, footnotes: resource[field].footnotes };
  const summary = await importRows(client, [{ [kind]: resource }], { caller: CALLER, reason: 'planted' });
  if (!summary.applied || Number(summary.revised) !== 1) {
    console.error(`${name} is not changed: ${JSON.stringify(summary)}`);
    process.exitCode = 1;
  }
  client.close();
}
