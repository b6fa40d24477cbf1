// Asks gateways for a report, several times at once, until its input ends; then prints {calls, failed} as JSON.
//
//   node load.mjs TARGET CERTIFICATES
//
// As clients/README.md has it: it finds the gateways by the name that all have, spreads its calls over them, and asks
// again where a gateway that goes has not taken a call. TARGET is as gRPC writes it.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, call, grpc } from '../e2e/node/client.mjs';

const AT_ONCE = 8;
const [target, certificates] = process.argv.slice(2);

const read = (name) => readFileSync(path.join(certificates, name));
const client = new SERVICES.reports(
  target, grpc.credentials.createSsl(read('ca.pem'), read('reader.key'), read('reader.pem')), {
    'grpc.enable_http_proxy': 0,
    'grpc.service_config': JSON.stringify({
      loadBalancingConfig: [{ round_robin: {} }],
      methodConfig: [{
        name: [{}],
        retryPolicy: {
          maxAttempts: 4, initialBackoff: '0.1s', maxBackoff: '2s', backoffMultiplier: 2,
          retryableStatusCodes: ['UNAVAILABLE', 'CANCELLED'],
        },
      }],
    }),
  });

let calls = 0;
const failed = [];
let goesOn = true;
process.stdin.on('end', () => { goesOn = false; }).resume();

async function ask() {
  while (goesOn) {
    calls += 1;
    try {
      await call(client, 'getReport', { query: { area: 'areas/asker', period: '2024' } });
    } catch (error) {
      failed.push(`${error.code} ${error.message}`);
    }
  }
}

console.error('asking');
await Promise.all(Array.from({ length: AT_ONCE }, ask));
process.stdout.write(JSON.stringify({ calls, failed }));
client.close();
