// A report in the formats that it is exported in, read back by programs that are not ours, and held
// against the same report as JSON.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import JSONstat from 'jsonstat-toolkit';
import { call, connect, detailsOf, grpc } from './client.mjs';
import { recordedCells, statusOf } from './reported_cells.mjs';
import { bin, startSystem } from './system.mjs';

const SECTIONS = ['INDICATORS', 'STATISTICS', 'WORKFORCE', 'POLITICS', 'CLIMATE'];

let system;
let folder;
let report;

function write(format, ...more) {
  const file = path.join(folder, `report.${format}`);
  execFileSync(path.join(bin, 'tertial'), ['report', '--gateway', system.addresses.gateway,
    '--area', '3203', '--period', '2024', '--language', 'nb', '--format', format, '--output', file, ...more]);
  return readFileSync(file, 'utf8');
}

const sorted = (rows) => rows.map((row) => JSON.stringify(row)).sort();

describe('a report in its formats', () => {
  before(async () => {
    system = await startSystem();
    folder = mkdtempSync(path.join(tmpdir(), 'tertial-exports-'));
    report = JSON.parse(write('json'));
  });

  after(async () => {
    rmSync(folder, { recursive: true });
    assert.equal(await system.stop(), 0);
  });

  describe('SDMX-CSV', () => {
    let rows;
    before(() => {
      rows = parse(write('sdmx-csv'), { columns: true, record_delimiter: '\r\n' });
    });

    test('every row names structure, action and all dimensions', () => {
      for (const row of rows) {
        assert.equal(row.STRUCTURE, 'datastructure');
        assert.equal(row.STRUCTURE_ID, 'TERTIAL:REPORT(1.0)');
        assert.equal(row.ACTION, 'I');
        assert.equal(row.AREA, 'asker');
        assert.ok(SECTIONS.includes(row.SECTION));
        assert.match(row.SERIES, /^[\w.~:-]+$/);
        assert.equal(row.FREQ, 'A');
        assert.match(row.TIME_PERIOD, /^\d{4}$/);
      }
    });

    test('no key stands twice', () => {
      const keys = new Set(rows.map((row) => `${row.SECTION} ${row.SERIES} ${row.TIME_PERIOD}`));
      assert.equal(keys.size, rows.length);
    });

    test('the recorded cells of every section are those of the report, with their statuses', () => {
      for (const section of SECTIONS) {
        const own = rows.filter((row) => row.SECTION === section && row.FORMULA === '')
          .map((row) => [row.TIME_PERIOD, row.OBS_VALUE, row.MISSING_REASON, row.OBS_STATUS]);
        const expected = recordedCells(report, section)
          .map(({ period, value, missing, cell }) => [period, value, missing, statusOf(cell)]);
        assert.ok(expected.length > 0, section);
        assert.deepEqual(sorted(own), sorted(expected), section);
      }
    });

    test('the indicators have the counts of the example', () => {
      const ids = report.indicators.focusAreas.flatMap((area) => area.goals)
        .flatMap((goal) => goal.indicators ?? []).map((series) => series.indicator.name.split('/').pop());
      const cells = rows.filter((row) => row.SECTION === 'INDICATORS' && row.FORMULA === '');
      assert.equal(ids.length, 100);
      assert.deepEqual(new Set(cells.map((row) => row.SERIES)), new Set(ids));
      assert.equal(cells.length, 400);
      const count = (reason) => cells.filter((row) => row.MISSING_REASON === reason).length;
      assert.equal(count(''), 282);
      assert.equal(count('NOT_MEASURED'), 87);
      assert.equal(count('PENDING'), 31);
    });

    test('computed totals and changes are marked by their formula', () => {
      const computed = (section, series, period) =>
        rows.find((row) => row.SECTION === section && row.SERIES === series && row.TIME_PERIOD === period);
      const totals = report.workforce.fteTotals;
      for (const { period, total } of totals) {
        const row = computed('WORKFORCE', 'fte-total', period);
        assert.equal(row.OBS_VALUE, total.value ?? '');
        assert.equal(row.FORMULA, 'SUM');
      }
      assert.equal(computed('WORKFORCE', 'fte-total:change', '2024').OBS_VALUE, report.workforce.fteTotalChange.value);
      assert.equal(computed('POLITICS', 'meetings-total', '2024').OBS_VALUE, '136');
      assert.equal(computed('POLITICS', 'cases-total', '2024').OBS_VALUE, '792');
    });
  });

  test('CSV has the same cells as SDMX-CSV, with labels and footnotes', () => {
    const rows = parse(write('csv'), { columns: true, record_delimiter: '\r\n' });
    const sdmx = parse(write('sdmx-csv'), { columns: true, record_delimiter: '\r\n' });
    assert.deepEqual(
      rows.map((row) => [row.section, row.series, row.period, row.value, row.missing_reason, row.obs_status, row.formula]),
      sdmx.map((row) => [row.SECTION, row.SERIES, row.TIME_PERIOD, row.OBS_VALUE, row.MISSING_REASON, row.OBS_STATUS, row.FORMULA]));
    assert.ok(rows.every((row) => row.label !== ''));
    assert.ok(rows.some((row) => row.footnotes !== ''));
  });

  test('JSON-stat has the cells and statuses of SDMX-CSV', () => {
    const sdmx = parse(write('sdmx-csv'), { columns: true, record_delimiter: '\r\n' });
    const text = write('json-stat');
    const collection = JSONstat(JSON.parse(text));
    assert.equal(collection.class, 'collection');
    const datasets = collection.Dataset();
    assert.deepEqual(datasets.map((dataset) => dataset.label), SECTIONS);
    for (const dataset of datasets) {
      const own = sdmx.filter((row) => row.SECTION === dataset.label);
      for (const row of own) {
        const cell = dataset.Data({ area: row.AREA, series: row.SERIES, period: row.TIME_PERIOD });
        const where = `${row.SECTION} ${row.SERIES} ${row.TIME_PERIOD}`;
        assert.equal(cell.value, row.OBS_VALUE === '' ? null : Number(row.OBS_VALUE), where);
        assert.equal(cell.status ?? '', row.OBS_STATUS, where);
      }
      const filled = dataset.value.filter((value) => value !== null).length;
      assert.equal(filled, own.filter((row) => row.OBS_VALUE !== '').length);
    }
    // A number keeps its digits, which a parser of numbers does not tell.
    for (const row of sdmx.filter((one) => /\.\d*0$/.test(one.OBS_VALUE))) {
      assert.ok(text.includes(row.OBS_VALUE), row.OBS_VALUE);
    }
  });

  describe('by the contract', () => {
    const query = { area: 'areas/3203', period: '2024' };
    const format = 'REPORT_FORMAT_SDMX_CSV';
    let reports;
    before(() => {
      reports = connect('reports', system.addresses.gateway);
    });
    after(() => reports.close());

    test('a file comes with its type, a name, and the states of its sections', async () => {
      const answer = await call(reports, 'exportReport', { query, format });
      assert.equal(answer.fileName, 'asker-2024.sdmx.csv');
      assert.equal(answer.contentType, 'application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8');
      assert.deepEqual(answer.states.map((state) => state.completeness), Array(5).fill('COMPLETENESS_COMPLETE'));
      assert.equal(answer.content.toString(), write('sdmx-csv'));
    });

    for (const [what, request, code, reason] of [
      ['no format', { query }, 'INVALID_ARGUMENT', 'INVALID_ENUM'],
      ['neither a query nor an edition', { format }, 'INVALID_ARGUMENT', 'FIELD_REQUIRED'],
      ['an unknown area', { query: { ...query, area: 'areas/nowhere' }, format }, 'NOT_FOUND', 'AREA_NOT_FOUND'],
      ['no period', { query: { ...query, period: '2024-T4' }, format }, 'INVALID_ARGUMENT', 'INVALID_PERIOD'],
      ['a period to come', { query: { ...query, period: '2099' }, format }, 'INVALID_ARGUMENT', 'PERIOD_IN_FUTURE'],
      ['a language that is none', { query: { ...query, language: 'tlh' }, format }, 'INVALID_ARGUMENT', 'INVALID_LANGUAGE'],
      ['an unknown edition', { edition: 'areas/asker/editions/none', format }, 'NOT_FOUND', 'EDITION_NOT_FOUND'],
    ]) {
      test(`${what} is refused`, async () => {
        await assert.rejects(call(reports, 'exportReport', request), (error) => {
          assert.equal(grpc.status[error.code], code, error.message);
          assert.equal(detailsOf(error).ErrorInfo.reason, reason);
          return true;
        });
      });
    }
  });

  test('Markdown has a chapter for every section', () => {
    const text = write('markdown');
    for (const title of ['# Asker, annual report 2024', '## Goals and indicators', '## Statistics',
      '## Workforce', '## Political activity', '## Climate accounts']) {
      assert.ok(text.split('\n').includes(title), title);
    }
  });
});
