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
  readonly restored_after_direct_access: boolean;
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

/** What a field's values are; the values of a list are all of one kind. */
export type FieldType = 'number' | 'integer' | 'text' | 'flag' | 'bytes' | 'list';

export interface FieldMetadata {
  readonly title: string;
  /** UDUNITS spelling. */
  readonly unit?: string;
  /** CF standard name. */
  readonly cf?: string;
  readonly type: FieldType;
  /** What the values of a list are. */
  readonly items?: Exclude<FieldType, 'list'>;
  /** The range in which a value can be true, in `unit`. */
  readonly valid?: readonly [number, number];
}

export interface StreamMetadata {
  readonly title: string;
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
