import assert from 'node:assert/strict';
import { test } from 'node:test';
import { takesGzip } from './compress.ts';

test('gzip is what a client names and does not refuse (RFC 9110, 12.5.3)', () => {
  for (const accepted of ['gzip', 'gzip, deflate, br', 'br;q=1, gzip;q=0.5', 'deflate , gzip ;q=0.001'])
    assert.equal(takesGzip(accepted), true, accepted);
  for (const accepted of [undefined, '', 'br', 'identity', 'gzip;q=0', 'gzip; q=0.000, br', 'x-gzipped'])
    assert.equal(takesGzip(accepted), false, String(accepted));
});
