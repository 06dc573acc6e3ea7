import type { z } from 'zod';
import { alert, alertRule } from '../../model/api/alert.ts';
import { configChange } from '../../model/api/config.ts';
import { health, logDay, serverInfo, storedStream, transcriptEntry, transcriptPage } from '../../model/api/data.ts';
import {
  instrumentOverview,
  instrumentSummary,
  keyValue,
  parameterState,
  streamState,
} from '../../model/api/instrument.ts';
import { job } from '../../model/api/job.ts';
import { LIVE_TOPICS } from '../../model/api/live.ts';
import { heldLock, lock, lockRequest } from '../../model/api/lock.ts';
import { instrumentMetadata } from '../../model/api/metadata.ts';
import { mission, missionRun, stepState } from '../../model/api/mission.ts';
import { problem } from '../../model/api/problem.ts';
import { newToken, token, user, whoAmI } from '../../model/api/user.ts';
import { eventJson } from '../../model/event.ts';

/** What several endpoints speak of, by the names that it has in the document. */
export const SHARED_SCHEMAS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>(
  Object.entries({
    Alert: alert,
    AlertRule: alertRule,
    ConfigChange: configChange,
    Event: eventJson,
    Health: health,
    HeldLock: heldLock,
    InstrumentMetadata: instrumentMetadata,
    InstrumentOverview: instrumentOverview,
    InstrumentSummary: instrumentSummary,
    Job: job,
    KeyValue: keyValue,
    LiveSamples: LIVE_TOPICS.samples,
    LiveSummary: LIVE_TOPICS.summary,
    Lock: lock,
    LockRequest: lockRequest,
    LogDay: logDay,
    Mission: mission,
    MissionRun: missionRun,
    MissionStep: stepState,
    NewToken: newToken,
    ParameterState: parameterState,
    Problem: problem,
    ServerInfo: serverInfo,
    StoredStream: storedStream,
    StreamState: streamState,
    Token: token,
    TranscriptEntry: transcriptEntry,
    TranscriptPage: transcriptPage,
    User: user,
    WhoAmI: whoAmI,
  }),
);
