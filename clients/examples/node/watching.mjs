// Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Refusal, newCall, waitAfter } from './calls.mjs';
import { decode } from './connection.mjs';
import { cellText, word } from './reading.mjs';

const KIND = 'tertial.indicators.v1.Observation';
const HEARTBEAT_SECONDS = 5;
const SILENT_SECONDS = 3 * HEARTBEAT_SECONDS;
const PAUSE_MS = 1_000;

function contentText(content) {
  return content ? cellText(decode(KIND, content.value).cell) : 'nothing';
}

function show({ commit, type, name, before, after, actor }) {
  console.log(`revision ${commit.revision}: ${word('CHANGE_TYPE_', type)} ${name} `
    + `${contentText(before)} -> ${contentText(after)} by ${actor}`);
}

export class NoToken extends Error {}

// Where to go on; '' where there is no file yet. All else that is no token is an error: to begin with what comes next
// would leave out what has happened meanwhile.
function readToken(file) {
  try {
    const token = readFileSync(file, 'utf8');
    if (token !== '') return token;
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
  throw new NoToken(`${file}: no token stands in it`);
}

// Ends the watch when nothing has been heard for too long: the other side may be gone without a word.
function endWhenSilent(stream) {
  return setTimeout(() => {
    console.error(`nothing for ${SILENT_SECONDS} s`);
    stream.cancel();
  }, SILENT_SECONDS * 1000);
}

// The changes of the observations of one area. Its place in the feed is in a file, so that nothing is missed while it
// does not run.
export class Watch {
  #attempt = 0;

  constructor(connection, area, tokenFile) {
    this.connection = connection;
    this.area = area;
    this.file = tokenFile;
    this.token = readToken(tokenFile);
  }

  async run() {
    for (;; this.#attempt += 1) {
      const metadata = newCall();
      try {
        await this.#follow(metadata);
        await sleep(PAUSE_MS); // the service has ended it
      } catch (error) {
        const refusal = new Refusal(error, metadata);
        if (refusal.reason === 'TOKEN_OF_OTHER_EPOCH') this.#beginAfterRestore(refusal);
        else await waitAfter(refusal, this.#attempt, Infinity);
      }
    }
  }

  async #follow(metadata) {
    const request = {
      resumeToken: this.token,
      fromNow: this.token === '',
      filter: { kinds: [KIND], area: this.area },
      heartbeat: { seconds: HEARTBEAT_SECONDS },
    };
    // No deadline: it lasts until it breaks off, or is silent for too long.
    const stream = this.connection.client().watchChanges(request, metadata);
    const silence = endWhenSilent(stream);
    try {
      let first = true;
      for await (const { changes, resumeToken, head } of stream) {
        silence.refresh();
        this.#attempt = 0;
        changes.forEach(show);
        // Kept when what came is dealt with: what was not is told again.
        this.#keep(resumeToken);
        if (first) console.error(`watching at revision ${head.revision}`);
        first = false;
      }
    } finally {
      clearTimeout(silence);
    }
  }

  // After a crash, also of the machine, the file holds this token or the one before.
  #keep(token) {
    this.token = token;
    const file = openSync(`${this.file}.new`, 'w');
    try {
      writeFileSync(file, token);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${this.file}.new`, this.file);
  }

  // The store was restored from a backup: what it lost is no longer so, and what follows has new numbers.
  #beginAfterRestore(refusal) {
    const { revision, begin } = refusal.metadata;
    if (!revision || !begin) throw refusal;
    console.log(`restored: what came after revision ${revision} is no longer so`);
    this.#keep(begin);
  }
}
