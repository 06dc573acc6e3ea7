import { Suspense, useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { AlertsScreen } from './screens/alerts/alerts.tsx';
import { FleetScreen } from './screens/fleet/fleet.tsx';
import { LoginScreen } from './screens/login/login.tsx';
import { NotFoundScreen } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';
import { askWho, useSession } from './state/session.ts';
import { Empty } from './ui/empty.tsx';
import { lazily } from './ui/lazily.ts';
import { ProblemNote } from './ui/problem.tsx';

const EventsScreen = lazily(async () => (await import('./screens/events/events.tsx')).EventsScreen);
const MissionsScreen = lazily(async () => (await import('./screens/missions/missions.tsx')).MissionsScreen);
const SettingsScreen = lazily(async () => (await import('./screens/settings/settings.tsx')).SettingsScreen);
const KindsScreen = lazily(async () => (await import('./screens/kinds/kinds.tsx')).KindsScreen);
const InstrumentScreen = lazily(async () => (await import('./screens/instrument/instrument.tsx')).InstrumentScreen);

/** The page: who is there is asked first, then what they came for. */
export function App() {
  const { who, error } = useSession();
  useEffect(() => void askWho(), []);
  if (who === undefined) {
    return error === undefined ? (
      <Empty title="Asking the server…" />
    ) : (
      <ProblemNote error={error} onRetry={() => void askWho()} />
    );
  }
  if (who.login === 'needed') return <LoginScreen />;
  return (
    <Shell who={who}>
      <Suspense fallback={<Empty title="Loading…" />}>
        <Switch>
          <Route path="/" component={FleetScreen} />
          <Route path="/i/:id/:tab?">
            {({ id, tab }) => <InstrumentScreen key={id} id={id} tab={tab ?? 'live'} />}
          </Route>
          <Route path="/alerts" component={AlertsScreen} />
          <Route path="/events" component={EventsScreen} />
          <Route path="/missions/:name?">{({ name }) => <MissionsScreen name={name} />}</Route>
          <Route path="/kinds/:kind?">
            {({ kind }) => <KindsScreen {...(kind !== undefined && { kind: decodeURIComponent(kind) })} />}
          </Route>
          <Route path="/settings/:part?">{({ part }) => <SettingsScreen part={part ?? 'page'} />}</Route>
          <Route component={NotFoundScreen} />
        </Switch>
      </Suspense>
    </Shell>
  );
}
