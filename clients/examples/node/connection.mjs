// The contracts, and channels to services: mTLS, spread over all replicas, and one that notices when the other side is
// gone.
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

// Where the contracts are: those of Tertial, and google/rpc/*.proto.
const PROTO_PATH = process.env.TERTIAL_PROTO_PATH?.split(':') ?? [
  path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../proto'),
  '/usr/share/gocode/src/github.com/gogo/googleapis',
];

// Numbers of 64 bits are strings: a JavaScript number cannot hold all of them. So are decimals, by contract.
const definitions = loader.loadSync(
  [
    'tertial/gateway/v1/report_service.proto',
    'tertial/indicators/v1/indicators_service.proto',
    'tertial/changes/v1/changes_service.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ],
  { includeDirs: PROTO_PATH, enums: String, longs: String, defaults: true, oneofs: true },
);
export const contracts = grpc.loadPackageDefinition(definitions);

// The message of this full name in `bytes`.
export function decode(name, bytes) {
  return definitions[name].deserialize(bytes);
}

const OPTIONS = {
  // One connection to each address that the name resolves to, and calls in turn over all of them.
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  // While a call is under way, an idle connection is asked for a sign of life. Not below 5 seconds, which the server
  // takes for an attack, and not without a call.
  'grpc.keepalive_time_ms': 20_000,
  'grpc.keepalive_timeout_ms': 5_000,
  // A service that comes back, at the same address or another, is found within seconds. gRPC would wait for up to two
  // minutes, and look a name up once in half a minute. How long an attempt to connect may take cannot be said here: an
  // address that swallows packets is given up when the operating system does, after about two minutes.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  'grpc.dns_min_time_between_resolutions_ms': 2_000,
  // The largest message that a service takes and sends; gRPC's own bound for answers is 4 MiB.
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  // A service inside the network is not reached by way of the web's proxy.
  'grpc.enable_http_proxy': 0,
};

// `address` as gRPC writes it: "localhost:7400", "dns:///gateway-headless.tertial.svc:7400". The service must have a
// certificate for the name in it. The others are PEM files: what this client shows, and whom it believes.
// `more`: options beside ours, or instead.
export function connect(Service, address, { certificate, key, ca }, more = {}) {
  const [roots, ownKey, chain] = [ca, key, certificate].map((file) => readFileSync(file));
  return new Service(address, grpc.credentials.createSsl(roots, ownKey, chain), { ...OPTIONS, ...more });
}

// A client for as long as a process lives. gRPC reads the files once: when they have changed, it is a new one.
export class Connection {
  #client;
  #madeOf;

  // As connect has them.
  constructor(Service, address, { certificate, key, ca }) {
    Object.assign(this, { Service, address, files: { certificate, key, ca } });
  }

  // What a call, or a watch that begins anew, is to be made by. Calls that are under way go on. The files must change
  // all at once, as Kubernetes changes them: by a link to their directory.
  client() {
    const madeOf = Object.values(this.files).map((file) => statSync(file, { bigint: true }).mtimeNs).join();
    if (madeOf !== this.#madeOf) {
      const client = connect(this.Service, this.address, this.files);
      this.close();
      [this.#client, this.#madeOf] = [client, madeOf];
    }
    return this.#client;
  }

  close() {
    this.#client?.close();
  }
}
