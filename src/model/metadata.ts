import type { Value } from './sample.ts';

/** A JSON Schema (2020-12) fragment. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** `read_write`: may be set at any time. `startup`: only when the instrument is started up. `read_only`: never. */
export type Visibility = 'read_only' | 'read_write' | 'startup';

export interface ParameterMetadata {
  readonly title: string;
  readonly description?: string;
  readonly visibility: Visibility;
  readonly unit?: string;
  readonly startup?: Value;
  readonly restoredAfterDirectAccess: boolean;
  readonly group?: string;
  readonly schema: JsonSchema;
}

export interface CommandMetadata {
  readonly title: string;
  readonly description?: string;
  readonly states: readonly string[];
  readonly timeout: number;
  readonly arguments: JsonSchema;
  readonly dangerous: boolean;
}

export interface FieldMetadata {
  readonly title: string;
  readonly unit?: string;
  readonly cf?: string;
  readonly type: string;
}

export interface StreamMetadata {
  readonly ooi?: string;
  readonly fields: Readonly<Record<string, FieldMetadata>>;
}

/** All that a generic user interface needs to know about a driver. */
export interface ConfigMetadata {
  readonly driver: { readonly kind: string; readonly maker: string; readonly model: string };
  readonly states: readonly string[];
  readonly commands: Readonly<Record<string, CommandMetadata>>;
  readonly parameters: Readonly<Record<string, ParameterMetadata>>;
  readonly streams: Readonly<Record<string, StreamMetadata>>;
}

/** A parameter as it stands: what was asked for, what the instrument shows, and when it last showed it. */
export interface ParameterState {
  readonly actual: Value;
  readonly desired?: Value;
  /** ISO-8601; absent when it was never read. */
  readonly verified?: string;
}
