// Makes the worked example of Guardian's signature. Usage: npm ci in ../canonical-json, then node make.mjs (see README.md).
import { readFileSync, writeFileSync } from 'node:fs';
import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import canonicalize from '../canonical-json/node_modules/canonicalize/lib/canonicalize.js';

process.chdir(new URL('.', import.meta.url).pathname);

// The public test key of RFC 8037 appendix A.1.
const key = {
  kty: 'OKP', crv: 'Ed25519', kid: 'guardian-1',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
};

const unsigned = readFileSync('unsigned.json', 'utf8');
const canonical = canonicalize(JSON.parse(unsigned));
const header = '{"alg":"EdDSA","kid":"guardian-1"}';
const signingInput = `${Buffer.from(header).toString('base64url')}.${Buffer.from(canonical).toString('base64url')}`;
const signature = sign(null, Buffer.from(signingInput), createPrivateKey({ key, format: 'jwk' }));
const jws = `${Buffer.from(header).toString('base64url')}..${signature.toString('base64url')}`;

const { d, ...publicKey } = key;
const jwk = { ...publicKey, alg: 'EdDSA', use: 'sig' };
if (!verify(null, Buffer.from(signingInput), createPublicKey({ key: jwk, format: 'jwk' }), signature)) throw new Error('It does not verify.');

// The signoff keeps the spelling of its sender: nobody who receives one gets it in canonical form.
writeFileSync('signoff.json', unsigned.replace(/\n}\s*$/, `,\n  "guardian_signature": "${jws}"\n}\n`));
writeFileSync('canonical.json', canonical);
writeFileSync('key.jwk.json', JSON.stringify(key, null, 2) + '\n');
writeFileSync('jwks.json', JSON.stringify({ keys: [jwk] }, null, 2) + '\n');
writeFileSync('steps.json', JSON.stringify({
  protected_header: header,
  canonical_sha256: createHash('sha256').update(canonical).digest('hex'),
  signing_input: signingInput,
  guardian_signature: jws,
}, null, 2) + '\n');
