import type { Simulation } from '../../../definition/simulation.ts';
import { fromHex } from '../../../kit/bytes.ts';
import { attitude, deviceClock, nortekAnswers, nortekManners, nortekReplies, speed } from '../simulation.ts';

const strength = { around: 120, swing: 20, noise: 4 } as const;

const measured: Simulation['values'][string] = {
  date_time_string: deviceClock,
  ...attitude,
  pressure_mbar: { around: 1670, swing: 250, period: '8 s', noise: 5 },
  velocity_beam1: speed(-60),
  velocity_beam2: speed(10),
  velocity_beam3: speed(0),
  amplitude_beam1: strength,
  amplitude_beam2: strength,
  amplitude_beam3: strength,
};

/** Identification and velocity of OOI's tests; configuration and diagnostics of AQD 11402; see README. */
export const simulation: Simulation = {
  ...nortekManners,
  answers: nortekAnswers('\r\nAQUADOPP\r\nNORTEK 2009\r\nVersion 3.36\r\n'),
  replies: {
    ...nortekReplies,
    read_identification: 'AQD 1215      ',
    read_hardware_configuration: fromHex(`
    a505180041514431313430322020202020200400ffff00000400900004000000ffff0000ffffffff0000332e33358d68
  `),
    read_head_configuration: fromHex(`
    a50470003f40d0070000414c442036333234000000004100410041000000c50b1efa1efa0000cff5310a9f0c9f0c9f0c78b59ef1d82ced01
    3dbf6c0c302c7afec80000000000ffff00000100000001000000000000000000ffff0000ffff0000ffff000000000000ffff010000000000
    ffffffff000000000000a2649f1fc9050301d81b532adfb790f7f42db100a4b2e6fa702e9f00ff7f69015fff69011e7cf6ffb50189fdbc78
    700015001400000000000000000000000000000000005515100e100e1027640000000000000000000000000000000000000000000300d825
  `),
    read_user_configuration: fromHex(`
    a50000017d0031002000b501000217000100030042000000000000000000010000000100200001003131343032000000444501221310c0a8
    000020001141140001001400040000004e365e01023d1e3d393d533d6e3d883da23dbb3dd43ded3d063e1e3e363e4e3e653e7d3e933eaa3e
    c03ed63eec3e023f173f2c3f413f553f693f7d3f913fa43fb83fca3fdd3ff03f024014402640374049405a406b407c408c409c40ac40bc40
    cc40db40ea40f940084117412541334142414f415d416a417841854192419e41ab41b741c341cf41db41e741f241fd41084213421e422842
    33423d42474251425b4264426e4277428042894291429a42a242aa42b242ba42333330352d30303130342d30303032302d30313130323031
    3300000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    00000000000000001e005a005a00bc02320000000000000007000000000000000000000000001e00000000002a00000002001400ea011400
    ea010a00050000004000400002000f005a0000000100c800000000000f00ea01ea0100000000000000000000000000000000000000000000
    000000000000000000000000000006000200030000000000000000000000000000000000000000000000000000000affcdff8b00e500ee00
    0b0084ff3dff1bbe
  `),
  },
  records: {
    velocity: fromHex('a5011500101926221211000000009300f83b810628017f01002d0000e3094c0122ff9afe1e1416006093'),
    diagnostics: fromHex('a5801500453001221310000000007b00b73bdd030001dffe00a0cb00e1086901b501e000101010005796'),
    diagnostics_header: fromHex('a506120014000100000000000516021114080000000000000000000000000000000073eb'),
  },
  streams: {
    velocity: { every: { parameter: 'measurement_interval' } },
    diagnostics_header: { every: { parameter: 'diagnostics_interval' }, while: 'diagnostics_interval' },
    diagnostics: { every: { parameter: 'diagnostics_interval' }, while: 'diagnostics_interval' },
  },
  takes: { acquire_sample: '2 s' },
  values: { velocity: measured, diagnostics: measured },
};
