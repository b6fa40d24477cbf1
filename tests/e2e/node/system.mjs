// `tertial up` with a data set on free ports and a temporary directory.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
export const source = process.env.TERTIAL_SOURCE_DIR ?? path.resolve(here, '../../..');
export const bin = process.env.TERTIAL_BIN_DIR ?? path.join(source, 'build/bin');

export const example = path.join(source, 'data/asker-2024');

// Where planted.py keeps what processes under test have written.
function keepLogs(folder) {
  const output = process.env.TERTIAL_TEST_OUTPUT;
  const logs = path.join(folder, 'log');
  if (!output || !existsSync(logs)) return;
  cpSync(logs, path.join(output, 'written', `node.${path.basename(folder)}`), { recursive: true });
}

// Starts it with the data set in `load` and waits until it serves: {addresses, stop}. `stop` asks it to end, removes what it
// kept, and answers its exit code.
export async function startSystem(load = example) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tertial-e2e-'));
  // Should this process be killed, the system is to end with it.
  const up = spawn('setpriv', ['--pdeathsig', 'TERM', path.join(bin, 'tertial'),
    'up', '--port-base', '0', '--data', folder, '--load', load,
    '--areas', path.join(source, 'data/areas'),
    '--policy', path.join(source, 'deploy/config/policy.json'),
  ], { stdio: ['ignore', 'pipe', 'inherit'] });
  const addresses = {};
  const ended = new Promise((resolve) => up.once('exit', resolve));
  async function stop() {
    up.stdout.resume();
    up.kill('SIGTERM');
    const code = await ended;
    keepLogs(folder);
    rmSync(folder, { recursive: true });
    return code;
  }
  for await (const line of createInterface({ input: up.stdout })) {
    const serving = /^(\w+) +(127\.0\.0\.1:\d+) +SERVING/.exec(line);
    if (serving) addresses[serving[1]] = serving[2];
    if (/^Serving at /.test(line)) return { addresses, stop };
  }
  throw new Error('tertial up ended before it served');
}
