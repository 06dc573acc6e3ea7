import { stateWords } from '../../../words/states.ts';
import { type Arrow, type Diagram, layOut, type Transition } from './diagram-layout.ts';
import { BOX, type DiagramSize, LINE, labelsOf, middleOf, sizeOf } from './diagram-size.ts';
import css from './state-diagram.module.css';

const LABEL = 16;

interface Props {
  readonly transitions: readonly Transition[];
  readonly states: readonly string[];
  /** Nothing is lit where there is none: of a kind, not of an instrument. */
  readonly present?: string;
  readonly capabilities?: readonly string[];
}

/** The states of the instrument, each a line, and what leads from one to another. The present one is lit, and what is possible now. */
export function StateDiagram({ transitions, states, present, capabilities = [] }: Props) {
  const diagram = layOut(transitions, states, present);
  const size = sizeOf(diagram);
  const isOpen = (arrow: Arrow): boolean =>
    diagram.states[arrow.from] === present && arrow.by.some((name) => capabilities.includes(name));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={css.frame} tabIndex={0} aria-label="State diagram">
      <svg
        width={size.width}
        height={size.height}
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={inWords(diagram, present)}
      >
        <defs>
          {['quiet', 'open'].map((name) => (
            <marker
              key={name}
              id={`tip-${name}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerUnits="userSpaceOnUse"
              markerWidth="10"
              markerHeight="10"
              orient="auto"
            >
              <path d="M0 0 8 4 0 8z" className={name === 'open' ? css.tipOpen : css.tip} />
            </marker>
          ))}
        </defs>
        {diagram.states.map((state, line) => (
          <StateLine key={state} state={state} y={middleOf(line)} size={size} isPresent={state === present} />
        ))}
        {diagram.arrows.map((arrow) => (
          <Leads
            key={`${arrow.from} ${arrow.to}`}
            arrow={arrow}
            x={size.columns[arrow.column] ?? 0}
            isOpen={isOpen(arrow)}
          />
        ))}
      </svg>
    </section>
  );
}

interface LineProps {
  readonly state: string;
  readonly y: number;
  readonly size: DiagramSize;
  readonly isPresent: boolean;
}

function StateLine({ state, y, size: { names, width }, isPresent }: LineProps) {
  return (
    <g className={isPresent ? css.present : css.state}>
      <title>{state}</title>
      <line x1={names} y1={y} x2={width} y2={y} className={css.rail} />
      <rect x="1" y={y - BOX / 2} width={names - 2} height={BOX} rx="4" />
      <text x={isPresent ? 28 : 12} y={y - 2}>
        {stateWords(state).words}
      </text>
      <text x={isPresent ? 28 : 12} y={y + 13} className={css.exact}>
        {state}
      </text>
      {isPresent && <circle cx="14" cy={y} r="5" />}
    </g>
  );
}

interface LeadsProps {
  readonly arrow: Arrow;
  readonly x: number;
  readonly isOpen: boolean;
}

function Leads({ arrow, x, isOpen }: LeadsProps) {
  const [from, to] = [middleOf(arrow.from), middleOf(arrow.to)];
  const direction = Math.sign(to - from);
  const labels = labelsOf(arrow);
  const first = Math.min(from, to) + LINE / 2 - ((labels.length - 1) * LABEL) / 2 + 4;
  return (
    <g className={isOpen ? css.open : css.lead}>
      <title>{arrow.by.join(', ')}</title>
      <circle cx={x} cy={from} r="3" />
      <line x1={x} y1={from} x2={x} y2={to - direction * 2} markerEnd={`url(#tip-${isOpen ? 'open' : 'quiet'})`} />
      {labels.map((label, i) => (
        <text key={label} x={x + 8} y={first + i * LABEL}>
          {label}
        </text>
      ))}
    </g>
  );
}

/** The diagram for those who cannot see it. */
const inWords = ({ states, arrows }: Diagram, present: string | undefined): string =>
  [
    ...(present === undefined ? [] : [`Now ${present}.`]),
    ...arrows.map(({ from, to, by }) => `From ${states[from]} to ${states[to]}: ${by.join(', ')}.`),
  ].join(' ');
