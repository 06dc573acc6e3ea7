import type { Simulation } from '../../../definition/simulation.ts';
import { fromHex } from '../../../kit/bytes.ts';
import { attitude, deviceClock, nortekAnswers, nortekManners, nortekReplies, speed } from '../simulation.ts';

const strength = { around: 130, swing: 8, noise: 3 } as const;
const correlation = { around: 96, swing: 2, noise: 1 } as const;

/** Replies and records of VEC 8181 and VEC 4943, as OOI's tests keep them; see README. */
export const simulation: Simulation = {
  ...nortekManners,
  answers: nortekAnswers('\r\nVECTOR\r\nNORTEK 2009\r\nVersion 3.36\r\n'),
  replies: {
    ...nortekReplies,
    read_identification: 'VEC 8181      ',
    read_hardware_configuration: fromHex(`
    a505180056454320383138312020202020200400ffff00000400900004000000ffff0000ffffffff0000332e3336b048
  `),
    read_head_configuration: fromHex(`
    a50470003700701701005645432034393433000000000000000000000000992ac3eaabea0e001925dbda7805830589051cbd0d00822becff
    1dbf05fc222b4200a00f00000000ffff0000ffff0000ffff0000000000000000ffff0000010000000100000000000000ffffffff00000000
    ffff0100000000001900a2f65914c9050301d81b5a2a9d9ffefc35325d007b9e4fff92324c00987e0afd48ff0afd547d2b01cffe3602ff7f
    fafff7fffaff000000000000000000000000000000009f14100e100e10275b0000000000000000000000000000000000000000000300065b
  `),
    read_user_configuration: fromHex(`
    a50000010200100007002c00000201003c00030082000000cc4e00000000020001000100070058023439343300000100264228121209c0a8
    0000300011411400010014000400000020355e01023d1e3d393d533d6e3d883da23dbb3dd43ded3d063e1e3e363e4e3e653e7d3e933eaa3e
    c03ed63eec3e023f173f2c3f413f553f693f7d3f913fa43fb83fca3fdd3ff03f024014402640374049405a406b407c408c409c40ac40bc40
    cc40db40ea40f940084117412541334142414f415d416a417841854192419e41ab41b741c341cf41db41e741f241fd41084213421e422842
    33423d42474251425b4264426e4277428042894291429a42a242aa42b242ba42333330352d30303130365f30303030315f32383039323031
    3200000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
    00000000000000001e005a005a00bc02320000000000000007000000000000000000000000000100000000002a00000002001400ea011400
    ea010a00050000004000400002000f005a0000000100c800000000000f00ea01ea0100000000000000000000071200800040000000000000
    820000000a000800b12b0000000002000600000000000000000000000000000000000000000000000000000000000affcdff8b00e500ee00
    0b0084ff3dffa7ff
  `),
  },
  records: {
    velocity: fromHex('a51000db00008f10000049f041f72303303132120918d8f7'),
    system: fromHex('a5110e0003261317121294007c3b83041301cdfe0a08007b0000e4d9'),
    header: fromHex('a512150012491711121270032f2f2e0002090d0000000000000000000000000000000000000000005d70'),
  },
  streams: { velocity: { every: '125 ms' }, system: { every: '1 s' }, header: { every: '10 min' } },
  heads: ['header'],
  takes: { acquire_sample: '2 s' },
  values: {
    velocity: {
      ensemble_counter: { counts: 256 },
      seawater_pressure_mbar: { around: 12_100, swing: 400, period: '8 s', noise: 5 },
      turbulent_velocity_east: speed(-840),
      turbulent_velocity_north: speed(-580),
      turbulent_velocity_vertical: speed(40),
      amplitude_beam_1: strength,
      amplitude_beam_2: strength,
      amplitude_beam_3: strength,
      correlation_beam_1: correlation,
      correlation_beam_2: correlation,
      correlation_beam_3: correlation,
    },
    system: { date_time_string: deviceClock, ...attitude },
    header: { date_time_string: deviceClock },
  },
};
