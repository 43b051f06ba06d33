/** From a file of the reader's to its text. */

const LARGEST = 4 * 1024 ** 2; // bytes

/**
 * Read a text file: UTF-8, UTF-16 with its mark, or else windows-1258.
 *
 * @returns {Promise<{text?: string, notice?: string}>} the text, a sentence to show, or both
 */
export async function readFile(file) {
  if (file.size > LARGEST) return { notice: "file-too-large" };
  const bytes = new Uint8Array(await file.arrayBuffer());
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.subarray(0, 2).join()];
  if (wide) return { text: new TextDecoder(wide).decode(bytes) };
  if (bytes.includes(0)) return { notice: "not-text" };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder("windows-1258").decode(bytes), notice: "old-encoding" };
  }
}
