import { useMemo, useRef } from 'react';
import { type Issue, lineOf, spanOfLine } from './issue-lines.ts';
import styles from './text-editor.module.css';

interface TextEditorProps {
  readonly label: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** All that is wrong with it; each leads to its line. */
  readonly issues?: readonly Issue[];
  readonly readOnly?: boolean;
}

/** A text with numbered lines, and what is wrong with it at its lines. */
export function TextEditor({ label, text, onText, issues = [], readOnly = false }: TextEditorProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  const wrong = useMemo(() => new Set(issues.map(lineOf)), [issues]);
  const lines = text.split('\n').length;

  const goTo = (line: number): void => {
    area.current?.focus();
    area.current?.setSelectionRange(...spanOfLine(text, line));
  };
  return (
    <div className={styles.editor}>
      <div className={styles.frame}>
        <pre ref={gutter} className={styles.gutter} aria-hidden>
          {Array.from({ length: lines }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
            <span key={index} className={wrong.has(index + 1) ? styles.wrong : undefined}>
              {index + 1}
            </span>
          ))}
        </pre>
        <textarea
          ref={area}
          className={styles.area}
          aria-label={label}
          aria-invalid={issues.length > 0 || undefined}
          spellCheck={false}
          autoCapitalize="off"
          wrap="off"
          readOnly={readOnly}
          value={text}
          onChange={({ target }) => onText(target.value)}
          onScroll={({ currentTarget }) => gutter.current?.scrollTo({ top: currentTarget.scrollTop })}
        />
      </div>
      {issues.length > 0 && (
        <ul className={styles.issues} aria-live="polite">
          {issues.map((issue) => {
            const line = lineOf(issue);
            return (
              <li key={`${issue.where} ${issue.name} ${issue.message}`}>
                {line !== undefined && (
                  <button type="button" onClick={() => goTo(line)}>
                    line {line}
                  </button>
                )}{' '}
                <strong>{issue.name}</strong>: {issue.message}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
