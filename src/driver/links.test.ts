import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { toBytes, toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { parseLink } from '../link/parse-link.ts';
import type { Sample } from '../model/sample.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { DeclaredDriver } from './declared-driver.ts';
import { type Head, openHeads, twoHeaded } from './test-two-headed.ts';
import { Told } from './told.ts';

const clock = systemClock;

async function startPortAgents(t: TestContext, heads: Readonly<Record<'master' | 'slave', Head>>) {
  const data = await mkdtemp(join(tmpdir(), 'sonde-links-'));
  t.after(() => rm(data, { recursive: true, force: true, maxRetries: 3 }));
  const start = async (link: 'master' | 'slave') => {
    const agent = await PortAgent.start({
      name: `unit/${link}`,
      link: parseLink(heads[link].link),
      data,
      run: join(data, 'run'),
      clock,
      logger: silentLogger,
    });
    t.after(() => agent.close());
    return agent;
  };
  const agents = { master: await start('master'), slave: await start('slave') };
  const placeOf = ({ ports }: PortAgent) => ({
    addr: '127.0.0.1',
    port: ports.data,
    http_port: ports.http,
    from: 'start',
  });
  return { agents, links: { master: placeOf(agents.master), slave: placeOf(agents.slave) } };
}

type Links = Awaited<ReturnType<typeof startPortAgents>>['links'];

async function attach(t: TestContext, links: { readonly [link in keyof Links]: object }) {
  const told = new Told();
  const driver = new DeclaredDriver(told.hear, {
    definition: twoHeaded,
    instrument: 'unit',
    clock,
    reconnect: { first: 20 },
  });
  t.after(() => driver.close());
  await driver.configure({ links });
  await driver.connect();
  await told.until(() => driver.getCurrentState() === 'unknown');
  return { driver, told };
}

async function start(t: TestContext) {
  const heads = await openHeads(t);
  const { agents, links } = await startPortAgents(t, heads);
  const attached = await attach(t, links);
  assert.equal(await attached.driver.discover(), 'command');
  return { ...heads, ...attached, agents, links };
}

const numbers = (samples: readonly Sample[], stream: string): unknown[] =>
  samples.filter((sample) => sample.stream === stream).map(({ values }) => values.number);

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

test('a command goes over several links in its order, and the samples of each link are its streams', async (t) => {
  const { driver, told, master, slave, heard } = await start(t);
  heard.length = 0;
  await driver.executeStartAutosample();
  assert.deepEqual(heard, ['slave GO', 'master GO']);
  await Promise.all([master.ping(50), slave.ping(30)]);
  await told.until(() => told.samples.length === 80);
  assert.deepEqual(numbers(told.samples, 'beams'), upTo(50));
  assert.deepEqual(numbers(told.samples, 'fifth_beam'), upTo(30));
  assert.deepEqual(
    new Set(told.samples.map(({ stream, log }) => `${stream} ${log?.link}`)),
    new Set(['beams master', 'fifth_beam slave']),
  );
  await driver.executeStopAutosample();
  assert.deepEqual(heard.slice(2), ['master break 300', 'slave break 300']);
  assert.deepEqual(
    told
      .of('exchange')
      .slice(-2)
      .map(({ exchange }) => exchange.link),
    ['master', 'slave'],
  );
  const { received, unmatched } = driver.byteCounts();
  assert.ok(received > 80 * 5 && unmatched < received);
});

test('a parameter is read and set over the link of the command that shows it', async (t) => {
  const { driver, heard } = await start(t);
  assert.deepEqual(await driver.get('all'), { interval: 1, slave_interval: 1 });
  heard.length = 0;
  await driver.set({ slave_interval: 7 });
  assert.deepEqual(heard, ['slave TE=7', 'slave ST']);
  await driver.set({ interval: 3, slave_interval: 4 });
  assert.deepEqual(heard.slice(2), ['master TE=3', 'slave TE=4', 'master ST', 'slave ST']);
  assert.deepEqual(await driver.get('all'), { interval: 3, slave_interval: 4 });
});

test('while one link is lost the instrument is, and what comes over the other is kept', async (t) => {
  const { driver, told, master, slave } = await start(t);
  await driver.executeStartAutosample();
  slave.unplug();
  await told.until(() => driver.getCurrentState() === 'instrument_disconnected');
  assert.deepEqual(told.errors, ['the instrument is not reached over its link slave']);
  await assert.rejects(driver.executeStopAutosample(), { code: 'state' });
  await master.ping(5);
  await told.until(() => told.samples.length === 5);
  told.forget();
  slave.plugIn();
  await told.until(() => driver.getCurrentState() === 'unknown');
  await slave.ping(5);
  await told.until(() => told.samples.length === 5);
  assert.deepEqual(numbers(told.samples, 'fifth_beam'), upTo(5));
});

test('whoever begins again where a driver had got to gets each sample of both links once', async (t) => {
  const { driver, told, master, slave, links } = await start(t);
  await driver.executeStartAutosample();
  await Promise.all([master.ping(10), slave.ping(3)]);
  await told.until(() => told.samples.length === 13);
  const { resume } = told.of('sample').at(-1)!;
  assert.ok(resume && 'master' in resume && 'slave' in resume);
  await driver.close();
  await Promise.all([master.ping(5), slave.ping(9)]);
  const again = await attach(t, {
    master: { ...links.master, from: resume.master },
    slave: { ...links.slave, from: resume.slave },
  });
  await again.told.until(() => again.told.samples.length === 14);
  const all = [...told.samples, ...again.told.samples];
  assert.deepEqual(numbers(all, 'beams'), upTo(15));
  assert.deepEqual(numbers(all, 'fifth_beam'), upTo(12));
});

test('a port agent that is not there is named, and the other is left again', async (t) => {
  const heads = await openHeads(t);
  const { agents, links } = await startPortAgents(t, heads);
  const driver = new DeclaredDriver(() => {}, { definition: twoHeaded, instrument: 'unit', clock });
  t.after(() => driver.close());
  await driver.configure({ links: { ...links, slave: { addr: '127.0.0.1', port: 1, http_port: 1 } } });
  await assert.rejects(driver.connect(), { code: 'connection', message: /^link slave: .*ECONNREFUSED/ });
  assert.equal(driver.getCurrentState(), 'disconnected');
  while (agents.master.status().clients.http > 0) await setImmediate();
});

test('a port agent that is lost is named, and its end is the end of the attachment', async (t) => {
  const { driver, told, agents } = await start(t);
  await agents.slave.close();
  await told.until(() => driver.getCurrentState() === 'disconnected');
  await told.until(() => told.errors.length > 0);
  assert.match(told.errors[0]!, /^link slave: port agent 127\.0\.0\.1:\d+: the connection ended$/);
});

test('direct access is to one link, the first where none is named', async (t) => {
  const { driver, told, heard } = await start(t);
  heard.length = 0;
  const answered = async (text: string): Promise<void> => {
    const seen = (): string =>
      told
        .of('direct_access')
        .map(({ bytes }) => toText(bytes))
        .join('');
    await told.until(() => seen().includes(text));
  };
  await driver.executeStartDirectAccess({ link: 'slave' });
  heard.length = 0;
  await driver.executeDirectAccess(toBytes('TE=9\r\nST\r\n'));
  await answered('TE=9');
  assert.deepEqual(heard, ['slave TE=9', 'slave ST']);
  await driver.executeStopDirectAccess();
  told.forget();
  await driver.executeStartDirectAccess();
  await driver.executeDirectAccess(toBytes('ST\r\n'));
  await answered('TE=1');
  await driver.executeStopDirectAccess();
  await assert.rejects(driver.executeStartDirectAccess({ link: 'mistress' }), {
    code: 'parameter',
    message: "link: 'mistress' is not there; there are: master, slave",
  });
});

test('all that is wrong with the config of several links comes at once', async (t) => {
  const driver = new DeclaredDriver(() => {}, { definition: twoHeaded, instrument: 'unit', clock });
  t.after(() => driver.close());
  await assert.rejects(driver.configure({ links: { master: { addr: '', port: 70_000 }, save: {} }, addr: 'x' }), {
    code: 'parameter',
    message: [
      'addr: is not a setting; there are: links',
      "links: is not a setting; did you mean 'slave'?",
      'links.master.addr: "" is not a host name or address such as \'127.0.0.1\'',
      'links.master.port: 70000 is not a port, a whole number from 1 to 65535',
      'links.slave: nothing is not { addr, port } of a port agent',
    ].join('\n'),
  });
  await assert.rejects(driver.configure({ addr: '127.0.0.1', port: 4001 }), {
    message: /not an object with \{ links: \{ master, slave \} \} with \{ addr, port \} of a port agent each$/,
  });
});

test('a definition with other links is no new version of one that runs', async (t) => {
  const driver = new DeclaredDriver(() => {}, { definition: twoHeaded, instrument: 'unit', clock });
  t.after(() => driver.close());
  await driver.reload({ ...twoHeaded });
  await assert.rejects(driver.reload({ ...twoHeaded, links: ['master', 'mate'] }), {
    code: 'definition',
    message: 'test.two_headed: its links were master and slave and are master and mate: start it anew',
  });
});
