/** The files of a model: read, inflated, checked for their length, cut into their sections. */

export const FORMAT = 1;
export const MANIFEST = "model.json";

/** The files cannot be used; the message says what to do. */
export class ModelError extends Error {
  constructor(message) {
    super(message);
    this.name = "ModelError";
  }
}

/** The manifest and the sections of each file by name. `read(name)` gives the bytes of a file. */
export async function readFiles(read) {
  const manifest = parsed(await read(MANIFEST));
  if (manifest.format !== FORMAT) {
    throw new ModelError(
      `${MANIFEST} has format ${manifest.format}, this version reads ${FORMAT}: run 'clickbait export browser' again`,
    );
  }
  const names = Object.keys(manifest.files);
  const found = await Promise.all(names.map(async (name) => cut(name, await read(name), manifest.files[name])));
  return { manifest, files: Object.fromEntries(names.map((name, i) => [name.replace(".bin", ""), found[i]])) };
}

function parsed(bytes) {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new ModelError(`${MANIFEST} is damaged: run 'clickbait export browser' again`);
  }
}

async function cut(name, bytes, entry) {
  if (bytes.length !== entry.bytes) {
    throw new ModelError(`${name} has ${bytes.length} bytes, not ${entry.bytes}: run 'clickbait export browser' again`);
  }
  const plain = await inflate(name, bytes);
  const sections = {};
  let start = 0;
  for (const [section, length] of Object.entries(entry.sections)) {
    sections[section] = plain.subarray(start, start + length);
    start += length;
  }
  if (start !== plain.length) throw new ModelError(`${name} is damaged: run 'clickbait export browser' again`);
  return sections;
}

async function inflate(name, bytes) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new ModelError(`${name} is damaged: run 'clickbait export browser' again`);
  }
}

/** Numbers of 16 bits in two planes of bytes, the low ones first: read where they lie, so that nothing is unpacked. */
export class Halves {
  constructor(bytes, count) {
    this._low = bytes.subarray(0, count);
    this._high = bytes.subarray(count, 2 * count);
  }

  at(i) {
    return this._low[i] | (this._high[i] << 8);
  }
}

/** Numbers of 32 bits from four planes of bytes, the lowest first; as bits, whatever type they are of. */
export function wholes(bytes, count) {
  const found = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    found[i] = bytes[i] | (bytes[count + i] << 8) | (bytes[2 * count + i] << 16) | (bytes[3 * count + i] << 24);
  }
  return found;
}
