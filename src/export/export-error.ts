import { SondeError } from '../kit/errors.ts';

/** An export cannot be finished. */
export class ExportError extends SondeError {
  readonly code = 'export';
}

/** Only `sonde reparse` takes rows away or makes them longer. */
export const replacedMeanwhile = (): ExportError =>
  new ExportError('the samples were replaced while they were exported; export them again');
