import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Place } from '../client/place.ts';
import { sendForJson } from '../client/send.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import type { Job } from '../model/api/job.ts';
import { runJob } from './job-run.ts';

const JOB: Job = {
  id: '7',
  instrument: 'ctd',
  command: 'test',
  args: {},
  by: 'anna@ship sonde exec',
  state: 'running',
  created: '2026-01-01T00:00:00Z',
};
const SUMMARY: InstrumentSummary = {
  id: 'ctd',
  name: 'ctd',
  kind: 'acme.ctd',
  model: 'CTD',
  state: 'command',
  state_since: '2026-01-01T00:00:00Z',
  late: false,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
};

/** An instrument behind a server that answers with a job that goes on, and what it was asked. */
async function behind(t: TestContext, onAsked: (request: IncomingMessage) => void) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    onAsked(request);
    response.end(JSON.stringify(JOB));
  }).listen(0, '127.0.0.1');
  t.after(() => server.close().closeAllConnections());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const place: Place = { name: 'here', origin: `http://127.0.0.1:${port}`, headers: {} };
  const ask = <T>(path: string, sent?: object): Promise<T> => sendForJson<T>(place, `/instruments/ctd${path}`, sent);
  return { asked, instrument: { place, summary: SUMMARY, now: 0, ask } };
}

test('a job that is broken off while it is begun is broken off there too', async (t) => {
  const stopping = new AbortController();
  const { asked, instrument } = await behind(t, ({ method }) => {
    if (method === 'POST') stopping.abort(new Error('Ctrl-C'));
  });
  await assert.rejects(runJob(process, instrument, '/commands/test', {}, stopping.signal), /Ctrl-C/);
  assert.deepEqual(asked, ['POST /api/v1/instruments/ctd/commands/test', 'DELETE /api/v1/instruments/ctd/jobs/7']);
});
