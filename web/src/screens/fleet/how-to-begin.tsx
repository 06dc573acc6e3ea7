import { Link } from 'wouter';
import { Empty } from '../../ui/empty.tsx';

/** A fleet without instruments. */
export function HowToBegin() {
  return (
    <Empty title="There is no instrument yet">
      <p>
        Add one under <Link href="/settings/config">Settings, Configuration</Link>; it is run at once, without a
        restart:
      </p>
      <pre>{`instruments:
  ctd:
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001`}</pre>
      <p>
        Which kinds there are stands under <Link href="/kinds">Kinds</Link>.
      </p>
    </Empty>
  );
}
