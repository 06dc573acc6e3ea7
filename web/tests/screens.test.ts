import { browserTest } from './browser.ts';
import { heading, lookAt, type Screen } from './look-at.ts';
import { atScene, ofDemo, untilSampling } from './scene.ts';

const SCREENS: readonly Screen[] = [
  { name: 'fleet', path: '/', ready: (page) => page.getByText('MicroCAT at 12 m').first().waitFor() },
  {
    name: 'alerts',
    path: '/alerts',
    ready: (page) =>
      page
        .getByText(/ctd\.temp is/)
        .first()
        .waitFor(),
  },
  { name: 'events', path: '/events', ready: (page) => page.getByText('start_autosample done').first().waitFor() },
  { name: 'missions', path: '/missions', ready: heading('Missions') },
  { name: 'kinds', path: '/kinds', ready: heading('Nortek') },
  { name: 'kind', path: '/kinds/sea_bird.sbe37_smp', ready: heading(/^Commands/) },
  { name: 'settings', path: '/settings', ready: heading('Settings') },
  { name: 'settings-server', path: '/settings/server', ready: heading('Settings') },
  { name: 'settings-rules', path: '/settings/rules', ready: (page) => page.getByText('ctd.temp').first().waitFor() },
  { name: 'settings-config', path: '/settings/config', ready: (page) => page.getByRole('textbox').first().waitFor() },
  { name: 'settings-users', path: '/settings/users', ready: heading('Settings') },
];

/** Nothing in the sea is so warm: an alarm is raised with the first sample. */
const { ctd_12m: ctd, ...others } = ofDemo('ctd_12m', 'velocimeter_field', 'profiler_optode', 'oxygen');
const INSTRUMENTS = { ctd_12m: { ...ctd!, more: { alerts: { temp: { alarm: [50, 60] } } } }, ...others };

browserTest('every screen can be seen and used, in each palette, at a desk and on a telephone', (stage) =>
  atScene({ instruments: INSTRUMENTS }, async (scene) => {
    await untilSampling(scene, ...Object.keys(INSTRUMENTS));
    await lookAt(stage, scene.address, SCREENS);
  }),
);
