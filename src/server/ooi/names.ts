/** How OOI calls what Sonde calls otherwise. */
const STATE = 'DRIVER_STATE_';
const EVENT = 'DRIVER_EVENT_';

/** All parameters, in a request. */
export const ALL_PARAMETERS = 'DRIVER_PARAMETER_ALL';
export const meansAll = (name: string): boolean => name === ALL_PARAMETERS || name === 'ALL';

/** `DRIVER_STATE_COMMAND` */
export const stateName = (state: string): string => `${STATE}${state.toUpperCase()}`;

/** `DRIVER_EVENT_START_AUTOSAMPLE`; one name is irregular there. */
export const eventName = (command: string): string =>
  command === 'execute_direct' ? 'EXECUTE_DIRECT' : `${EVENT}${command.toUpperCase()}`;

/** Sonde's name of a command, whichever of the two was given. */
export const commandName = (event: string): string => event.replace(/^DRIVER_EVENT_/, '').toLowerCase();
