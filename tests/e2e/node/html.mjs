// The HTML of a report in a browser: what is on the page, what it asks for, whether a screen reader
// gets all of it, and what becomes of it on paper.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { bin, example, startSystem } from './system.mjs';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let system;
let folder;
let report;
let browser;
let page;
const asked = [];
const complaints = [];

function write(format) {
  const file = path.join(folder, `report.${format}`);
  execFileSync(path.join(bin, 'tertial'), ['report', '--gateway', system.addresses.gateway,
    '--area', '3203', '--period', '2024', '--language', 'nb', '--format', format, '--output', file]);
  return file;
}

const seriesOf = (section) => section.focusAreas.flatMap((area) => area.goals)
  .flatMap((goal) => goal.indicators ?? []);
const measured = (cells) => cells.filter((cell) => cell.cell?.value !== undefined);

// What axe finds that a reader would stumble over.
async function stumblingBlocks(options = {}) {
  const { violations } = await page.evaluate((given) => globalThis.axe.run(globalThis.document, given), options);
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.length}, first ${nodes[0].html.slice(0, 200)}`);
}

describe('the HTML of a report', () => {
  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tertial-html-'));
    const load = path.join(folder, 'load');
    cpSync(example, load, { recursive: true });
    // The base of the climate target, which the example tells in words only.
    appendFileSync(path.join(load, 'emissions.csv'),
      'inventory,miljodirektoratet-2025,emissions,direct,community,all,,,2009,,373141,tonnes_co2e,estimated,,,,,\n');
    system = await startSystem(load);
    report = JSON.parse(readFileSync(write('json'), 'utf8'));
    browser = await chromium.launchPersistentContext(path.join(folder, 'profile'),
      { executablePath: CHROMIUM, headless: true, args: ARGUMENTS });
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(write('html')).href, { waitUntil: 'load' });
  });

  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    assert.equal(await system.stop(), 0);
  });

  test('it asks for nothing but itself, and nothing goes wrong', () => {
    assert.deepEqual(asked.filter((url) => !url.startsWith('data:')), [page.url()]);
    assert.deepEqual(complaints, []);
  });

  test('all sections are there, with their states', async () => {
    const titles = await page.locator('main > section > h2').allTextContents();
    assert.deepEqual(titles, ['Goals and indicators', 'Statistics', 'Workforce', 'Political activity',
      'Climate accounts']);
    const states = await page.locator('main > section .badge').allTextContents();
    assert.deepEqual(states, report.states.map((state) => state.completeness.replace('COMPLETENESS_', '')));
  });

  test('every place in the contents leads somewhere', async () => {
    const targets = await page.locator('nav a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    assert.ok(targets.length > 20);
    for (const target of targets) assert.equal(await page.locator(target).count(), 1, target);
  });

  test('an indicator with a value has a chart with its points and gaps', async () => {
    const charts = await page.locator('#indicators svg.series').evaluateAll((found) => found.map((svg) => ({
      title: svg.querySelector('title').textContent,
      points: [...svg.querySelectorAll('.point')].map((one) => [one.dataset.period, one.dataset.value]),
      gaps: [...svg.querySelectorAll('.gap')].map((one) => one.dataset.period),
    })));
    const expected = seriesOf(report.indicators).filter(({ cells }) => measured(cells).length > 0)
      .map(({ indicator, cells }) => ({
        title: indicator.labels.find(({ language }) => language === 'nb').text,
        points: measured(cells).map(({ period, cell }) => [period, cell.value]),
        gaps: cells.filter((cell) => cell.cell?.value === undefined).map(({ period }) => period),
      }));
    assert.deepEqual(charts, expected);
    assert.equal(charts.reduce((sum, chart) => sum + chart.points.length, 0), 282);
  });

  test('no line goes over a gap', async () => {
    const runs = await page.locator('#indicators svg.series').evaluateAll((found) => found.map((svg) => ({
      lines: [...svg.querySelectorAll('.line')].map((line) => line.points.numberOfItems),
      points: svg.querySelectorAll('.point').length,
    })));
    const expected = seriesOf(report.indicators).filter(({ cells }) => measured(cells).length > 0)
      .map(({ cells }) => cells.map((cell) => (cell.cell?.value === undefined ? ' ' : 'x')).join('')
        .split(' ').map((run) => run.length).filter((length) => length > 1));
    assert.deepEqual(runs.map(({ lines }) => lines), expected);
  });

  test('an indicator with a level to reach has its target line', async () => {
    const lines = await page.locator('#indicators svg.series').evaluateAll((found) => found.map((svg) =>
      svg.querySelectorAll('.target').length));
    const expected = seriesOf(report.indicators).filter(({ cells }) => measured(cells).length > 0)
      .map(({ targets }) => (targets ?? []).find(({ target }) => target.value))
      .map((found) => (found === undefined ? 0 : found.target.valueMax ? 2 : 1));
    assert.deepEqual(lines, expected);
    assert.ok(expected.filter((count) => count > 0).length > 10);
  });

  test('every unit and body has its bars', async () => {
    const bars = (section, title) => page.locator(`#${section} svg.bars`)
      .filter({ has: page.locator('title', { hasText: title }) }).locator('rect.bar')
      .evaluateAll((found) => found.map((bar) => [bar.dataset.label, bar.dataset.series, bar.dataset.value]));
    const titleOf = (of) => of.titles.find(({ language }) => language === 'nb').text;
    const fte = report.workforce.units.flatMap(({ unit, fte: cells }) => ['2024', '2023'].map((year) => {
      const cell = cells.find(({ period }) => period === year);
      return [titleOf(unit), year, cell.cell.value];
    }));
    assert.deepEqual(await bars('workforce', 'FTEs per unit'), fte);
    for (const what of ['meetings', 'cases']) {
      const expected = report.politics.activities.map(({ body, activity }) =>
        [titleOf(body), what, activity?.[what].value]).filter(([, , value]) => value !== undefined);
      assert.deepEqual(await bars('politics', what[0].toUpperCase() + what.slice(1)), expected);
      assert.equal(expected.reduce((sum, [, , value]) => sum + Number(value), 0), what === 'meetings' ? 136 : 792);
    }
  });

  test('a longer bar is a greater number', async () => {
    const bars = await page.locator('#workforce svg.bars rect.bar').evaluateAll((found) => found.map((bar) =>
      [Number(bar.dataset.value), bar.width.baseVal.value]));
    const [most, longest] = bars.reduce((a, b) => (a[0] > b[0] ? a : b));
    for (const [value, width] of bars) {
      assert.ok(Math.abs(width - (value / most) * longest) < 0.2, `${value}: ${width}`);
    }
  });

  test('emissions stand beside the path to the target', async () => {
    const charts = await page.locator('#climate svg.series').evaluateAll((found) => found.map((svg) => ({
      points: [...svg.querySelectorAll('.point')].map((one) => [one.dataset.period, one.dataset.value]),
      gaps: [...svg.querySelectorAll('.gap')].map((one) => one.dataset.period),
      targets: svg.querySelectorAll('.target').length,
      paths: svg.querySelectorAll('.path').length,
      words: svg.querySelector('.target-words').textContent,
    })));
    assert.deepEqual(charts, [{
      points: [['2009', '373141'], ['2021', '216713'], ['2022', '219716'], ['2023', '203735']],
      gaps: ['2024'],
      targets: 1,
      paths: 1,
      words: '-67 % from 2009 by 2030: 123 137 t CO2e',
    }]);
  });

  test('every chart has a table of its numbers', async () => {
    const figures = await page.locator('figure').evaluateAll((found) => found.map((figure) => ({
      numbers: [...figure.querySelectorAll('[data-value]')].length,
      cells: [...figure.querySelectorAll('tbody td')].filter((cell) => /\d/.test(cell.textContent)).length,
    })));
    assert.ok(figures.length > 90);
    for (const { numbers, cells } of figures) assert.ok(cells >= numbers, `${numbers} numbers, ${cells} cells`);
  });

  describe('for who does not see it', () => {
    before(async () => {
      // The page allows itself no script; axe is put in by the browser.
      const client = await browser.newCDPSession(page);
      await client.send('Page.setBypassCSP', { enabled: true });
      await page.reload({ waitUntil: 'load' });
      await page.addScriptTag({ path: AXE });
    });

    test('axe finds nothing serious', async () => {
      assert.deepEqual(await stumblingBlocks(), []);
    });

    test('nor in dark colours', async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.deepEqual(await stumblingBlocks({ runOnly: ['color-contrast'] }), []);
      await page.emulateMedia({ colorScheme: 'light' });
    });

    test('headings follow one another without a step left out', async () => {
      const levels = await page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((found) =>
        found.map((heading) => Number(heading.tagName[1])));
      assert.equal(levels.filter((level) => level === 1).length, 1);
      levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1));
    });

    test('texts in another language than the page say which', async () => {
      assert.equal(await page.locator('html').getAttribute('lang'), 'en');
      const marked = new Set(await page.locator('[lang=nb]').allTextContents());
      const labels = seriesOf(report.indicators).map(({ indicator }) =>
        indicator.labels.find(({ language }) => language === 'nb').text);
      assert.deepEqual(labels.filter((label) => !marked.has(label)), []);
    });

    test('every picture has a title and a description', async () => {
      const names = await page.locator('svg').evaluateAll((found) => found.map((svg) => svg.getAttribute('role') === 'img'
        && svg.getAttribute('aria-labelledby').split(' ').every((id) =>
          globalThis.document.getElementById(id).textContent !== '')));
      assert.ok(names.length > 90);
      assert.ok(names.every(Boolean));
    });
  });

  test('a PDF of it has text that can be selected', async () => {
    const file = path.join(folder, 'report.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    for (const words of ['Asker, annual report 2024', 'Goals and indicators', 'Climate accounts', '203 735', 'not measured']) {
      assert.ok(text.includes(words), words);
    }
    assert.match(execFileSync('pdfinfo', [file], { encoding: 'utf8' }), /Page size: +59[45][.\d]* x 84[12]/);
  });
});
