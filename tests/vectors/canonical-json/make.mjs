// Makes canonical/, hex/, documents.jsonl and numbers.txt. Usage: npm ci && node make.mjs (see README.md).
import { readFileSync, writeFileSync, readdirSync, mkdirSync } from 'node:fs';
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { canonicalize as second } from 'json-canonicalize';

process.chdir(import.meta.dirname ?? new URL('.', import.meta.url).pathname);

/** The form both implementations give; they share no code. */
function canonical(text) {
  const value = JSON.parse(text);
  const form = canonicalize(value);
  if (form !== second(value)) throw new Error(`The two implementations do not agree about ${text}`);
  return form;
}

/** Random words that are the same each time: SHA-256 of a counter. */
function dice(seed) {
  let counter = 0, block = Buffer.alloc(0), at = 0;
  const bytes = (count) => {
    if (at + count > block.length) {
      block = createHash('sha256').update(`${seed} ${counter++}`).digest();
      at = 0;
    }
    return block.subarray(at, at += count);
  };
  return { word: () => bytes(8).readBigUInt64BE(), below: (n) => Number(bytes(4).readUInt32BE() % n) };
}

const view = new DataView(new ArrayBuffer(8));
const toDouble = (bits) => (view.setBigUint64(0, bits), view.getFloat64(0));
const toBits = (double) => (view.setFloat64(0, double), view.getBigUint64(0));

// 1. Whole files.
mkdirSync('canonical', { recursive: true });
mkdirSync('hex', { recursive: true });
const files = readdirSync('input').sort();
for (const file of files) {
  const form = Buffer.from(canonical(readFileSync(`input/${file}`, 'utf8')), 'utf8');
  writeFileSync(`canonical/${file}`, form);
  writeFileSync(`hex/${file.replace('.json', '.txt')}`, form.toString('hex').replace(/.{1,96}/g, '$&\n'));
}

// 2. Numbers: where the notation changes, where doubles end, and doubles of all sizes.
const numbers = new Set();
const add = (double) => [double, -double].forEach((d) => Number.isFinite(d) && numbers.add(toBits(d)));
const around = (double) => {
  const bits = toBits(double);
  for (let i = -1n; i <= 1n; i++) if (bits + i >= 0n) add(toDouble(bits + i));
};
[0, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1022, 2 ** 53, 2 ** 63, 2 ** 64, 1 / 3, 0.1, 0.3, 4.35].forEach(around);
for (let power = -324; power <= 308; power++) around(Number(`1e${power}`));
for (let power = -1074; power <= 1023; power += 7) around(2 ** power);
for (let digits = '1', i = 2; i <= 22; digits += i++ % 10) for (let power = -i - 7; power <= 4; power++) add(Number(`${digits}e${power}`));
for (let whole = 1; whole <= 100; whole++) for (const part of [1, 2, 4, 5, 8, 10, 100, 1000]) add(whole / part);
const random = dice('numbers');
const all = [...numbers];
const thought = all.length;
while (all.length < 10_000) {
  const bits = random.word();
  // Every second one is of a size that people write.
  const double = all.length % 2 ? toDouble(bits) : toDouble((bits & ~(0x7ffn << 52n)) | (BigInt(1023 - 40 + random.below(110)) << 52n));
  if (Number.isFinite(double) && !numbers.has(toBits(double))) {
    numbers.add(toBits(double));
    all.push(toBits(double));
  }
}
writeFileSync('numbers.txt', all.map((bits) => `${bits.toString(16)},${String(toDouble(bits))}\n`).join(''));

// 3. Documents nobody thought of, written untidily.
const next = dice('documents');
const letters = ['a', 'b', 'Z', '0', '_', '-', '.', ' ', '/', '"', '\\', '\n', '\t', '\u0001', '\u001f', '\u007f', '\u0080', 'é', 'ß', 'µ', '€', '\u2028', '検', 'ﬀ', '\ufeff', '😀', '𝄞', '\u{10ffff}'];
const space = () => ['', '', '', ' ', '\n', '\t ', '\r\n'][next.below(7)];
const text = () => Array.from({ length: next.below(6) }, () => letters[next.below(letters.length)]).join('');
const escaped = (unit) => {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return '\\u' + (next.below(2) ? hex : hex.toUpperCase());
};
const quoted = (s) => '"' + [...s].map((c) => next.below(4) === 0 ? c.split('').map(escaped).join('') : c === '/' && next.below(2) ? '\\/' : JSON.stringify(c).slice(1, -1)).join('') + '"';
const number = () => {
  const double = toDouble(all[next.below(all.length)]);
  return [String(double), double.toExponential(), double.toExponential(20).replace('e', 'E'), double.toExponential().replace(/e\+?/, 'e+').replace('+-', '-')][next.below(4)];
};
function written(depth) {
  const kind = next.below(depth > 4 ? 5 : 9);
  if (kind < 2) return number();
  if (kind < 4) return quoted(text());
  if (kind === 4) return ['null', 'true', 'false'][next.below(3)];
  const many = next.below(6);
  if (kind < 7) return `[${Array.from({ length: many }, () => space() + written(depth + 1) + space()).join(',')}${many ? '' : space()}]`;
  const names = [...new Set(Array.from({ length: many }, text))];
  return `{${names.map((n) => space() + quoted(n) + space() + ':' + space() + written(depth + 1) + space()).join(',')}${names.length ? '' : space()}}`;
}
const documents = Array.from({ length: 500 }, () => {
  const input = space() + `[${written(0)},${written(0)}]` + space();
  return JSON.stringify({ input, canonical: canonical(input) });
});
writeFileSync('documents.jsonl', documents.join('\n') + '\n');

console.log(`${files.length} files, ${all.length} numbers (${thought} of them thought of), ${documents.length} documents`);
