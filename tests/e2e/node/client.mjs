// A gRPC client of Tertial, made from its contracts alone.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const source = process.env.TERTIAL_SOURCE_DIR ?? path.resolve(here, '../../..');
const googleapis = process.env.TERTIAL_GOOGLEAPIS_DIR ?? '/usr/share/gocode/src/github.com/gogo/googleapis';

async function load(name) {
  try {
    return await import(name);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    console.error(`The package ${name} is not installed; run "npm ci" in tests/e2e/node.`);
    process.exit(1);
  }
}

export const grpc = (await load('@grpc/grpc-js')).default;
const { loadSync } = (await load('@grpc/proto-loader')).default;

const definition = loadSync(
  [
    'grpc/health/v1/health.proto',
    ...['gateway', 'indicators', 'workforce', 'politics', 'climate'].map(
      (service) => `tertial/${service}/v1/${service}_service.proto`),
    'tertial/gateway/v1/report_service.proto',
    'tertial/politics/v1/exempt_content_service.proto',
    'tertial/politics/v1/politics_analysis_service.proto',
    'google/rpc/status.proto',
    'google/rpc/error_details.proto',
  ],
  { includeDirs: [path.join(source, 'proto'), googleapis], enums: String, longs: String, defaults: true, oneofs: true },
);
const packages = grpc.loadPackageDefinition(definition);

export const SERVICES = {
  health: packages.grpc.health.v1.Health,
  gateway: packages.tertial.gateway.v1.GatewayService,
  reports: packages.tertial.gateway.v1.ReportService,
  indicators: packages.tertial.indicators.v1.IndicatorsService,
  workforce: packages.tertial.workforce.v1.WorkforceService,
  politics: packages.tertial.politics.v1.PoliticsService,
  exemptContent: packages.tertial.politics.v1.ExemptContentService,
  politicsAnalysis: packages.tertial.politics.v1.PoliticsAnalysisService,
  climate: packages.tertial.climate.v1.ClimateService,
};

export function connect(service, address) {
  return new SERVICES[service](address, grpc.credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
}

function metadataOf(caller) {
  const metadata = new grpc.Metadata();
  if (caller !== undefined) metadata.set('tertial-caller', caller);
  return metadata;
}

// How a method is called on the wire, and what becomes of its messages.
function wireOf(client, method) {
  return client.constructor.service[method[0].toUpperCase() + method.slice(1)];
}

const inTenSeconds = () => ({ deadline: Date.now() + 10_000 });
const inTwentySeconds = () => ({ deadline: Date.now() + 20_000 });

// The answer to a unary call; an error is thrown as grpc-js gives it.
export function call(client, method, request, { caller } = {}) {
  return new Promise((resolve, reject) => {
    client[method](request, metadataOf(caller), inTenSeconds(), (error, response) =>
      (error ? reject(error) : resolve(response)));
  });
}

// The answer to a unary call whose request is sent byte for byte as given.
export function callWithBytes(client, method, bytes) {
  const { path: route, responseDeserialize } = wireOf(client, method);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(route, (raw) => raw, responseDeserialize, bytes, metadataOf(), inTenSeconds(),
      (error, response) => (error ? reject(error) : resolve(response)));
  });
}

const ROWS_IN_MESSAGE = 1000;

// Imports rows of one service as one stream, and answers its summary.
export function importRows(client, rows, { caller, reason = '' } = {}) {
  return new Promise((resolve, reject) => {
    const stream = client.importRows(metadataOf(caller), inTwentySeconds(), (error, response) =>
      (error ? reject(error) : resolve(response.summary)));
    stream.on('error', () => {}); // The callback tells it.
    stream.write({ options: { mode: 'IMPORT_MODE_WHOLE', reason } });
    for (let at = 0; at < rows.length; at += ROWS_IN_MESSAGE) {
      stream.write({ rows: rows.slice(at, at + ROWS_IN_MESSAGE) });
    }
    stream.write({ endOfRows: true });
    stream.end();
  });
}

// The bytes of a request as this client would send it.
export function encode(client, method, request) {
  return wireOf(client, method).requestSerialize(request);
}

// The details that an error carries, by message name: { ErrorInfo, BadRequest, RetryInfo … }.
export function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  if (bytes === undefined) throw new Error(`no details beside "${error.message}"`);
  const status = definition['google.rpc.Status'].deserialize(bytes);
  return Object.fromEntries(status.details.map(({ type_url: typeUrl, value }) => {
    const name = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
    return [name.slice('google.rpc.'.length), definition[name].deserialize(value)];
  }));
}
