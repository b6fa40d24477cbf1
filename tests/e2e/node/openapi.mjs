// Checks an OpenAPI document, read from standard input: its form by the schema of its version, and
// that every reference leads somewhere. Prints {version, errors} as JSON.
import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';

const document = JSON.parse(readFileSync(0, 'utf8'));
const validator = new Validator();
const { valid, errors } = await validator.validate(document);
if (valid) validator.resolveRefs();
process.stdout.write(JSON.stringify({ version: validator.version, errors: valid ? [] : errors }));
