// What a refusal says, which of them are worth another attempt, and when.
import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import grpc from '@grpc/grpc-js';
import { decode } from './connection.mjs';

const CALL_ID_KEY = 'tertial-request-id';
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;

// What a call is to bring along: an id that the service's log calls it by. Not the request id of a write, which says
// what is the same write.
export function newCall() {
  const metadata = new grpc.Metadata();
  metadata.set(CALL_ID_KEY, randomBytes(8).toString('hex'));
  return metadata;
}

// What a call ended with: its code, and what stands in its details.
export class Refusal extends Error {
  // A name of tertial.common.v1.ErrorReason without its prefix. Empty where no service has answered: the call may have
  // been made all the same.
  reason = '';
  metadata = {};
  fields = []; // { field, description }: what is wrong with it
  retryAfterMs = undefined;

  // `metadata`: what the call brought along. What is no call's end, but a mistake in this program, is thrown as it is.
  constructor(error, metadata) {
    if (typeof error.code !== 'number' || error.metadata === undefined) throw error;
    super(`${error.details} (call ${metadata.get(CALL_ID_KEY)[0]})`);
    this.code = grpc.status[error.code];
    const [bytes] = error.metadata.get('grpc-status-details-bin');
    if (bytes !== undefined) decode('google.rpc.Status', bytes).details.forEach((detail) => this.#read(detail));
  }

  #read({ type_url: typeUrl, value }) {
    const name = typeUrl.slice(typeUrl.lastIndexOf('/') + 1);
    if (name === 'google.rpc.ErrorInfo') {
      ({ reason: this.reason, metadata: this.metadata } = decode(name, value));
    } else if (name === 'google.rpc.BadRequest') {
      this.fields = decode(name, value).fieldViolations;
    } else if (name === 'google.rpc.RetryInfo') {
      const { seconds, nanos } = decode(name, value).retryDelay;
      this.retryAfterMs = Number(seconds) * 1000 + nanos / 1e6;
    }
  }

  toString() {
    return this.reason ? `${this.code} ${this.reason}` : this.code;
  }

  // Milliseconds until another attempt; undefined where none would help. `attempt` counts from 0.
  pauseMs(attempt) {
    // TOO_MANY_CALLS, WRITER_BUSY: the service knows best.
    if (this.retryAfterMs !== undefined) return this.retryAfterMs;
    // CANCELLED, which nobody here has asked for: the call came while the service was stopping. All else is refused now
    // and refused again: also a full disk, which is RESOURCE_EXHAUSTED.
    if (this.code !== 'UNAVAILABLE' && this.code !== 'CANCELLED') return undefined;
    // Some of it by chance, so that not all clients come back at once.
    return Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2);
  }
}

// Waits until another attempt may be made. Throws the refusal where none helps, or not before `end`.
export async function waitAfter(refusal, attempt, end) {
  const pause = refusal.pauseMs(attempt);
  if (pause === undefined || Date.now() + pause > end) throw refusal;
  console.error(`${refusal}: again in ${(pause / 1000).toFixed(1)} s`);
  await setTimeout(pause);
}

// The answer to a call that may be made more than once: a read, or a write with a request id. All attempts together
// have `seconds`.
export async function call(client, method, request, seconds = 60) {
  const deadline = Date.now() + seconds * 1000;
  const metadata = newCall();
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await new Promise((resolve, reject) => {
        client[method](request, metadata, { deadline }, (error, answer) => (error ? reject(error) : resolve(answer)));
      });
    } catch (error) {
      await waitAfter(new Refusal(error, metadata), attempt, deadline);
    }
  }
}
