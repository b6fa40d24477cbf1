// Follows what is changed, for as long as it runs; goes on where it was after whatever breaks off.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { Refusal, waitAfter } from './calls.mjs';
import { decode } from './connection.mjs';
import { cellText, word } from './reading.mjs';

const KIND = 'tertial.indicators.v1.Observation';
const HEARTBEAT_SECONDS = 10;
const PAUSE_MS = 1_000;

function contentText(content) {
  return content ? cellText(decode(KIND, content.value).cell) : 'nothing';
}

function show({ commit, type, name, before, after, actor }) {
  console.log(`revision ${commit.revision}: ${word('CHANGE_TYPE_', type)} ${name} `
    + `${contentText(before)} -> ${contentText(after)} by ${actor}`);
}

// The changes of the observations of one area. Its place in the feed is in a file, so that nothing is missed while it
// does not run.
export class Watch {
  #attempt = 0;

  constructor(changes, area, tokenFile) {
    this.changes = changes;
    this.area = area;
    this.file = tokenFile;
    this.token = existsSync(tokenFile) ? readFileSync(tokenFile, 'utf8') : '';
  }

  async run() {
    for (;;) {
      try {
        await this.#follow();
        await setTimeout(PAUSE_MS); // the service has ended it
      } catch (error) {
        if (error.code === undefined) throw error;
        const refusal = new Refusal(error);
        if (refusal.reason === 'TOKEN_OF_OTHER_EPOCH') this.#beginAfterRestore(refusal);
        else await waitAfter(refusal, this.#attempt, Infinity);
      }
      this.#attempt += 1;
    }
  }

  async #follow() {
    const request = {
      resumeToken: this.token,
      fromNow: this.token === '',
      filter: { kinds: [KIND], area: this.area },
      heartbeat: { seconds: HEARTBEAT_SECONDS },
    };
    let first = true;
    // No deadline: it lasts until it breaks off. A dead connection is noticed by keepalive.
    for await (const { changes, resumeToken, head } of this.changes.watchChanges(request)) {
      if (first) console.error(`watching at revision ${head.revision}`);
      first = false;
      this.#attempt = 0;
      changes.forEach(show);
      // Kept when what came is dealt with: what was not is told again.
      this.#keep(resumeToken);
    }
  }

  #keep(token) {
    this.token = token;
    writeFileSync(`${this.file}.new`, token);
    renameSync(`${this.file}.new`, this.file);
  }

  // The store was restored from a backup: what it lost is no longer so, and what follows has new numbers.
  #beginAfterRestore({ metadata: { revision, begin } }) {
    console.log(`restored: what came after revision ${revision} is no longer so`);
    this.#keep(begin);
  }
}
