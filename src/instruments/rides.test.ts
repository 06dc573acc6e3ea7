import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '../definition/instrument.ts';
import { instrumentKinds, loadInstrument } from './find-instrument.ts';

const definitions = await Promise.all(instrumentKinds.map(loadInstrument));

for (const { kind, rides, commands } of definitions) {
  for (const hostKind of rides?.on ?? []) {
    test(`${kind} can be behind ${hostKind}`, async () => {
      const host: Readonly<Record<string, Command>> = (await loadInstrument(hostKind)).commands;
      const { tunnel } = rides ?? {};
      if (tunnel !== undefined) {
        const { type, required } = host[tunnel.command]?.arguments?.[tunnel.argument] ?? {};
        assert.deepEqual({ type, required }, { type: 'text', required: true }, `what '${tunnel.command}' hands on`);
      }
      for (const command of Object.values<Command>(commands)) {
        if ('asksHost' in command) assert(command.asksHost in host, `${hostKind} has the command '${command.asksHost}'`);
      }
    });
  }
}
