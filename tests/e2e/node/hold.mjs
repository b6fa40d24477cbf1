// Holds COUNT watches of a service open, as the caller whose files are named, until standard input ends.
// node hold.mjs ADDRESS COUNT CERTIFICATE KEY CA
import { connect, contracts } from '../../../clients/examples/node/connection.mjs';

const [address, count, certificate, key, ca] = process.argv.slice(2);
const client = connect(contracts.tertial.changes.v1.ChangeService, address, { certificate, key, ca });

const watches = await Promise.all(Array.from({ length: Number(count) }, () => new Promise((resolve, reject) => {
  const watch = client.watchChanges({ fromNow: true });
  watch.once('data', () => resolve(watch));
  watch.on('error', reject);
})));
console.log(`holding ${watches.length}`);
for await (const _ of process.stdin); // until it ends
process.exit(0);
