import type { Described } from '../../bus/services.ts';
import { isRecord, mapValues } from '../../kit/records.ts';
import type { InstrumentOverview } from '../../model/api/instrument.ts';
import type { CommandMetadata, JsonSchema, ParameterMetadata } from '../../model/metadata.ts';
import { eventName, stateName } from './names.ts';

const TYPES: Readonly<Record<string, string>> = {
  integer: 'int',
  number: 'float',
  boolean: 'bool',
  string: 'string',
  array: 'list',
};

const typeName = ({ type }: JsonSchema): string => (typeof type === 'string' ? (TYPES[type] ?? type) : 'string');

const VISIBILITIES = { read_only: 'READ_ONLY', read_write: 'READ_WRITE', startup: 'IMMUTABLE' } as const;

/** What a value may be: first and last, or what there is to choose from. */
function rangeOf({ minimum, maximum, enum: choices }: JsonSchema): unknown {
  if (Array.isArray(choices)) return Object.fromEntries(choices.map((choice) => [String(choice), choice]));
  return minimum === undefined && maximum === undefined ? null : [minimum ?? null, maximum ?? null];
}

const parameterOf = (about: ParameterMetadata) => ({
  get_timeout: 10,
  set_timeout: 10,
  visibility: VISIBILITIES[about.visibility],
  startup: about.startup !== undefined,
  direct_access: about.restored_after_direct_access,
  display_name: about.title,
  description: about.description ?? null,
  range: rangeOf(about.schema),
  value: { type: typeName(about.schema), default: about.startup ?? null, units: about.unit ?? null, description: null },
});

function commandOf({ title, description, timeout, arguments: schema }: CommandMetadata) {
  const required = Array.isArray(schema.required) ? schema.required : [];
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return {
    timeout: Math.ceil(timeout / 1000),
    display_name: title,
    description: description ?? null,
    arguments: mapValues(properties, (given, name) => {
      const own = isRecord(given) ? given : {};
      return {
        required: required.includes(name),
        display_name: own.title ?? name,
        description: null,
        value: { type: typeName(own), units: own.unit ?? null, description: null },
      };
    }),
    return: { type: null, units: null, description: null },
  };
}

/** What is possible now: commands, and parameters. */
const capabilitiesOf = ({ capabilities }: InstrumentOverview, { parameters }: Described) => [
  capabilities.map(eventName),
  capabilities.includes('get') ? Object.keys(parameters) : [],
];

/** All that OOI's drivers say of themselves in one reply. */
export function overallState(overview: InstrumentOverview, about: Described): object {
  const startup = Object.entries(about.parameters).flatMap(([name, own]) => {
    const value = overview.parameters[name]?.startup ?? own.startup;
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    capabilities: capabilitiesOf(overview, about),
    state: stateName(overview.state),
    metadata: {
      driver: { vendor_sw_compatible: true },
      commands: Object.fromEntries(
        Object.entries(about.commands).map(([name, command]) => [eventName(name), commandOf(command)]),
      ),
      parameters: mapValues(about.parameters, parameterOf),
    },
    parameters: mapValues(about.parameters, (_, name) => overview.parameters[name]?.actual ?? null),
    init_params: { parameters: Object.fromEntries(startup), scheduler: overview.schedule },
    direct_config: [
      {
        title: overview.name,
        eol: about.direct.newline,
        character_delay: 0,
        input_dict: Object.fromEntries(about.direct.buttons.map(({ label, text }) => [label, text])),
      },
    ],
  };
}
