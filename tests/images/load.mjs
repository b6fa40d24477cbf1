// Asks gateways for a report, several times at once, until its input ends; then prints {calls, failed} as JSON.
//
//   node load.mjs TARGET CERTIFICATES
//
// As clients/README.md has it, by its own service config and the options of its example: it finds the gateways by the
// name that all have, spreads its calls over them, and asks again where a gateway that goes has not taken a call. It has
// no loop of its own. TARGET is as gRPC writes it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect, contracts } from '../../clients/examples/node/connection.mjs';

const AT_ONCE = 8;
const [target, certificates] = process.argv.slice(2);

const guide = readFileSync(new URL('../../clients/README.md', import.meta.url), 'utf8');
const [, config] = /^```json\n(.*?)^```$/ms.exec(guide);
const [certificate, key, ca] = ['reader.pem', 'reader.key', 'ca.pem'].map((name) => path.join(certificates, name));
const client = connect(contracts.tertial.gateway.v1.ReportService, target, { certificate, key, ca },
  { 'grpc.service_config': JSON.stringify(JSON.parse(config)) });

function report() {
  const request = { query: { area: 'areas/asker', period: '2024' } };
  return new Promise((resolve, reject) => {
    client.getReport(request, { deadline: Date.now() + 10_000 }, (error, answer) =>
      (error ? reject(error) : resolve(answer)));
  });
}

let calls = 0;
const failed = [];
let goesOn = true;
process.stdin.on('end', () => { goesOn = false; }).resume();

async function ask() {
  while (goesOn) {
    calls += 1;
    try {
      await report();
    } catch (error) {
      failed.push(`${error.code} ${error.message}`);
    }
  }
}

console.error('asking');
await Promise.all(Array.from({ length: AT_ONCE }, ask));
process.stdout.write(JSON.stringify({ calls, failed }));
client.close();
