// Asks a service several questions and prints the answers as one JSON list.
//
// Reads {service, address, calls: [{method, request, pages, caller, refused}]} from standard input. With `pages`, the
// name of a repeated field, all pages are asked for, and the answer has all they hold. The caller is "cli" where none
// is named. With `refused` an error is an answer: {code, message, details}.
import { readFileSync } from 'node:fs';
import { call, connect, detailsOf } from './client.mjs';

const { service, address, calls } = JSON.parse(readFileSync(0, 'utf8'));
const client = connect(service, address);

async function answerTo({ method, request, pages, caller = 'cli', refused = false }) {
  if (refused) {
    const error = await call(client, method, request, { caller }).catch((thrown) => thrown);
    return { code: error.code, message: error.message, details: detailsOf(error) };
  }
  const answer = await call(client, method, request, { caller });
  while (pages !== undefined && answer.nextPageToken !== '') {
    const more = await call(client, method, { ...request, pageToken: answer.nextPageToken }, { caller });
    answer[pages].push(...more[pages]);
    answer.nextPageToken = more.nextPageToken;
  }
  return answer;
}

const answers = [];
for (const one of calls) answers.push(await answerTo(one));
process.stdout.write(JSON.stringify(answers));
client.close();
