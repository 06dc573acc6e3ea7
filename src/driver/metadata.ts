import type { Command, Instrument } from '../definition/instrument.ts';
import { NotImplementedError } from '../kit/errors.ts';
import type { ConfigMetadata } from '../model/metadata.ts';
import type { Values } from '../model/sample.ts';

/** All that a generic user interface needs to know about the driver of this definition, as plain JSON. */
export function configMetadata(_definition: Instrument): ConfigMetadata {
  throw new NotImplementedError('configMetadata');
}

/** A command's arguments, checked; a `ParameterError` with all that is wrong. */
export function argumentsOf(_name: string, _command: Command, _args: unknown): Values {
  throw new NotImplementedError('argumentsOf');
}
