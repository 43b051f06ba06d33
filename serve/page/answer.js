/** The answer of the service, as a reader sees it. */

import { find, make, makeVietnamese } from "./dom.js";
import { pieces } from "./marks.js";
import { knows, number, percent, say } from "./words.js";

/**
 * Show an answer.
 *
 * @param {object} result what the service answered
 * @param {string} text what it was asked about, as it was sent
 * @param {object} [card] of the model, for its threshold and what that is worth
 */
export function showAnswer(result, text, card) {
  const own = result.regime === "plain" ? card?.plain_threshold : card?.threshold;
  const threshold = own ?? null;
  const marks = showText(text, result.explanation);
  find("result").replaceChildren(
    ...verdict(result, card, threshold),
    ...result.warnings.map((code) => make("p", { class: "notice" }, warning(code))),
    ...(result.printed_section ? [printed(result)] : []),
    make("h3", {}, say("every-section")),
    bars(result, threshold),
    ...(threshold === null ? [] : [make("p", { class: "quiet" }, thresholdAt(threshold))]),
    make("h3", {}, say("words")),
    ...words(result.explanation, marks),
    make("p", { class: "quiet" }, say("answered-by", result.model)),
  );
}

/** The answer in one sentence, for those who hear it. */
export function spoken({ accepted, section, confidence }) {
  const values = { section: section.name, confidence: percent(confidence) };
  return say(accepted === false ? "said-unsure" : "said", values);
}

const warning = (code) => (knows(code) ? say(code) : say("warning", { code }));
const thresholdAt = (threshold) => say("threshold-at", { threshold: percent(threshold) });

function verdict(result, card, threshold) {
  const { accepted, section, confidence } = result;
  const unsure = accepted === false;
  const unit = say(accepted === null ? "comparison" : "confidence");
  return [
    ...(unsure ? [make("p", { class: "unsure" }, say("unsure"))] : []),
    makeVietnamese("p", { class: unsure ? "section doubtful" : "section" }, section.name),
    make("p", { class: "confidence" }, make("strong", {}, percent(confidence)), ` ${unit}`),
    make("p", {}, reason(result, card, threshold).join(" ")),
  ];
}

/** What the confidence is worth, in a few sentences. */
function reason({ accepted, confidence, sections: [first, second] }, card, threshold) {
  if (accepted === null) return [say("uncalibrated")];
  if (threshold === null) return []; // the card could not be read
  const values = { threshold: percent(threshold), confidence: percent(confidence) };
  if (accepted) {
    const accuracy = card.metrics.accepted?.accuracy;
    const worth = accuracy ? [say("accepted-share", { accuracy: percent(accuracy) })] : [];
    return [say("accepted", values), ...worth];
  }
  if (confidence >= threshold) return [say("unsure-warned")];
  return [say("unsure-because", { ...values, first: first.name, second: second.name })];
}

function printed({ printed_section: name, section }) {
  const fold = (words) => words.normalize().toLowerCase();
  const key = fold(name) === fold(section.name) ? "printed-same" : "printed-other";
  return make("p", { class: "printed" }, say(key, { name }));
}

function bars({ sections }, threshold) {
  const rows = sections.map(({ name, probability }) => {
    const bar = make("span", { class: "bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", probability);
    if (threshold !== null) bar.style.setProperty("--threshold", threshold);
    const share = make("span", { class: "number" }, percent(probability));
    return make("li", {}, makeVietnamese("span", { class: "name" }, name), bar, share);
  });
  return make("ol", { class: threshold === null ? "bars" : "bars with-threshold" }, ...rows);
}

/** The n-grams that weighed most: buttons that lead to their places, one after the other. */
function words(explanation, marks) {
  if (!explanation?.length) return [make("p", { class: "quiet" }, say("no-words"))];
  const legend = ["for", "against"]
    .filter((side) => explanation.some(({ weight }) => sideOf(weight) === side))
    .map((side) => make("span", {}, make("b", { class: side }, symbol(side)), ` ${say(side)}`));
  const items = explanation.map(({ ngram, weight, places }, index) => {
    const side = sideOf(weight);
    const title = say(`word-${side}`, { times: number(places.length) });
    const times = places.length > 1 ? make("small", {}, ` ×${number(places.length)}`) : null;
    const mark = make("b", { class: side, "aria-hidden": "true" }, symbol(side));
    const click = leadThrough(marks, index);
    const parts = [mark, makeVietnamese("span", {}, ngram), times];
    return make("li", {}, make("button", { type: "button", title, click }, ...parts));
  });
  return [
    make("p", { class: "legend quiet" }, ...legend),
    make("ul", { class: "words" }, ...items),
  ];
}

const sideOf = (weight) => (weight < 0 ? "against" : "for");
const symbol = (side) => (side === "for" ? "▲" : "▼");

function leadThrough(marks, index) {
  let visited = -1;
  return () => {
    const times = marks.filter(({ opens }) => opens.includes(index)).length;
    if (!times) return;
    visited = (visited + 1) % times;
    let place = -1; // the places of one n-gram follow each other; a place may be several pieces
    for (const { element, covers, opens } of marks) {
      if (opens.includes(index)) place += 1;
      const is = covers.includes(index);
      element.classList.toggle("lit", is);
      element.classList.toggle("here", is && place === visited);
    }
    find("marked").querySelector(".here").scrollIntoView({ block: "center" });
  };
}

/** Show the text with its marks, and return these. */
function showText(text, explanation) {
  const found = pieces(text, explanation ?? []);
  const heaviest = Math.max(...found.map(({ weight }) => Math.abs(weight)));
  const marks = [];
  const parts = found.map(({ text: part, weight, covers, opens }) => {
    if (!covers.length) return part;
    const element = make("mark", { class: sideOf(weight) }, part);
    element.style.setProperty("--weight", Math.abs(weight) / heaviest || 0);
    marks.push({ element, covers, opens });
    return element;
  });
  find("marked").replaceChildren(...parts);
  find("reading").hidden = false;
  return marks;
}
