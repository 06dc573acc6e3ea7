import { describeInstrument } from '../../../testing/describe-instrument.ts';
import { fixture } from '../../../testing/fixture.ts';
import { optode } from './index.ts';

const at = (name: string): URL => new URL(`./fixtures/${name}`, import.meta.url);

describeInstrument(optode, {
  fixtures: [
    fixture(at('sample.bin'), [
      { stream: 'optode', quality: 'ok', values: { oxy_calphase: 23025, oxy_temp: 39317, oxygen: 2909385 } },
    ]),
    fixture(at('voltage.bin'), [{ stream: 'voltage', quality: 'ok', values: { ext_volt0: 23025 } }]),
    fixture(at('settings.bin'), [
      {
        stream: 'settings',
        quality: 'ok',
        values: {
          product_number: '4831',
          serial_number: '134',
          analog_output: 'CalPhase',
          calphase: 30.05,
          enable_temperature: false,
          enable_text: false,
          enable_humiditycomp: true,
          enable_airsaturation: false,
          enable_rawdata: false,
          interval: 5,
          mode: 'Smart Sensor Terminal',
        },
      },
    ]),
  ],
});
