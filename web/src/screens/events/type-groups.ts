/** The types of events, by what somebody wants to know. */
export const TYPE_GROUPS = {
  alerts: {
    title: 'Alerts',
    types: [
      'alert_raised',
      'alert_lowered',
      'alert_returned',
      'alert_acknowledged',
      'alert_shelved',
      'alert_unshelved',
      'alert_commented',
      'alert_cleared',
    ],
  },
  states: {
    title: 'States',
    types: ['state_changed', 'started_up', 'not_started_up', 'corrected', 'not_corrected', 'wanted_dropped'],
  },
  commands: { title: 'Commands', types: ['command', 'exchange', 'direct_access_begun', 'direct_access_ended'] },
  parameters: { title: 'Parameters', types: ['parameter_changed', 'parameters_known'] },
  data: {
    title: 'Data',
    types: ['data_gap', 'data_late', 'data_back', 'log_gap', 'flooding', 'flood_over', 'clock_drift'],
  },
  connection: {
    title: 'Connection',
    types: ['attached', 'attachment_lost', 'link_up', 'link_down', 'port_agent_status', 'port_agent_fault'],
  },
  schedule: { title: 'Schedule', types: ['job', 'schedule_changed'] },
  missions: {
    title: 'Missions',
    types: [
      'mission_saved',
      'mission_removed',
      'mission_started',
      'mission_not_started',
      'mission_paused',
      'mission_stopped',
      'mission_resumed',
      'mission_step_failed',
      'mission_ended',
    ],
  },
  access: {
    title: 'Locks, users and logins',
    types: [
      'lock_taken',
      'lock_taken_over',
      'lock_released',
      'lock_expired',
      'login',
      'login_failed',
      'logout',
      'user_added',
      'user_changed',
      'user_removed',
      'token_added',
      'token_removed',
    ],
  },
  program: {
    title: 'The program',
    types: [
      'agent_started',
      'agent_stopped',
      'configured',
      'configuration_refused',
      'definition_reloaded',
      'definition_refused',
      'definition_failed',
      'not_loaded',
      'fault',
      'sink_failing',
      'sink_working',
      'output_failing',
      'output_working',
      'events_lost',
    ],
  },
} as const satisfies Readonly<Record<string, { title: string; types: readonly string[] }>>;

const GROUPS: Readonly<Record<string, { readonly title: string; readonly types: readonly string[] }>> = TYPE_GROUPS;

/** The types that are meant in an address: those of a group, or the very ones that stand there. */
export const typesOf = (text: string): readonly string[] =>
  text === '' ? [] : text.split(',').flatMap((name) => GROUPS[name]?.types ?? [name]);
