import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type MountOptions, mount } from '../mount.ts';
import type { Parts } from '../parts.ts';
import { FORM, readForm } from './asked.ts';
import { ooiEndpoints } from './endpoints.ts';
import { OoiLocks } from './locks.ts';
import { Sniffers } from './sniffers.ts';

/** Serves the paths of OOI's HTTP agent; only they take forms too. */
export async function mountOoi(
  app: FastifyInstance,
  { bus, clock, config }: Parts,
  options: MountOptions,
): Promise<void> {
  const { data } = config;
  const sniffers = new Sniffers(join(data, 'run'), clock);
  app.addHook('onClose', async () => sniffers[Symbol.dispose]());
  await app.register(async (scripts) => {
    scripts.addContentTypeParser(FORM, { parseAs: 'string' }, async (_: unknown, text: string) => readForm(text));
    mount(scripts, '', ooiEndpoints({ data, clock, locks: new OoiLocks(bus), sniffers }), options);
  });
}
