// Type-checks manifests: each is a literal of the interface that kubernetes-models has for its kind, so that the
// compiler refuses fields that it does not know, types that are others, and what is required and missing.
import { existsSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { HERE, nameOf } from './manifests.mjs';

const PACKAGES = {
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};
const OPTIONS = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  target: ts.ScriptTarget.ES2020,
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
};
const UNKNOWN_FIELD = [2353, 2561];

// Where the interface of a kind is declared.
function moduleOf({ apiVersion, kind }) {
  const group = apiVersion?.includes('/') ? apiVersion.split('/')[0] : '';
  return `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

function sourceOf(document) {
  return `import type { I${document.kind} } from "${moduleOf(document)}";\n` +
    `export const manifest: I${document.kind} = ${JSON.stringify(document, null, 1)};\n`;
}

// Manifests to check, each once however often it is in what is given.
export class TypeCheck {
  #sources = new Map();  // file → text
  #findings = new Map();  // text → findings
  #files = new Map();  // text → file

  add(document) {
    const text = sourceOf(document);
    if (this.#files.has(text)) return;
    const file = path.join(HERE, `manifest-${this.#files.size}.ts`);
    this.#files.set(text, file);
    this.#sources.set(file, text);
  }

  // Checks all that was added, at once: reading the interfaces is most of the work.
  run() {
    if (this.#sources.size === 0) return;
    const host = ts.createCompilerHost(OPTIONS);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (file, language) => this.#sources.has(file)
      ? ts.createSourceFile(file, this.#sources.get(file), language, true) : read(file, language);
    const exists = host.fileExists.bind(host);
    host.fileExists = (file) => this.#sources.has(file) || exists(file);
    const program = ts.createProgram([...this.#sources.keys()], OPTIONS, host);
    for (const [text, file] of this.#files) {
      const source = program.getSourceFile(file);
      const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      this.#findings.set(text, diagnostics.map((diagnostic) => findingOf(source, diagnostic)));
    }
  }

  // What was found in a manifest: where in it, and what.
  findingsOf(document) {
    if (!existsSync(path.join(HERE, 'node_modules', `${moduleOf(document)}.d.ts`))) {
      return [{ where: 'kind', what: `${document.apiVersion} ${document.kind} is no kind that kubernetes-models knows` }];
    }
    // What may be gone with the next version of Kubernetes.
    if (/(alpha|beta)\d+$/.test(document.apiVersion)) {
      return [{ where: 'apiVersion', what: `${document.apiVersion} is no stable version` }];
    }
    return this.#findings.get(sourceOf(document));
  }
}

function findingOf(source, { start, code, messageText }) {
  const said = ts.flattenDiagnosticMessageText(messageText, ' ').replaceAll(/\s+/g, ' ');
  const [, missing] = /^Property '"?(\w+)"?' is missing in type/.exec(said) ?? [];
  const what = missing ? `${missing} is missing` : said;
  return { where: pathAt(source, start), what: UNKNOWN_FIELD.includes(code) ? 'there is no such field' : what };
}

// The field that stands at a place of a literal: spec.template.spec.containers[0].image.
function pathAt(source, start) {
  let found = '';
  const visit = (node, trail) => {
    if (start < node.getStart(source) || start >= node.getEnd()) return;
    found = trail;
    if (ts.isPropertyAssignment(node)) {
      const name = node.name.text;
      const step = /^[A-Za-z]\w*$/.test(name) ? `.${name}` : `["${name}"]`;
      found = trail + step;
      visit(node.initializer, trail + step);
    } else if (ts.isArrayLiteralExpression(node)) {
      node.elements.forEach((element, index) => visit(element, `${trail}[${index}]`));
    } else {
      ts.forEachChild(node, (child) => visit(child, trail));
    }
  };
  visit(source, '');
  return found.replace(/^\./, '') || 'manifest';
}

export function checkTypes(system, types) {
  for (const document of system.documents) {
    for (const { where, what } of types.findingsOf(document)) system.find(nameOf(document), where, what);
  }
}
