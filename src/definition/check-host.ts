import type { Instrument } from './instrument.ts';

/** What an instrument needs of the one that it is found behind, and that one does not have. */
export function hostProblems({ rides, commands }: Instrument, host: Instrument): string[] {
  const { tunnel } = rides ?? {};
  const taken = tunnel && host.commands[tunnel.command]?.arguments?.[tunnel.argument]?.type;
  const asked = Object.values(commands).flatMap((command) => ('asksHost' in command ? [command.asksHost] : []));
  return [
    ...(tunnel === undefined || taken === 'text'
      ? []
      : [`${host.kind} has no command '${tunnel.command}' that takes a text as '${tunnel.argument}'`]),
    ...asked.filter((name) => !(name in host.commands)).map((name) => `${host.kind} has no command '${name}'`),
  ];
}
