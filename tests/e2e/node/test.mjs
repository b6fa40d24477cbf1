// Another language against the real services: what it takes is the contracts, and nothing of ours.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { call, callWithBytes, connect, detailsOf, encode, grpc, importRows } from './client.mjs';
import { startSystem } from './system.mjs';

const READER = 'anonymous';
const RECORDER = 'cli';

let system;
let addresses;
const clients = {};

// Holds that `promise` fails with this code and reason, and answers the details of the error.
async function assertRefused(promise, code, reason) {
  let error;
  try {
    await promise;
  } catch (thrown) {
    error = thrown;
  }
  assert.ok(error, 'the call succeeded');
  assert.equal(grpc.status[error.code], code, error.message);
  const details = detailsOf(error);
  assert.equal(details.ErrorInfo.domain, 'tertial');
  assert.equal(details.ErrorInfo.reason, reason);
  assert.match(error.details, /[.;]/, 'the message is a sentence');
  return details;
}

const valueOf = (name, value) => ({ name, cell: { value } });

describe('a client of another language', () => {
  before(async () => {
    system = await startSystem();
    addresses = system.addresses;
    for (const service of Object.keys(addresses)) clients[service] = connect(service, addresses[service]);
  });

  after(async () => {
    for (const client of Object.values(clients)) client.close();
    assert.equal(await system.stop(), 0);
  });

  describe('health', () => {
    for (const service of ['gateway', 'indicators', 'workforce', 'politics', 'climate']) {
      test(`the ${service} service says that it serves`, async () => {
        const health = connect('health', addresses[service]);
        assert.equal((await call(health, 'check', {})).status, 'SERVING');
        const contract = `tertial.${service}.v1.${service[0].toUpperCase()}${service.slice(1)}Service`;
        assert.equal((await call(health, 'check', { service: contract })).status, 'SERVING');
        health.close();
      });
    }

    test('a service that is not there is not found', async () => {
      const health = connect('health', addresses.gateway);
      await assert.rejects(call(health, 'check', { service: 'nobody' }), { code: grpc.status.NOT_FOUND });
      health.close();
    });
  });

  describe('reports', () => {
    const report2024 = { area: 'areas/3203', period: '2024' };

    test('the annual report has the figures of the example', async () => {
      const { report } = await call(clients.gateway, 'getAnnualReport', report2024);
      assert.equal(report.area.name, 'areas/asker');
      assert.deepEqual(report.states.map((state) => state.completeness), Array(5).fill('COMPLETENESS_COMPLETE'));
      assert.equal(report.indicators.indicatorCount, 100);
      assert.deepEqual(report.indicators.cells.missing, [
        { reason: 'MISSING_REASON_NOT_MEASURED', count: 87 }, { reason: 'MISSING_REASON_PENDING', count: 31 }]);
      assert.equal(report.workforce.fteTotalChange.value, '-1.6');
      assert.equal(report.politics.meetingsTotal.value, '136');
      assert.equal(report.politics.casesTotal.value, '792');
      const road = report.climate.inventories.flatMap((inventory) => inventory.series)
        .find((series) => series.sector === 'road-traffic');
      assert.equal(road.change.value, '-9.7');
      assert.match(road.change.unrounded, /^-9\.747/);
    });

    test('a gap is a reason and not a number', async () => {
      const name = 'areas/3203/indicators/climate.direct-emissions/observations/2024';
      const { observation } = await call(clients.indicators, 'getObservation', { name });
      assert.equal(observation.cell.content, 'missing');
      assert.equal(observation.cell.missing, 'MISSING_REASON_PENDING');
      assert.equal(observation.cell.value, undefined);
    });

    test('an area is found by any number it has borne', async () => {
      for (const id of ['asker', '3203', '3025']) {
        const { area } = await call(clients.gateway, 'getArea', { name: `areas/${id}` });
        assert.equal(area.name, 'areas/asker');
      }
      const { area } = await call(clients.gateway, 'getArea', { name: 'areas/0220' });
      assert.equal(area.name, 'areas/asker-1');
    });

    test('the areas are listed page by page', async () => {
      const whole = await call(clients.gateway, 'listAreas', { pageSize: 1000 });
      assert.equal(whole.nextPageToken, '');
      const paged = [];
      let pageToken = '';
      do {
        const page = await call(clients.gateway, 'listAreas', { pageSize: 7, pageToken });
        paged.push(...page.areas);
        pageToken = page.nextPageToken;
      } while (pageToken !== '' && paged.length <= whole.areas.length);
      assert.deepEqual(paged.map((area) => area.name), whole.areas.map((area) => area.name));
      assert.ok(whole.areas.length > 7);
    });

    test('an unknown area is not found', async () => {
      const details = await assertRefused(
        call(clients.gateway, 'getAnnualReport', { area: 'areas/9999', period: '2024' }),
        'NOT_FOUND', 'AREA_NOT_FOUND');
      assert.equal(details.ErrorInfo.metadata.area, '9999');
    });

    test('a period that is none is refused, and the field is named', async () => {
      const details = await assertRefused(
        call(clients.gateway, 'getAnnualReport', { area: 'areas/3203', period: '2024-T4' }),
        'INVALID_ARGUMENT', 'INVALID_PERIOD');
      assert.deepEqual(details.BadRequest.fieldViolations.map((violation) => violation.field), ['period']);
      assert.match(details.BadRequest.fieldViolations[0].description, /2024-T4/);
    });

    test('an unknown field in a request is refused', async () => {
      const known = encode(clients.gateway, 'getAnnualReport', report2024);
      const unknown = Buffer.from([0x9a, 0x06, 0x01, 0x78]); // Field 99, one byte.
      const answer = await callWithBytes(clients.gateway, 'getAnnualReport', known);
      assert.equal(answer.report.period, '2024');
      await assertRefused(callWithBytes(clients.gateway, 'getAnnualReport', Buffer.concat([known, unknown])),
        'INVALID_ARGUMENT', 'UNKNOWN_FIELD');
    });
  });

  describe('pages', () => {
    test('a negative page size is refused', async () => {
      await assertRefused(call(clients.gateway, 'listAreas', { pageSize: -1 }),
        'INVALID_ARGUMENT', 'INVALID_PAGE_SIZE');
      await assertRefused(call(clients.workforce, 'listUnits', { parent: 'areas/asker', pageSize: -1 }),
        'INVALID_ARGUMENT', 'INVALID_PAGE_SIZE');
    });

    test('a token of another query is refused', async () => {
      const list = (parent, pageToken) =>
        call(clients.politics, 'listBodyActivities', { parent, pageSize: 2, pageToken });
      const first = await list('areas/asker/bodies/-', '');
      assert.notEqual(first.nextPageToken, '');
      assert.equal((await list('areas/asker/bodies/-', first.nextPageToken)).bodyActivities.length, 2);
      await assertRefused(list('areas/asker/bodies/youth-council', first.nextPageToken),
        'INVALID_ARGUMENT', 'PAGE_TOKEN_OF_OTHER_QUERY');
      await assertRefused(
        call(clients.politics, 'listCases', { parent: 'areas/asker', pageToken: first.nextPageToken }),
        'INVALID_ARGUMENT', 'PAGE_TOKEN_OF_OTHER_QUERY');
    });

    test('a token of nobody is refused', async () => {
      await assertRefused(call(clients.gateway, 'listAreas', { pageToken: 'nonsense' }),
        'INVALID_ARGUMENT', 'INVALID_PAGE_TOKEN');
    });
  });

  describe('imports', () => {
    const unit = (name, text) => ({ unit: { name, titles: [{ language: 'en', text }], order: 9 } });

    test('a reader may not import', async () => {
      const rows = [unit('areas/asker/units/smuggled', 'Smuggled')];
      const details = await assertRefused(importRows(clients.workforce, rows, { caller: READER }),
        'PERMISSION_DENIED', 'ROLE_MISSING');
      assert.equal(details.ErrorInfo.metadata.caller, READER);
      await assertRefused(call(clients.workforce, 'getUnit', { name: 'areas/asker/units/smuggled' }),
        'NOT_FOUND', 'UNIT_NOT_FOUND');
    });

    test('a caller that the policy does not know is refused', async () => {
      await assertRefused(call(clients.workforce, 'listUnits', { parent: 'areas/asker' }, { caller: 'mallory' }),
        'UNAUTHENTICATED', 'CALLER_UNKNOWN');
    });

    test('one refused row keeps the whole stream out', async () => {
      const good = unit('areas/asker/units/half', 'Half');
      const bad = { workforceFigure: {
        ...valueOf('areas/asker/figures/fte~2024~unit.nowhere', '1.0'), measure: 'MEASURE_FTE', period: '2024',
        unit: 'areas/asker/units/nowhere', sex: 'SEX_TOTAL', unitOfMeasure: 'fte' } };
      const summary = await importRows(clients.workforce, [good, bad], { caller: RECORDER });
      assert.equal(summary.applied, false);
      assert.deepEqual(summary.refusedRows.map((refused) => refused.row), ['2']);
      assert.deepEqual(summary.refusedRows[0].violations.map((violation) => violation.reason),
        ['ERROR_REASON_UNIT_NOT_FOUND']);
      await assertRefused(call(clients.workforce, 'getUnit', { name: 'areas/asker/units/half' }),
        'NOT_FOUND', 'UNIT_NOT_FOUND');
    });
  });
});
