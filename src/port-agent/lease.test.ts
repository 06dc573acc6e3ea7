import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import { writerLease } from './lease.ts';

const now = fromIso('2026-11-22T12:00:00Z');

test('while somebody holds the lease, others are told who and since when', () => {
  const lease = writerLease();
  assert.equal(lease.refusal(), undefined);
  const holder = lease.take('ctd driver', now)!;
  assert.equal(lease.take('script', now), undefined);
  assert.equal(lease.refusal(), "ctd driver holds the writer's lease since 2026-11-22T12:00:00.000Z");
  assert.equal(lease.refusal(holder.token), undefined);
});

test('only who holds the lease can give it back', () => {
  const lease = writerLease();
  const first = lease.take('first', now)!;
  lease.release(first);
  const second = lease.take('second', now);
  lease.release(first);
  assert.equal(lease.holder, second);
});
