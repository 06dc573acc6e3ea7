import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keep, readKept } from './kept.ts';

const offer = (storage: unknown): void => {
  Object.defineProperty(globalThis, 'sessionStorage', { value: storage, configurable: true });
};

test('what is kept is read again; what cannot be read was never kept', () => {
  const held = new Map([['broken', '{']]);
  offer({
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, text: string) => void held.set(name, text),
  });
  keep('sessionStorage', 'locks', { ctd: 1 });
  assert.deepEqual(readKept('sessionStorage', 'locks'), { ctd: 1 });
  assert.equal(readKept('sessionStorage', 'broken'), undefined);
  assert.equal(readKept('sessionStorage', 'other'), undefined);
});

test('a browser that forbids that anything is kept does not stop the page', () => {
  const forbid = (): never => {
    throw new DOMException('denied', 'SecurityError');
  };
  offer({ getItem: forbid, setItem: forbid });
  keep('sessionStorage', 'locks', {});
  assert.equal(readKept('sessionStorage', 'locks'), undefined);
});
