// A service whose refusal of a watch lacks what its contract promises: where to go on after a restore. Prints its port;
// ends with standard input.
// node forgetful.mjs CERTIFICATE KEY CA
import { readFileSync } from 'node:fs';
import { contracts } from '../../../clients/examples/node/connection.mjs';
import { grpc } from './client.mjs';

const { ErrorInfo, Status } = contracts.google.rpc;
const info = ErrorInfo.serialize({ reason: 'TOKEN_OF_OTHER_EPOCH', domain: 'tertial', metadata: { revision: '3' } });
const code = grpc.status.OUT_OF_RANGE;
const refusal = new grpc.Metadata();
refusal.set('grpc-status-details-bin', Status.serialize({
  code, message: 'restored', details: [{ type_url: 'type.googleapis.com/google.rpc.ErrorInfo', value: info }],
}));

const [chain, key, roots] = process.argv.slice(2).map((file) => readFileSync(file));
const server = new grpc.Server();
server.addService(contracts.tertial.changes.v1.ChangeService.service, {
  watchChanges: (call) => call.emit('error', { code, details: 'restored', metadata: refusal }),
});
const credentials = grpc.ServerCredentials.createSsl(roots, [{ private_key: key, cert_chain: chain }], true);
server.bindAsync('localhost:0', credentials, (error, port) => {
  if (error) throw error;
  console.log(`port ${port}`);
});
for await (const _ of process.stdin); // until it ends
process.exit(0);
