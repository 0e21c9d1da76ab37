// Holds the contracts against their tools: contracts/openapi.yaml against Spectral with the rules of contracts/rules/openapi.yaml,
// contracts/asyncapi.yaml against the AsyncAPI parser.
//   node build/check-contracts.mjs             ends with 1 and every finding if one of them is not clean
//   node build/check-contracts.mjs FILE…       the same for other files: what is OpenAPI and what is AsyncAPI they say themselves
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asyncapi from '@asyncapi/parser';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const files = process.argv.length > 2 ? process.argv.slice(2) : ['openapi.yaml', 'asyncapi.yaml'].map(name => join(root, 'contracts', name));
const spectral = createRequire(import.meta.url).resolve('@stoplight/spectral-cli/dist/index.js');

// One minor version of AsyncAPI more is not better: the contract is 3.0, as the tools of its readers are.
const passed = ['asyncapi-latest-version'];
let findings = 0;

for (const file of files) {
  const isAsync = /^asyncapi:/m.test(readFileSync(file, 'utf8'));
  if (isAsync) {
    const { diagnostics } = await asyncapi.fromFile(new asyncapi.Parser(), file).parse();
    for (const found of diagnostics.filter(found => !passed.includes(found.code))) {
      console.log(`${file}:${found.range.start.line + 1} ${found.code} ${found.message} (${found.path.join('.')})`);
      findings++;
    }
  } else {
    const run = spawnSync(process.execPath, [spectral, 'lint', '--ruleset', join(root, 'contracts', 'rules', 'openapi.yaml'), '--fail-severity', 'hint', '--display-only-failures', '--format', 'text', '--quiet', file], { encoding: 'utf8' });
    if (run.status !== 0) {
      console.log(run.stdout + run.stderr);
      findings++;
    }
  }
}

if (findings === 0) {
  console.log(`${files.length} contracts, no finding.`);
}

process.exit(findings === 0 ? 0 : 1);
