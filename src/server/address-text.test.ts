import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { test } from 'node:test';
import { addressText } from './address-text.ts';

test('the address that is told can be opened, also where the server listens everywhere', () => {
  assert.equal(addressText('http', '127.0.0.1', 8100), 'http://127.0.0.1:8100');
  assert.equal(addressText('https', '::1', 8100), 'https://[::1]:8100');
  for (const host of ['0.0.0.0', '::']) {
    assert.equal(addressText('https', host, 443), `https://${hostname().toLowerCase()}:443`);
  }
});
