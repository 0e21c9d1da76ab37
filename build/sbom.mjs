// Turns what NuGet restored (project.assets.json) into a CycloneDX 1.6 bill of materials: every package with its hash, its licence as the
// package states it, and what depends on what. The same input gives the same output.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const assets = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const folders = Object.keys(assets.packageFolders);
const reference = key => `pkg:nuget/${key.replace('/', '@')}`;
const packages = Object.entries(assets.libraries).filter(([, library]) => library.type === 'package').sort(([a], [b]) => (a < b ? -1 : 1));
const libraries = Object.values(assets.targets)[0];
const keyOf = Object.fromEntries(Object.keys(libraries).map(key => [key.split('/')[0].toLowerCase(), key]));
const { version } = assets.project;

const nuspecOf = library => {
  const file = library.files.find(name => name.endsWith('.nuspec'));
  for (const folder of folders) {
    try {
      return readFileSync(join(folder, library.path, file), 'utf8');
    } catch {
      // In another of the folders.
    }
  }
  return '';
};

const licencesOf = nuspec => {
  const expression = nuspec.match(/<license type="expression">([^<]+)</)?.[1];
  const file = nuspec.match(/<license type="file">([^<]+)</)?.[1];
  const url = nuspec.match(/<licenseUrl>([^<]+)</)?.[1];
  return expression ? [{ expression }] : file ? [{ license: { name: `in the package: ${file}` } }] : url ? [{ license: { name: 'see url', url } }] : undefined;
};

const dependsOn = dependencies => Object.keys(dependencies ?? {}).map(name => keyOf[name.toLowerCase()]).filter(key => assets.libraries[key]?.type === 'package').map(reference).sort();
const product = `pkg:generic/inburgering-functions@${version}`;
const direct = Object.values(libraries).filter((_, i) => assets.libraries[Object.keys(libraries)[i]].type === 'project').flatMap(project => dependsOn(project.dependencies));
const own = Object.keys(Object.values(assets.project.frameworks)[0].dependencies ?? {}).map(name => keyOf[name.toLowerCase()]).filter(Boolean).map(reference);

process.stdout.write(JSON.stringify({
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': product, name: 'Inburgering.Functions', version, purl: product, licenses: [{ expression: 'EUPL-1.2' }] } },
  components: packages.map(([key, library]) => ({
    type: 'library',
    'bom-ref': reference(key),
    name: key.split('/')[0],
    version: key.split('/')[1],
    purl: reference(key),
    hashes: [{ alg: 'SHA-512', content: Buffer.from(library.sha512, 'base64').toString('hex') }],
    licenses: licencesOf(nuspecOf(library)),
  })),
  dependencies: [
    { ref: product, dependsOn: [...new Set([...own, ...direct])].sort() },
    ...packages.map(([key]) => ({ ref: reference(key), dependsOn: dependsOn(libraries[key]?.dependencies) })),
  ],
}, null, 2) + '\n');
