import { SondeError } from '../kit/errors.ts';
import type { ProblemCode } from '../model/api/problem.ts';

type HttpCode = Extract<ProblemCode, 'method' | 'too_large' | 'media_type' | 'range'>;

/** What is wrong with a request as such, before anything looks into it. */
export class HttpError extends SondeError {
  readonly code: HttpCode;
  readonly headers: Readonly<Record<string, string>>;
  constructor(code: HttpCode, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}

export const tooLarge = (most: number): HttpError =>
  new HttpError('too_large', `the body may have at most ${most} bytes`);

export const notJson = (type: string | undefined): HttpError =>
  new HttpError('media_type', `the body must be application/json, not ${type ?? 'of no type'}`);

export const wrongMethod = (method: string, allowed: readonly string[]): HttpError =>
  new HttpError('method', `${method} is not possible here; possible: ${allowed.join(', ')}`, {
    allow: allowed.join(', '),
  });
