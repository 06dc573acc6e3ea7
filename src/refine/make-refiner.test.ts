import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { QualityConfig } from '../config/quality-schema.ts';
import { derived } from '../definition/derived.ts';
import { number } from '../definition/field.ts';
import { line } from '../definition/stream.ts';
import type { Sample, Value } from '../model/sample.ts';
import { IOOS_QC } from '../qartod/test-ioos-qc.ts';
import { makeRefiner } from './make-refiner.ts';
import { historyFor } from './recall-history.ts';
import { Settling } from './settling.ts';
import { probe, sampleAt } from './test-refining.ts';

const ctd = (second: number, temp: Value, quality?: Sample['quality']): Sample =>
  sampleAt(second, 'ctd', { temp, cond: 4, note: 'a', bins: [1, 2] }, quality);

const refinerWith = (quality: QualityConfig) => makeRefiner({ definition: probe, quality });

/** All samples as they are in the end, whatever the pieces in which they came. */
function finalOf(refiner: ReturnType<typeof makeRefiner>, pieces: readonly (readonly Sample[])[]): Sample[] {
  const settling = new Settling();
  return [...pieces.flatMap((piece) => settling.take(refiner.refine(piece))), ...settling.rest()];
}

test('every field of every sample has a flag: of its valid range, or 2 where nothing judges it', () => {
  const [one] = makeRefiner({ definition: probe }).refine([ctd(0, 12)]).samples;
  assert.deepEqual(one?.flags, {
    temp_qc: 1,
    temp_qc_gross_range: 1,
    cond_qc: 2,
    note_qc: 2,
    bins_qc: 1,
    bins_qc_gross_range: 1,
  });
  assert.equal(one?.quality, 'ok');
});

test('the columns of flags say what they are about', () => {
  const { flags } = refinerWith({ ctd: { gap: '1 min' } }).streams.ctd!;
  assert.deepEqual(flags.time_qc_gap, { field: 'time', test: 'gap' });
  assert.deepEqual(flags.temp_qc, { field: 'temp' });
  assert.deepEqual(flags.temp_qc_gross_range, { field: 'temp', test: 'gross_range' });
});

test('a value that is missing is 9, one that could not be decoded 4, and so is all of a damaged record', () => {
  const refiner = makeRefiner({ definition: probe });
  const flagsOf = (sample: Sample) => {
    const { temp_qc, temp_qc_gross_range, note_qc } = refiner.refine([sample]).samples[0]!.flags!;
    return [temp_qc, temp_qc_gross_range, note_qc];
  };
  assert.deepEqual(flagsOf(ctd(0, null)), [9, 9, 2]);
  assert.deepEqual(flagsOf(ctd(1, Number.NaN)), [9, 9, 2]);
  assert.deepEqual(flagsOf(ctd(2, null, 'invalid')), [4, 9, 2]);
  assert.deepEqual(flagsOf(ctd(3, 12, 'checksum_failed')), [4, 9, 4]);
});

test('a joined value is not blamed on the record that joins it', () => {
  const refiner = makeRefiner({ definition: probe });
  const damaged = sampleAt(0, 'track', { lat: 1, lon: 2, count: 3, temp: 12 }, 'checksum_failed');
  const undecoded = sampleAt(1, 'track', { lat: null, lon: 2, count: 3, temp: null }, 'invalid');
  const [first, second] = refiner.refine([damaged, undecoded]).samples;
  assert.deepEqual([first?.flags?.lat_qc, first?.flags?.temp_qc], [4, 9]);
  assert.deepEqual([second?.flags?.lat_qc, second?.flags?.lon_qc, second?.flags?.temp_qc], [4, 2, 9]);
});

test('the quality of a record follows its worst flag, unless it could not be read', () => {
  const refiner = refinerWith({ temp: { gross_range: { fail: [0, 30], suspect: [5, 25] } } });
  const qualities = refiner
    .refine([ctd(0, 10), ctd(1, 3), ctd(2, 40), ctd(3, 40, 'invalid'), ctd(4, 40, 'checksum_failed')])
    .samples.map(({ quality }) => quality);
  assert.deepEqual(qualities, ['ok', 'questionable', 'out_of_range', 'invalid', 'checksum_failed']);
});

test('what is configured takes the place of the valid range', () => {
  const [one] = refinerWith({ temp: { gross_range: { fail: [-10, 50] } } }).refine([ctd(0, 40)]).samples;
  assert.equal(one?.flags?.temp_qc, 1);
});

test('a list has the worst flag of its values', () => {
  const refiner = makeRefiner({ definition: probe });
  const withBins = (second: number, bins: Value): Sample =>
    sampleAt(second, 'ctd', { temp: 1, cond: 1, note: '', bins });
  const flags = refiner
    .refine([
      withBins(0, [1, 2]),
      withBins(1, [1, 300]),
      withBins(2, [1, null]),
      withBins(3, [null]),
      withBins(4, null),
    ])
    .samples.map(({ flags: all }) => all?.bins_qc);
  assert.deepEqual(flags, [1, 4, 1, 9, 9]);
});

test('what is computed is no better than what it is computed from', () => {
  const definition = {
    samples: {
      a: line(
        /^(?<x>\S+) (?<y>\S+)$/,
        { x: number({ valid: [0, 10] }), y: number() },
        {
          derives: {
            double: derived({}, [{ field: 'x' }], (x = 0) => 2 * x),
            more: derived({}, [{ field: 'double' }, { field: 'y' }], (a = 0, b = 0) => a + b),
            other: derived({}, [{ field: 'y' }], (y = 0) => y),
          },
        },
      ),
    },
  };
  const flagsOf = (x: Value, quality?: Sample['quality']) => {
    const [one] = makeRefiner({ definition }).refine([sampleAt(0, 'a', { x, y: 1 }, quality)]).samples;
    return [one?.flags?.double_qc, one?.flags?.more_qc, one?.flags?.other_qc];
  };
  assert.deepEqual(flagsOf(5), [2, 2, 2]);
  assert.deepEqual(flagsOf(11), [4, 4, 2]);
  assert.deepEqual(flagsOf(null), [9, 9, 2]);
  assert.deepEqual(flagsOf(5, 'checksum_failed'), [4, 4, 4]);
});

test('a spike waits for the next sample, and is settled by it', () => {
  const refiner = refinerWith({ temp: { spike: { suspect: 2, fail: 5 } } });
  const flagsOf = ({ samples, settled }: ReturnType<typeof refiner.refine>) =>
    [...samples, ...settled].map(({ time, provisional, flags }) => [
      Number(time / 1_000_000_000n) % 60,
      flags?.temp_qc_spike,
      flags?.temp_qc,
      provisional === true,
    ]);
  assert.deepEqual(flagsOf(refiner.refine([ctd(0, 10)])), [[0, 2, 1, false]]);
  assert.deepEqual(flagsOf(refiner.refine([ctd(1, 18)])), [[1, 2, 1, true]]);
  assert.deepEqual(flagsOf(refiner.refine([ctd(2, 10), ctd(3, 10)])), [
    [2, 3, 3, false],
    [3, 2, 1, true],
    [1, 4, 4, false],
  ]);
});

test('a settled sample has the quality of its last flags', () => {
  const refiner = refinerWith({ temp: { spike: { fail: 5 } } });
  const { samples } = refiner.refine([ctd(0, 10), ctd(1, 30), ctd(2, 10)]);
  assert.deepEqual(
    samples.map(({ quality, provisional }) => [quality, provisional === true]),
    [
      ['ok', false],
      ['questionable', false],
      ['ok', true],
    ],
  );
});

test('a gap is flagged at its end, and told of', () => {
  const refiner = refinerWith({ ctd: { gap: '10 s' } });
  const { samples, gaps } = refiner.refine([ctd(0, 1), ctd(10, 1), ctd(21, 1)]);
  assert.deepEqual(
    samples.map(({ flags }) => [flags?.time_qc, flags?.time_qc_gap, flags?.temp_qc]),
    [
      [2, 2, 1],
      [1, 1, 1],
      [4, 4, 1],
    ],
  );
  assert.deepEqual(gaps, [{ stream: 'ctd', from: samples[1]?.time, to: samples[2]?.time, log: samples[2]?.log }]);
  assert.equal(refiner.refine([ctd(22, 1)]).gaps, undefined);
});

test('positions are judged in the fields that hold them', () => {
  const refiner = refinerWith({
    track: { location: { latitude: 'lat', longitude: 'lon', box: [0, 50, 20, 70], speed: { suspect: 1, fail: 3 } } },
  });
  const at = (second: number, lat: Value, lon: Value): Sample =>
    sampleAt(second, 'track', { lat, lon, count: 1, temp: 1 });
  const flags = refiner.refine([at(0, 60, 5), at(3600, 60.01, 5), at(7200, 60.5, 5), at(10_800, null, 30)]).samples;
  assert.deepEqual(
    flags.map(({ flags: one }) => [one?.lat_qc_location, one?.lat_qc_speed, one?.lat_qc, one?.lon_qc, one?.count_qc]),
    [
      [1, 2, 1, 1, 2],
      [1, 1, 1, 1, 2],
      [1, 4, 4, 4, 2],
      [4, 9, 9, 4, 2],
    ],
  );
});

test('climatology takes the depth from the configuration, or from the field that has it', () => {
  const season = { period: 'month' as const, time: [1, 12] as [number, number], suspect: [0, 10] as [number, number] };
  const quality = { temp: { climatology: [{ ...season, depth: [0, 20] as [number, number] }] } };
  const definition = { samples: { ctd: probe.samples.ctd } };
  const flagAt = (depth: number) => {
    const refiner = makeRefiner({ definition, quality, position: { latitude: 60, longitude: 5, depth } });
    return refiner.refine([ctd(0, 12)]).samples[0]?.flags?.temp_qc_climatology;
  };
  assert.deepEqual([flagAt(12), flagAt(30)], [3, 2]);
  const own = {
    samples: {
      a: line(/^(?<temp>\S+) (?<d>\S+)$/, { temp: number(), d: number({ cf: 'depth' }) }),
    },
  };
  const refiner = makeRefiner({ definition: own, quality });
  const flags = [12, 30].map((d, i) => refiner.refine([sampleAt(i, 'a', { temp: 12, d })]).samples[0]?.flags);
  assert.deepEqual(
    flags.map((one) => one?.temp_qc_climatology),
    [3, 2],
  );
});

/** A series of ioos_qc's, in samples. */
const samplesOf = ({ values, times }: (typeof IOOS_QC)[number]): Sample[] =>
  values.map((value, i) => sampleAt(times[i]! - times[0]!, 'ctd', { temp: value, cond: 1, note: '', bins: null }));

const qualityOf = ({ gross_range, spike, rate_of_change, flat_line }: (typeof IOOS_QC)[number]): QualityConfig => ({
  temp: {
    gross_range: { fail: gross_range.fail, suspect: gross_range.suspect },
    spike: { suspect: spike.suspect, fail: spike.fail },
    rate_of_change: { suspect: rate_of_change.threshold },
    flat_line,
  },
});

test('the flags of samples are those of ioos_qc, however they are cut into calls', () => {
  fc.assert(
    fc.property(fc.constantFrom(...IOOS_QC), fc.array(fc.nat(40), { maxLength: 8 }), (series, cuts) => {
      const samples = samplesOf(series);
      const ends = [0, ...cuts.map((cut) => Math.min(cut, samples.length)).sort((a, b) => a - b), samples.length];
      const pieces = ends.slice(1).map((end, i) => samples.slice(ends[i], end));
      const flags = finalOf(refinerWith(qualityOf(series)), pieces).map((sample) => sample.flags ?? {});
      const column = (name: string) => flags.map((one) => one[name]);
      assert.deepEqual(column('temp_qc_gross_range'), series.gross_range.flags);
      assert.deepEqual(column('temp_qc_spike'), series.spike.average);
      assert.deepEqual(column('temp_qc_rate_of_change'), series.rate_of_change.flags);
      assert.deepEqual(column('temp_qc_flat_line'), series.flat_line.flags);
    }),
    { numRuns: 60 },
  );
});

test('one that recalls what was kept goes on as if it had never stopped', async () => {
  for (const series of IOOS_QC) {
    const samples = samplesOf(series);
    const whole = finalOf(refinerWith(qualityOf(series)), [samples]);
    for (const stop of [1, 2, 7, Math.floor(samples.length / 2)]) {
      const refiner = refinerWith(qualityOf(series));
      const kept = whole.slice(0, stop);
      refiner.recall(await historyFor(refiner, async (_, count) => kept.slice(-count)));
      assert.deepEqual(finalOf(refiner, [samples.slice(stop)]), whole.slice(stop));
    }
  }
});

test('what must be recalled is as much as the longest test looks at', async () => {
  const refiner = refinerWith({ temp: { flat_line: { tolerance: 0.1, fail: '10 min' }, spike: { fail: 1 } } });
  assert.deepEqual(refiner.memory, { ctd: { samples: 10, seconds: 900 } });
  const stored = Array.from({ length: 5000 }, (_, i) => ctd(i, 1));
  const asked: number[] = [];
  const history = await historyFor(refiner, async (_, count) => {
    asked.push(count);
    return stored.slice(-count);
  });
  assert.deepEqual(asked, [10, 41, 165, 661, 993]);
  assert.equal(history.length, 993);
});

test('a history of very many samples is recalled', async () => {
  const refiner = refinerWith({ temp: { flat_line: { tolerance: 0.1, fail: '2 d' } } });
  const stored = Array.from({ length: 300_000 }, (_, i) => ctd(i, 1));
  const history = await historyFor(refiner, async (_, count) => stored.slice(-count));
  assert.ok(history.length > 1.5 * 2 * 86_400 && history.length <= stored.length, `${history.length}`);
});

test('under another definition the streams that stay go on, and of the others nothing stays open', () => {
  const quality: QualityConfig = { 'ctd.temp': { spike: { fail: 5 } }, lat: { spike: { fail: 5 } } };
  const first = makeRefiner({ definition: probe, quality });
  const at = (second: number, lat: number): Sample => sampleAt(second, 'track', { lat, lon: 5, count: 1, temp: 1 });
  first.refine([ctd(0, 1), at(0, 60), ctd(1, 20), at(1, 60)]);
  const track = line(/^(?<lat>\S+)$/, { lat: number({ valid: [-90, 90] }) });
  const second = first.renewed({ samples: { ...probe.samples, track } });
  const { settled } = second.refine([ctd(2, 1)]);
  assert.deepEqual(
    settled.map(({ stream, flags, provisional }) => [stream, flags?.temp_qc_spike, flags?.lat_qc_spike, provisional]),
    [
      ['track', undefined, 2, undefined],
      ['ctd', 4, undefined, undefined],
    ],
  );
});

test('a field that is called like the flags of another cannot be', () => {
  const definition = { samples: { a: line(/^(?<x>\S+) (?<x_qc>\S+)$/, { x: number(), x_qc: number() }) } };
  assert.throws(() => makeRefiner({ definition }), /stream a: x_qc would be the flags of another field/);
});

test('samples that are judged alike share their flags', () => {
  const { samples } = makeRefiner({ definition: probe }).refine([ctd(0, 1), ctd(1, 2), ctd(2, 90)]);
  assert.equal(samples[0]?.flags, samples[1]?.flags);
  assert.notEqual(samples[0]?.flags, samples[2]?.flags);
});
