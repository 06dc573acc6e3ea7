import { escapeBytes } from './bytes.ts';

/** One thing that is wrong with an input: which thing, where it is, and what would be right. */
export interface Issue {
  readonly name: string;
  readonly message: string;
  /** Where the thing stands, for people: `sonde.yaml:12:5`, or a path inside a document. */
  readonly where?: string;
}

/** Every error that Sonde throws on purpose. `code` is stable: it goes over the wire and into scripts. */
export abstract class SondeError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

const listed = (issues: readonly Issue[]): string =>
  issues.map((issue) => `${issue.where ? `${issue.where}: ` : ''}${issue.name}: ${issue.message}`).join('\n');

/** The values are wrong: fix them. Lists all of them at once. */
export class ParameterError extends SondeError {
  readonly code = 'parameter';
  readonly issues: readonly Issue[];
  constructor(issues: string | readonly Issue[], options?: ErrorOptions) {
    super(typeof issues === 'string' ? issues : listed(issues), options);
    this.issues = typeof issues === 'string' ? [] : issues;
  }
}

/** Not possible in the present state; says what is. */
export class StateError extends SondeError {
  readonly code = 'state';
  readonly state: string;
  readonly event: string;
  readonly allowed: readonly string[];
  constructor(event: string, state: string, allowed: readonly string[], options?: ErrorOptions) {
    const instead = allowed.length > 0 ? `possible now: ${allowed.join(', ')}` : 'nothing is possible now';
    super(`'${event}' is not possible in state '${state}'; ${instead}`, options);
    this.event = event;
    this.state = state;
    this.allowed = allowed;
  }
}

/** The connection failed or was lost: reconnect. */
export class ConnectionError extends SondeError {
  readonly code = 'connection';
}

/** Nothing came in time: wake and retry. Holds what was awaited and what came instead. */
export class TimeoutError extends SondeError {
  readonly code = 'timeout';
  readonly awaited: string;
  readonly received: Uint8Array;
  /** Says nothing about what was received where that is not given. */
  constructor(awaited: string, after: string, received?: Uint8Array, options?: ErrorOptions) {
    const came =
      received && (received.length > 0 ? `; received '${escapeBytes(received, 200)}'` : '; nothing was received');
    super(`waited ${after} for ${awaited}${came ?? ''}`, options);
    this.awaited = awaited;
    this.received = received ?? new Uint8Array();
  }
}

/** The instrument refused, or answered something else. Holds what was sent and what came back. */
export class ProtocolError extends SondeError {
  readonly code = 'protocol';
  readonly sent: string;
  readonly reply: string;
  constructor(message: string, sent: string, reply: string, options?: ErrorOptions) {
    super(`${message}: sent '${sent}', the instrument answered '${reply}'`, options);
    this.sent = sent;
    this.reply = reply;
  }
}

/** A frame could not be decoded: count it and keep the bytes. */
export class SampleError extends SondeError {
  readonly code = 'sample';
  readonly bytes: Uint8Array;
  constructor(message: string, bytes: Uint8Array, options?: ErrorOptions) {
    super(`${message}: '${escapeBytes(bytes, 120)}'`, options);
    this.bytes = bytes;
  }
}

/** This driver has no such ability. */
export class NotImplementedError extends SondeError {
  readonly code = 'not_implemented';
}

/** There is no such thing. */
export class NotFoundError extends SondeError {
  readonly code = 'not_found';
}

/** Who asks is not known: log in, or send a token. */
export class LoginRequiredError extends SondeError {
  readonly code = 'login_required';
}

/** Too many at once, or too often: again after so many seconds. */
export class TooManyError extends SondeError {
  readonly code = 'too_many';
  readonly retryAfter: number;
  constructor(message: string, retryAfter: number) {
    super(message);
    this.retryAfter = retryAfter;
  }
}

/** Who asks is known, and may not do this. */
export class ForbiddenError extends SondeError {
  readonly code = 'forbidden';
}

/** Somebody else holds the instrument: ask them, wait, or take over. */
export class LockedError extends SondeError {
  readonly code = 'locked';
}

/** A dangerous command that nobody has confirmed. Says what it does. */
export class ConfirmationError extends SondeError {
  readonly code = 'confirmation';
}

/** The operator's configuration or command line is wrong. Lists all that is wrong at once. */
export class ConfigError extends SondeError {
  readonly code = 'config';
  readonly issues: readonly Issue[];
  constructor(issues: string | readonly Issue[], options?: ErrorOptions) {
    super(typeof issues === 'string' ? issues : listed(issues), options);
    this.issues = typeof issues === 'string' ? [] : issues;
  }
}

/** An instrument's definition contradicts itself: for its author, thrown when it is loaded. */
export class DefinitionError extends SondeError {
  readonly code = 'definition';
}

/** Whatever was thrown, as one line for people. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const said = thrown.message || thrown.name;
  const isFull = 'code' in thrown && thrown.code === 'EMFILE';
  return isFull ? `${said} (how many a process may have: ulimit -n, LimitNOFILE of a service)` : said;
}

/** Whatever was thrown, as an `Error`. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
