/** From the places of an explanation to pieces of the text. */

/**
 * Cut a text where n-grams begin and end.
 *
 * Places are counted in code points, JavaScript's strings in UTF-16 units: an emoji is one of the
 * first and two of the second. N-grams overlap ("tỉnh" in "của tỉnh"): a piece knows all that
 * cover it, weighs what they weigh together, and `opens` lists those that begin with it.
 *
 * @param {string} text
 * @param {{weight: number, places: {start: number, end: number}[]}[]} explanation
 * @returns {{text: string, weight: number, covers: number[], opens: number[]}[]} in reading order;
 *   a piece that no n-gram covers has no weight
 */
export function pieces(text, explanation) {
  const opening = new Map();
  const closing = new Map();
  const note = (map, point, index) => map.set(point, [...(map.get(point) ?? []), index]);
  explanation.forEach(({ places }, index) => {
    for (const { start, end } of places) {
      note(opening, start, index);
      note(closing, end, index);
    }
  });

  const found = [];
  const open = new Map(); // n-gram -> how many of its places are open: "ha ha" may overlap itself
  let begun = 0;
  let opens = [];
  const cut = (unit) => {
    if (unit > begun) {
      const covers = [...open.keys()];
      const weight = covers.reduce((sum, index) => sum + explanation[index].weight, 0);
      found.push({ text: text.slice(begun, unit), weight, covers, opens });
    }
    begun = unit;
  };

  let point = 0;
  let unit = 0;
  const step = () => {
    if (!opening.has(point) && !closing.has(point)) return;
    cut(unit);
    for (const index of closing.get(point) ?? []) {
      if (open.get(index) > 1) open.set(index, open.get(index) - 1);
      else open.delete(index);
    }
    opens = opening.get(point) ?? [];
    for (const index of opens) open.set(index, (open.get(index) ?? 0) + 1);
  };
  for (const character of text) {
    step();
    point += 1;
    unit += character.length;
  }
  step();
  cut(text.length);
  return found;
}
