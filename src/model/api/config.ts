import { z } from 'zod';

/** What another configuration means for what runs. */
export const configChange = z.object({
  added: z.array(z.string()),
  removed: z.array(z.string()),
  changed: z.array(z.string()),
  untouched: z.array(z.string()),
  after_restart: z.array(z.string()).meta({ description: 'what holds only after the program is started anew' }),
});
export type ConfigChange = z.infer<typeof configChange>;
