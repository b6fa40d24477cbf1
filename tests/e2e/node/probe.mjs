// Calls methods with a message without content, in plain text, whatever the server knows of them.
//
// Reads {address, methods, metadata} from standard input, the methods as "tertial.x.v1.Service/Method", and prints
// {method: {code, message}}: the code as a number, 0 where the call is answered.
import { readFileSync } from 'node:fs';
import { grpc } from './client.mjs';

const { address, methods, metadata = {} } = JSON.parse(readFileSync(0, 'utf8'));
const client = new grpc.Client(address, grpc.credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
const stated = new grpc.Metadata();
for (const [key, value] of Object.entries(metadata)) stated.set(key, value);

const asItIs = (bytes) => bytes;
const answerTo = (method) => new Promise((resolve) => {
  client.makeUnaryRequest(`/${method}`, asItIs, asItIs, Buffer.alloc(0), stated, { deadline: Date.now() + 10_000 },
    (error) => resolve([method, { code: error?.code ?? 0, message: error?.details ?? '' }]));
});
process.stdout.write(JSON.stringify(Object.fromEntries(await Promise.all(methods.map(answerTo)))));
client.close();
