// Does to an observation what somebody else might do meanwhile.
// node rival.mjs ADDRESS CERTIFICATE KEY CA delete|update NAME [VALUE]
import { call } from '../../../clients/examples/node/calls.mjs';
import { connect, contracts } from '../../../clients/examples/node/connection.mjs';

const [address, certificate, key, ca, what, name, value] = process.argv.slice(2);
const client = connect(contracts.tertial.indicators.v1.IndicatorsService, address, { certificate, key, ca });

if (what === 'delete') {
  await call(client, 'deleteObservation', { name });
} else {
  await call(client, 'updateObservation', { observation: { name, cell: { value } }, updateMask: { paths: ['cell'] } });
}
client.close();
